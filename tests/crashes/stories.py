"""The kinds of things that may be cut off: what people do, step by step, and what SMS-iT is to get of it.

Each story is told with numbers of its own, so that many can be told in one house. It begins with everything
prepared and the last confirmation open; a step is one thing somebody does, or time that passes.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from bot.sandbox.slack.model import Answer, Message
from bot.store.states import SendState
from tests.crashes.remote import Died, RemoteHarness
from tests.flows import closing
from tests.flows.birthday_texts import BIRTHDAYS, Birthdays
from tests.flows.booking import CONFIRMS, REMINDS, Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.codes import TEXT, Codes
from tests.flows.crowds import Crowds
from tests.flows.harness import later
from tests.flows.importing import TITLES, Imports, csv
from tests.flows.listing import Lists
from tests.flows.many import APPROVALS
from tests.flows.repeating import rhythm
from tests.flows.staff import MAYA, PRIYA

POLICY: Final = f"""
[roles]
viewer = ["*"]
sender = ["U0PRIYA"]
broadcaster = ["{MAYA}"]
approver = ["U0LENA"]
admin = ["U0TOM"]
[approval]
channel = "C0APPROVE"
people = 3
[limits]
list_per_second = 1000
[contacts]
import_per_second = 1000
[otp]
text = "{TEXT}"
cooldown_seconds = 0
number_per_day = 1000
person_per_day = 1000
[workflows]
people = ["{MAYA}"]
"""
Step = Callable[[], Answer | None]
"""Something a person does, with what Slack was answered; or time that passes (None)."""
_NUMBERS: Final = count(0)
_DAYS: Final = count(0)
NOON: Final = 20
"""The hour (UTC) at which it is noon where the customers live."""


@dataclass(slots=True)
class Story:
    """What is done, and how often SMS-iT is to be asked to do what, by endpoint and number."""

    steps: tuple[Step, ...]
    writes: Counter[tuple[str, str]] = field(default_factory=Counter)


class Teller:
    """Prepares stories in one house."""

    def __init__(self, harness: RemoteHarness) -> None:
        self.harness = harness
        self._shop, self._lists, self._codes = Broadcasts(harness), Lists(harness), Codes(harness)
        self._crowds = Crowds(harness)
        self._desk, self._imports = Bookings(harness), Imports(harness)
        self._birthdays = Birthdays(harness, harness.folder)

    def text_now(self) -> Story:
        """Maya texts somebody."""
        number = self._number()
        self.harness.compose(f"/sms {number} Your lift is here.")
        self.harness.check()
        return Story((self.harness.maya.submit,), self._texts(number))

    def held(self) -> Story:
        """Maya has the bot hold a text for two hours."""
        number = self._number()
        self.harness.compose(f"/sms {number} We open at nine.")
        self.harness.maya.choose("When", "Schedule")
        self.harness.wait_for(lambda: "Send at" in self.harness.shown())
        self.harness.maya.fill("Send at", later(self.harness.clock, hours=2))
        self.harness.check()
        return Story((self.harness.maya.submit, self._passes(hours=2)), self._texts(number))

    def repeating(self) -> Story:
        """Maya has a text repeat daily, and its first date comes: the second lies a day behind the story."""
        number = self._number()
        self.harness.compose(f"/sms {number} Time for your tablet.")
        rhythm(self.harness, "Every day", later(self.harness.clock, hours=2), times=2)
        self.harness.check()
        steps = (self.harness.maya.submit, self._passes(hours=2), self._passes(seconds=5))
        return Story(steps, self._texts(number))

    def gathered(self) -> Story:
        """Maya has a list for a group repeat, whose people are gathered when its first date comes.

        The second lies a month behind: no later story comes so far.
        """
        group = f"Regulars {next(_NUMBERS)}"
        numbers = tuple(self._number() for _ in range(2))
        self._crowds.group(group, numbers)
        self._crowds.crowd([group])
        rhythm(self.harness, "Every month, on this date", later(self.harness.clock, hours=2), times=2)
        self._crowds.confirmation(self.harness.maya)
        approves = self._approves(lambda: self._listed(f"*People in {group}*"))
        steps = (self.harness.maya.submit, approves, self._passes(hours=2), self._passes(seconds=5))
        return Story(steps, self._texts(*numbers))

    def broadcast_now(self) -> Story:
        """Maya texts a group that is small enough to need nobody's approval."""
        group = f"Group {next(_NUMBERS)}"
        numbers = self._shop.group(group, 2)
        return Story((self._shop.ready(group).submit,), self._texts(*numbers))

    def approved(self) -> Story:
        """Maya texts a larger group, and Lena approves that."""
        group = f"Group {next(_NUMBERS)}"
        numbers = self._shop.group(group, 4)
        approves = self._approves(lambda: self._shop.request(group))
        return Story((self._shop.ready(group).submit, approves), self._texts(*numbers))

    def rejected(self) -> Story:
        """Maya texts a larger group, and Lena rejects that."""
        group = f"Group {next(_NUMBERS)}"
        self._shop.group(group, 4)
        rejects = self._decides("Reject", lambda: self._shop.request(group), Reason="Not this week.")
        return Story((self._shop.ready(group).submit, rejects))

    def text_list(self) -> Story:
        """Maya texts a list."""
        numbers = tuple(self._number() for _ in range(3))
        lines = csv("number,place", *(f"{number},{place}" for place, number in enumerate(numbers)))
        self._lists.ready(lines, "Your place in the queue is %%place%%.")
        return Story((self.harness.maya.submit,), self._texts(*numbers))

    def code(self) -> Story:
        """Maya sends a one-time code."""
        number = self._number()
        self._codes.ready(number)
        return Story((self.harness.maya.submit,), self._texts(number))

    def appointment(self) -> Story:
        """Maya books an appointment, with a confirmation now and a reminder the day before."""
        number = self._number()
        at = self._in_days(3)
        self._desk.ready(number, at, confirmation=CONFIRMS, reminder=REMINDS)
        writes = self._texts(number, number) + Counter({("addappointment", number): 1})
        return Story((self.harness.maya.submit, self._reminds(at)), writes)

    def moved(self) -> Story:
        """Maya moves an appointment by a day; its reminder moves along."""
        number = self._number()
        booked = self._desk.book(number, self._in_days(3), reminder=REMINDS)
        at = self._in_days(4)
        self._desk.ask_to_move(booked, at)
        writes = self._texts(number) + Counter({("addappointment", number): 2})
        return Story((self.harness.maya.submit, self._reminds(at)), writes)

    def cancelled(self) -> Story:
        """Maya cancels an appointment: whom it is with is told, and not reminded."""
        number = self._number()
        at = self._in_days(3)
        booked = self._desk.book(number, at, reminder=REMINDS)
        self._desk.ask_to_cancel(booked, "Not on %%Date%%, %%Name%%.")
        writes = self._texts(number) + Counter({("addappointment", number): 2})
        return Story((self.harness.maya.submit, self._reminds(at)), writes)

    def day_off(self) -> Story:
        """Maya takes a day off on which two people are booked: both are cancelled and told."""
        numbers = (self._number(), self._number())
        at = self._in_days(30 + next(_DAYS)).astimezone(closing.HERE).replace(hour=9)  # a day no other has
        for nth, number in enumerate(numbers):
            self._desk.book(number, at + timedelta(hours=nth))
        closing.open_form(self._desk, at)
        self._desk.check()
        writes = self._texts(*numbers) + Counter({("addappointment", number): 2 for number in numbers})
        return Story((self.harness.maya.submit,), writes)

    def workflow_step(self) -> Story:
        """A workflow texts somebody in Maya's name."""
        number, slack = self._number(), self.harness.sandbox.slack
        inputs = {"person": MAYA, "number": number, "message": "Your order is ready."}
        _run, delivery = slack.workflows.begin("send_text_step", inputs)
        return Story((lambda: slack.courier.deliver(delivery),), self._texts(number))

    def free_time(self) -> Story:
        """Maya offers a cancelled appointment's time to two people, and Priya says that it is taken."""
        self.harness.tick(hours=(NOON - self.harness.clock().hour) % 24)
        group = f"Waiting list {next(_NUMBERS)}"
        numbers = self._shop.group(group, 2)
        booked = self._desk.book(self._number(), self._in_days(3))
        self._desk.cancel(booked)
        self._desk.press("Offer this time", booked)
        self.harness.modal("Offer a free time")
        self.harness.wait_for(lambda: "Waiting list" in self._desk.shown)
        self.harness.wait_for(lambda: self.harness.maya.suggestions("Waiting list", group))
        self.harness.maya.choose("Waiting list", group)
        self._desk.check()
        priya = self._desk.seat(PRIYA).person

        def taken() -> Answer | None:
            offer = self._desk.offer(group)
            return None if "Taken, says" in offer.text else priya.press("Taken", message=offer)

        writes = self._texts(*numbers) + Counter(
            {("addappointment", self._desk.story(booked).known.number): 2}
        )
        return Story((self.harness.maya.submit, self._passes(seconds=6), taken), writes)

    def birthday(self) -> Story:
        """Two people have their birthday: Maya stops one's text, and the other's goes out at its time."""
        gets, stopped = self._number(), self._number()
        self._birthdays.begin(POLICY + BIRTHDAYS)
        self._birthdays.born(gets, name="Ada Example")
        self._birthdays.born(stopped, name="Sue Example")

        def stops() -> Answer | None:
            shown = self._birthdays.shown("Stop this one")
            if shown is None or stopped not in self._birthdays.texts():
                return None
            waits = self._birthdays.texts()[stopped].state is SendState.SCHEDULED
            return self._birthdays.stop(stopped, shown, MAYA) if waits else None

        steps = (
            self._passes(seconds=5),
            self._passes(minutes=11),  # whoever died at it holds the day for so long
            self._passes(seconds=5),
            stops,
            self._passes(hours=2),
            lambda: self._birthdays.policy(POLICY),
        )
        return Story(steps, self._texts(gets))

    def contact_import(self) -> Story:
        """Maya imports a file."""
        numbers = tuple(self._number(known=False) for _ in range(3))
        self._imports.uploaded(csv(TITLES, *(f"{number},Pat {number[-4:]},Newsletter" for number in numbers)))
        self.harness.clock.advance(seconds=1)
        writes = Counter({("addcontact", number): 1 for number in numbers})
        return Story((self.harness.maya.submit,), writes)

    # --- what they have in common

    def _number(self, *, known: bool = True) -> str:
        """Return a number no story had, of a contact unless it is not to be `known`."""
        number = f"1415556{next(_NUMBERS):04}"
        if known:
            self._shop.join("Customers", number=number)
        return number

    def _approves(self, request: Callable[[], Message]) -> Step:
        """Have Lena read a request and approve it."""
        return self._decides("Approve", request)

    def _decides(self, button: str, request: Callable[[], Message], **fields: str) -> Step:
        """Have Lena press a button of a request, fill in what she is asked, and submit it."""
        lena = self._shop.lena

        def decides() -> Answer:
            if not lena.title:
                lena.press(button, message=request())
                self.harness.wait_for(lambda: self.harness.bot.is_dead or lena.title)
            if not lena.title:
                raise Died
            for label, text in fields.items():
                lena.fill(label, text)
            return lena.submit()

        return decides

    def _listed(self, name: str) -> Message:
        """Wait for the request about a list."""

        def seen() -> Message | None:
            found = (each for each in self._shop.lena.sees(APPROVALS) if name in each.text)
            return next((each for each in found if "Needs approval" in each.text), None)

        message = self.harness.wait_for(seen)
        assert message is not None
        return message

    def _in_days(self, days: int) -> datetime:
        return (self.harness.clock() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)

    def _passes(self, **duration: float) -> Step:
        return lambda: self.harness.tick(**duration)

    def _reminds(self, at: datetime) -> Step:
        """Let time pass until the reminder of an appointment is due."""
        return lambda: self.harness.tick(
            seconds=(at - timedelta(days=1) - self.harness.clock()).total_seconds()
        )

    @staticmethod
    def _texts(*numbers: str) -> Counter[tuple[str, str]]:
        return Counter(("a text", number) for number in numbers)


KINDS: Final[Mapping[str, Callable[[Teller], Story]]] = {
    "text now": Teller.text_now,
    "held": Teller.held,
    "repeating": Teller.repeating,
    "people of a date": Teller.gathered,
    "broadcast now": Teller.broadcast_now,
    "approved": Teller.approved,
    "rejected": Teller.rejected,
    "list": Teller.text_list,
    "code": Teller.code,
    "appointment with reminder": Teller.appointment,
    "moved": Teller.moved,
    "cancelled": Teller.cancelled,
    "day off": Teller.day_off,
    "free time": Teller.free_time,
    "birthday": Teller.birthday,
    "import": Teller.contact_import,
    "step of a workflow": Teller.workflow_step,
}
