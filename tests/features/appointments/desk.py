"""The forms and buttons of appointments behind the doors Slack comes in by, modals in memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments.adding import Adding
from bot.features.appointments.browsing import Browsing
from bot.features.appointments.composing import Composing
from bot.features.appointments.confirming import Confirming
from bot.features.appointments.drawing import Drawing
from bot.features.appointments.pressing import Pressing
from bot.features.contacts import addressing
from bot.features.contacts.groups import GroupChoice
from bot.features.contacts.service import Addressed, Card
from bot.policy.model import Appointments as Suggested
from bot.slack.checking import Checking
from bot.slack.kit import Block
from bot.slack.visits import Visit, who_is
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.appointments.office import ACCOUNT, SENDERS, Contacts, Office
from tests.features.do_not_text.windows import ACCESS, MAYA, AtOnce, Front, People, buttons
from tests.features.sends import words_in
from tests.slack.arrivals import interaction


class Book(Contacts):
    """The contact book, with what is offered while somebody types."""

    def suggest(self, text: str) -> tuple[Card, ...]:
        found = self.lookup(text)
        return () if found is None else (found,)

    def address(self, line: str) -> Addressed:
        if self.is_down:
            raise UserError("SMS-iT does not answer.")
        return addressing.address(line, self._named)

    def _named(self, word: str) -> list[Card]:
        return [
            Card(each.number, each.name, ("VIP",), subscribed=True)
            for each in self.account.book.contacts
            if word in each.name
        ]

    def group_options(self, text: str) -> tuple[GroupChoice, ...]:
        return tuple(GroupChoice(each, "2 people") for each in self.account.groups if text in each)

    def groups_to_join(self, text: str) -> tuple[GroupChoice, ...]:
        return self.group_options(text)

    def group_to_join(self, value: str) -> str | None:
        return self.group_named(value)

    def group_named(self, value: str) -> str | None:
        return value if value in self.account.groups else None


class Counter:
    """The desk where people come to."""

    def __init__(self, database: Database, clock: FakeClock, zone: ZoneInfo | None = ACCOUNT) -> None:
        self.office = office = Office(database, clock, zone)
        self.front = Front()
        self.book = Book(office.account)
        office.booking._contacts = self.book
        checking = Checking(self.front.windows, AtOnce(), pause_seconds=0)
        self.composing = Composing(
            self.front.desk, self.book, People(), SENDERS, Suggested(), zone, "US", clock
        )
        self.browsing = Browsing(self.front.desk, office.bookings, ACCESS, zone)
        self.confirming = Confirming(
            self.front.desk,
            checking,
            self.book,
            office.booking,
            office.moving,
            office.changing,
            Adding(office.client),
            People(),
            SENDERS,
            Suggested(),
            zone,
            "US",
            clock,
        )
        self.pressing = Pressing(
            self.front.desk, office.moving, office.changing, self.browsing, People(), zone
        )
        self.drawing = Drawing(database, zone)

    @property
    def ack(self) -> dict[str, Any]:
        return self.front.ack

    @property
    def shown(self) -> str:
        return words_in(self.front.windows.last)

    def press(self, view: Block, value: str = "", who: Who = MAYA) -> Visit:
        """A press in a modal."""
        return self.front.press({"type": "modal", **view}, value, who)

    def press_in_channel(self, value: str, who: Who = MAYA) -> Visit:
        body = interaction("block_actions", who, actions=[{"value": value}], channel={"id": "C0FRONT"})
        return Visit(who_is(body), body, self.front.acks)

    def submit(self, view: Block, values: Mapping[str, Mapping[str, Any]], who: Who = MAYA) -> Visit:
        return self.front.submit(view, values, who)

    def pressed(self, view: Block, values: Mapping[str, Mapping[str, Any]]) -> Visit:
        """A press in a modal whose fields are filled in."""
        state = {"values": {block: {"element": dict(element)} for block, element in values.items()}}
        return self.press({**view, "state": state})

    def message(self, appointment_id: str) -> tuple[str, dict[str, list[str]]]:
        """The words of an appointment's message, and its buttons."""
        drawn = self.drawing.draw(appointment_id)
        assert drawn is not None
        view = {"blocks": list(drawn.content.blocks)}
        return words_in(view), buttons(view)

    def press_message(self, appointment_id: str, action: str, who: Who = MAYA) -> Visit:
        return self.press_in_channel(self.message(appointment_id)[1][f"appointments.{action}"][0], who)


def at(moment: datetime) -> dict[str, object]:
    return {"type": "datetimepicker", "selected_date_time": int(moment.timestamp())}


def chosen(value: str) -> dict[str, object]:
    text = {"type": "plain_text", "text": value or "None"}
    return {"selected_option": {"value": value, "text": text}}
