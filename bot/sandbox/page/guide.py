"""The things to try on a first visit: what each prepares, and which of them happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final

from bot.sandbox.page.backstage import Backstage
from bot.sandbox.slack.model import Exchange
from bot.sandbox.slack.people import APPROVALS, FRONT_DESK, LENA, MAYA, SAM
from bot.sandbox.smsit.account import RequestSeen
from bot.sandbox.smsit.faults import Fault

if TYPE_CHECKING:
    from bot.sandbox.page.session import Office

TEXT_CALL: Final = "smscontact"


@unique
class Thing(StrEnum):
    """One thing to try, in the order of the tutorial."""

    TEXT = "text"
    LOST = "lost"
    VIEWER = "viewer"
    GROUP = "group"
    LIST = "list"
    CODE = "code"
    APPOINTMENT = "appointment"
    REPEAT = "repeat"
    DAY_OFF = "day off"


@dataclass(frozen=True, slots=True)
class Preparation:
    """What one button does: who sits down where, which command is typed, and what SMS-iT will do wrong."""

    label: str
    line: str = ""
    user: str = MAYA
    place: str = FRONT_DESK
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try, as the page tells it."""

    thing: Thing
    title: str
    about: str
    ways: tuple[Preparation, ...]


STEPS: Final = (
    Step(
        Thing.TEXT,
        "Send a text",
        "See what it costs and send it. Undo it within seconds, or watch its message change. "
        "Customers' phones shows what arrives.",
        (Preparation("Try it", "/sms 14155550100 Your appointment moves to Thursday at 10."),),
    ),
    Step(
        Thing.LOST,
        "Lose a reply",
        "SMS-iT sends the text, but its reply is lost. The bot shows what it found and lets you decide.",
        (
            Preparation(
                "Try it",
                "/sms 14155550101 Your results are in. Please call the front desk.",
                fault=Fault.REPLY_LOST,
            ),
        ),
    ),
    Step(
        Thing.VIEWER,
        "Be someone else",
        "Sam can look but not send. The bot says so, and nothing is lost. Switch back at the top right.",
        (Preparation("Try it as Sam", "/sms 14155550100 Hello from Sam", SAM),),
    ),
    Step(
        Thing.GROUP,
        "Text a group",
        "Physio is too large for one person. Send it as Maya, then approve or reject it as Lena.",
        (
            Preparation("Try it", "/sms-broadcast Physio"),
            Preparation("Then as Lena", user=LENA, place=APPROVALS),
        ),
    ),
    Step(
        Thing.LIST,
        "Text a list",
        "Paste some numbers or upload a CSV file. Its columns become fields like %%Name%%. You can pause it.",
        (Preparation("Try it", "/sms list"),),
    ),
    Step(
        Thing.CODE,
        "Verify a caller",
        "Send a code to a contact, read it on Customers' phones, press Verify and type it.",
        (Preparation("Try it", "/sms-otp"),),
    ),
    Step(
        Thing.APPOINTMENT,
        "Book an appointment",
        "Book it with a confirmation and a reminder, then move it. The reminder moves too.",
        (Preparation("Try it", "/sms appointment Ada Lovelace"),),
    ),
    Step(
        Thing.REPEAT,
        "Repeat a text",
        "Under When choose Repeat. Its message shows the next dates. Skip one, pause it, or stop it there.",
        (Preparation("Try it", "/sms Ada Lovelace Time for your tablet."),),
    ),
    Step(
        Thing.DAY_OFF,
        "Take a day off",
        "Book someone, then cancel all of that day in one review. Each person gets a text of their own.",
        (
            Preparation("Book someone", "/sms appointment Grace Hopper"),
            Preparation("Then try it", "/sms day-off"),
        ),
    ),
)


@dataclass(slots=True)
class Guide:
    """Which of the things to try happened, for all tabs of one sandbox; `is_new` until one dismissed it."""

    office: Office
    backstage: Backstage
    is_new: bool = False
    done: frozenset[Thing] = field(default_factory=frozenset)

    def look(self) -> None:
        """Find out what happened since: asks the bot's database, so call it on a thread."""
        known = {Thing(each) for each in self.backstage.done()}
        if any(_was_lost(each) for each in self.office.smsit.requests):
            known.add(Thing.LOST)
        if any(_is_by(SAM, each) for each in self.office.slack.traffic):
            known.add(Thing.VIEWER)
        self.done |= known  # what happened stays done, also when the log has forgotten it

    def arm(self, fault: Fault) -> None:
        """Let the next text meet this fault, unless it is bound to already."""
        faults = self.office.smsit.faults
        if not any(endpoint == TEXT_CALL and fault in each.faults for endpoint, each in faults.waiting):
            faults.add(TEXT_CALL, fault)


def _was_lost(call: RequestSeen) -> bool:
    return call.endpoint == TEXT_CALL and call.trouble.has(Fault.REPLY_LOST)


def _is_by(user: str, exchange: Exchange) -> bool:
    """Tell whether this is a command somebody typed."""
    body = exchange.body
    return exchange.kind.startswith("/") and isinstance(body, dict) and body.get("user_id") == user
