"""The forms and buttons of appointments as Slack reaches them, modals in memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.features.appointments.day_story import DayStories
from bot.features.appointments.listeners.addition import AdditionListeners
from bot.features.appointments.listeners.buttons import ButtonListeners
from bot.features.appointments.listeners.cancel import CancelListeners
from bot.features.appointments.listeners.confirmation import ConfirmationListeners
from bot.features.appointments.listeners.day import DayListeners
from bot.features.appointments.listeners.day_off import DayOffListeners
from bot.features.appointments.listeners.day_story import DayStoryListeners
from bot.features.appointments.listeners.form import FormListeners
from bot.features.appointments.listeners.listing import ListingListeners
from bot.features.appointments.listeners.move import MoveListeners
from bot.features.appointments.listeners.offer import OfferListeners
from bot.features.appointments.renderer import Renderer
from bot.features.contacts.service import Additions
from bot.features.sends.account import Account
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction, who_is
from bot.slack.outgoing.loading_view import LoadingView
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.people import ANYBODY
from tests.fakes.slack import FakeBackground
from tests.fakes.users import FakeUsers
from tests.features.appointments.harness import ACCOUNT, SENDERS, Harness
from tests.features.samples import words_in
from tests.features.slack_harness import ACCESS, MAYA, SlackHarness, buttons
from tests.slack.interactions import payload


class FormHarness:
    """The listeners of appointments, and what Slack sends them."""

    def __init__(self, database: Database, clock: FakeClock, zone: ZoneInfo | None = ACCOUNT) -> None:
        self.harness = harness = Harness(database, clock, zone)
        self.slack_harness = SlackHarness()
        self.book = harness.contacts
        loading = LoadingView(self.slack_harness.windows, FakeBackground(), pause_seconds=0)
        account = Account(SENDERS, zone, "US")
        self.form_listeners = FormListeners(
            self.slack_harness.responder, self.book, FakeUsers(), account, Suggested(), clock
        )
        self.day_listeners = DayListeners(
            self.slack_harness.responder, harness.day_sheets, ACCESS, zone, self.book.sees_numbers
        )
        self.listing_listeners = ListingListeners(
            self.slack_harness.responder,
            harness.bookings,
            ACCESS,
            zone,
            self.book.sees_numbers,
            self.day_listeners.opens,
        )
        self.day_off_listeners = DayOffListeners(
            self.slack_harness.responder,
            loading,
            harness.days_off,
            harness.day_sheets,
            FakeUsers(),
            Suggested(),
            clock,
        )
        self.offer_listeners = OfferListeners(
            self.slack_harness.responder,
            loading,
            harness.free_times,
            self.book,  # type: ignore[arg-type] # in memory
            FakeUsers(),
            Suggested(),
            clock,
        )
        self.day_story_listeners = DayStoryListeners(
            self.slack_harness.responder, DayStories(database), zone, self.book.sees_numbers
        )
        self.confirmation_listeners = ConfirmationListeners(
            self.slack_harness.responder,
            loading,
            harness.appointment_service,
            FakeUsers(),
            account,
            Suggested(),
            clock,
        )
        self.move_listeners = MoveListeners(
            self.slack_harness.responder, loading, harness.moves, harness.decisions, zone, clock
        )
        self.cancel_listeners = CancelListeners(
            self.slack_harness.responder, loading, harness.moves, harness.decisions, FakeUsers(), clock
        )
        self.addition_listeners = AdditionListeners(
            loading,
            harness.appointment_service,
            harness.moves,
            harness.decisions,
            Additions(database, harness.client, clock, ANYBODY, request_seconds=35),  # type: ignore[arg-type] # in memory
            self.book.group_to_join,
            self.confirmation_listeners.confirmation,
        )
        self.button_listeners = ButtonListeners(
            self.slack_harness.responder,
            harness.moves,
            harness.decisions,
            self.listing_listeners,
            FakeUsers(),
            ACCESS,
            zone,
        )
        self.renderer = Renderer(database, zone)

    @property
    def ack(self) -> dict[str, Any]:
        return self.slack_harness.ack

    @property
    def shown(self) -> str:
        return words_in(self.slack_harness.windows.last)

    def press(self, view: Block, value: str = "", who: Who = MAYA) -> Interaction:
        """A press in a modal."""
        return self.slack_harness.press({"type": "modal", **view}, value, who)

    def press_in_channel(self, value: str, who: Who = MAYA) -> Interaction:
        body = payload("block_actions", who, actions=[{"value": value}], channel={"id": "C0FRONT"})
        return Interaction(who_is(body), body, self.slack_harness.acks)

    def submit(self, view: Block, values: Mapping[str, Mapping[str, Any]], who: Who = MAYA) -> Interaction:
        return self.slack_harness.submit(view, values, who)

    def pressed(self, view: Block, values: Mapping[str, Mapping[str, Any]]) -> Interaction:
        """A press in a modal whose fields are filled in."""
        state = {"values": {block: {"element": dict(element)} for block, element in values.items()}}
        return self.press({**view, "state": state})

    def message(self, appointment_id: str) -> tuple[str, dict[str, list[str]]]:
        """The words of an appointment's message, and its buttons."""
        drawn = self.renderer.draw(appointment_id)
        assert drawn is not None
        view = {"blocks": list(drawn.content.blocks)}
        return words_in(view), buttons(view)

    def press_message(self, appointment_id: str, action: str, who: Who = MAYA) -> Interaction:
        return self.press_in_channel(self.message(appointment_id)[1][f"appointments.{action}"][0], who)


def at(moment: datetime) -> dict[str, object]:
    return {"type": "datetimepicker", "selected_date_time": int(moment.timestamp())}


def chosen(value: str) -> dict[str, object]:
    text = {"type": "plain_text", "text": value or "None"}
    return {"selected_option": {"value": value, "text": text}}
