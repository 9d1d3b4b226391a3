"""How Slack reaches a list's confirmation: checked in the background, shown, handed over by who may."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.access import Role, Who
from bot.errors import TooBusy, UserError
from bot.features.batches.listeners import Listeners
from bot.features.lists.ids import BUTTONS, Action, Modal
from bot.features.lists.listeners.buttons import ButtonListeners
from bot.features.lists.listeners.confirmation import ConfirmationListeners
from bot.features.lists.listeners.form import FormListeners
from bot.features.lists.service import Request, Told
from bot.features.lists.views.confirmation import ConfirmationState, Shown
from bot.slack.blocks.fields import message
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing import loading
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.loading import LoadingView
from tests.clock import FakeClock
from tests.fakes.decisions import FakeDecisions
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.fakes.users import FakeUsers
from tests.features.lists.arrivals import SENDERS, form
from tests.features.lists.harness import BOSS, MAYA
from tests.features.lists.test_confirmation_view import QUIET, ready
from tests.features.samples import words_in
from tests.patience import PATIENCE_SECONDS
from tests.slack.interactions import arrival, hand_in


class Prepared:
    """Takes the place of the preparation: answers as it is told to, when it is let."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Shown | Exception = ready()
        self.may_go = threading.Event()
        self.may_go.set()

    def check(self, submission: Request, report: Told) -> Shown:
        self.requests.append(submission)
        report("Reading …")
        assert self.may_go.wait(PATIENCE_SECONDS)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Sure:
    """Takes the place of the question for the column: there is none."""

    def question(self, _request: Request) -> None:
        return None


class Confirmed:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Who, dict[str, object]]] = []

    def confirm(self, send_id: str, who: Who, values: Mapping[str, Any], /) -> None:
        self.calls.append((send_id, who, dict(values)))


@pytest.fixture
def prepared() -> Prepared:
    return Prepared()


@pytest.fixture
def send_service() -> Confirmed:
    return Confirmed()


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=1)
    yield background
    background.stop()


@pytest.fixture
def confirmation_listeners(
    responder: FakeResponder,
    prepared: Prepared,
    send_service: Confirmed,
    background: Background,
    clock: FakeClock,
) -> ConfirmationListeners:
    checks = LoadingView(responder.modals, background, pause_seconds=0.0)  # type: ignore[arg-type] # a fake
    parts: dict[str, Any] = {
        "responder": responder,
        "loading": checks,
        "column_questions": Sure(),
        "list_service": prepared,
        "send_service": send_service,
    }
    return ConfirmationListeners(
        **parts,
        users=FakeUsers(ZoneInfo("Europe/London")),
        senders=SENDERS,
        group_named=lambda value: value,
        allows=lambda who, _role: who == BOSS,
        quiet_role=Role.ADMIN,
        clock=clock,
    )


def filled_in(who: Who = MAYA, trigger: str = "1.1") -> tuple[Interaction, FakeAcks]:
    return form(who, trigger, pasted={"value": "1"}, **{message.block_id(0): {"value": "Hi"}})


def wait_for(background: Background) -> None:
    with background._changed:
        assert background._changed.wait_for(lambda: not background._taken, PATIENCE_SECONDS)


def test_what_is_wrong_is_answered_beside_its_field(
    confirmation_listeners: ConfirmationListeners, prepared: Prepared
) -> None:
    came, acks = form()
    hand_in(confirmation_listeners.composed, came)
    assert acks.given[0]["response_action"] == "errors"
    assert prepared.requests == []


def test_a_list_is_read_in_the_background_and_its_confirmation_shown(
    confirmation_listeners: ConfirmationListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
) -> None:
    came, acks = filled_in()
    confirmation_listeners.composed(came)
    wait_for(background)
    pushed = acks.given[0]
    assert (pushed["response_action"], pushed["view"]["title"]["text"]) == ("push", "Checking")
    (request,) = prepared.requests
    assert (request.key, request.channel, request.zone.key) == (
        pushed["view"]["external_id"],
        "C0FRONT",
        "Europe/London",
    )
    assert [view["callback_id"] for view in responder.modals.shown] == [Modal.CONFIRM]


def test_a_view_that_is_not_there_yet_is_waited_for(
    confirmation_listeners: ConfirmationListeners, responder: FakeResponder, background: Background
) -> None:
    responder.modals.not_there = 3
    confirmation_listeners.composed(filled_in()[0])
    wait_for(background)
    assert len(responder.modals.shown) == 1


def test_a_view_that_was_closed_is_given_up(
    confirmation_listeners: ConfirmationListeners, responder: FakeResponder, background: Background
) -> None:
    responder.modals.not_there = 1000
    confirmation_listeners.composed(filled_in()[0])
    wait_for(background)
    assert responder.modals.shown == []


def test_how_far_the_reading_is_is_shown(
    confirmation_listeners: ConfirmationListeners,
    responder: FakeResponder,
    background: Background,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "TOLD_EVERY_SECONDS", 0.0)
    confirmation_listeners.composed(filled_in()[0])
    wait_for(background)
    assert "Reading …" in words_in(responder.modals.shown[0])


def test_the_same_submission_again_is_read_once(
    confirmation_listeners: ConfirmationListeners, prepared: Prepared, background: Background
) -> None:
    prepared.may_go.clear()
    first, again = filled_in(), filled_in()
    confirmation_listeners.composed(first[0])
    confirmation_listeners.composed(again[0])
    assert first[1].given[0]["view"]["external_id"] == again[1].given[0]["view"]["external_id"]
    prepared.may_go.set()
    wait_for(background)
    assert len(prepared.requests) == 1


def test_too_many_lists_at_once_are_refused(
    confirmation_listeners: ConfirmationListeners, prepared: Prepared, background: Background
) -> None:
    prepared.may_go.clear()
    confirmation_listeners.composed(filled_in(trigger="1")[0])
    confirmation_listeners.composed(filled_in(trigger="2")[0])
    for _ in range(2):
        with pytest.raises(TooBusy):
            confirmation_listeners.composed(filled_in(trigger="3")[0])
    prepared.may_go.set()
    wait_for(background)


def test_what_is_not_possible_is_said(
    confirmation_listeners: ConfirmationListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
) -> None:
    prepared.answer = UserError("No row of this list can be sent.")
    confirmation_listeners.composed(filled_in()[0])
    wait_for(background)
    assert "No row of this list can be sent." in words_in(responder.modals.shown[0])


def test_what_nobody_foresaw_is_said_by_a_reference(
    confirmation_listeners: ConfirmationListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
    caplog: pytest.LogCaptureFixture,
) -> None:
    prepared.answer = RuntimeError("+1 415 555 0100")
    confirmation_listeners.composed(filled_in()[0])
    wait_for(background)
    assert "reference" in words_in(responder.modals.shown[0])
    assert "555 0100" not in caplog.text


def test_the_box_for_quiet_hours_is_shown_to_who_may_tick_it(
    confirmation_listeners: ConfirmationListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
) -> None:
    prepared.answer = ready(quiet=QUIET)
    confirmation_listeners.composed(filled_in(MAYA, "1")[0])
    confirmation_listeners.composed(filled_in(BOSS, "2")[0])
    wait_for(background)
    assert ["submit" in view for view in responder.modals.shown] == [False, True]


def confirmation(who: Who, state: ConfirmationState, *, ticked: bool = False) -> tuple[Interaction, FakeAcks]:
    box = {"element": {"selected_options": [{"value": "yes"}] if ticked else []}}
    view = {"private_metadata": metadata.dump(state), "state": {"values": {"quiet": box}}}
    return arrival("view_submission", who, view=view)


def test_a_confirmed_list_is_handed_over(
    confirmation_listeners: ConfirmationListeners, send_service: Confirmed
) -> None:
    came, acks = confirmation(MAYA, ConfirmationState("S1"))
    confirmation_listeners.confirmed(came)
    assert send_service.calls == [("S1", MAYA, {})]
    assert acks.given == [{"response_action": "clear"}]


def test_quiet_hours_take_a_role_and_a_tick(
    confirmation_listeners: ConfirmationListeners, send_service: Confirmed
) -> None:
    with pytest.raises(UserError, match="admin"):
        confirmation_listeners.confirmed(confirmation(MAYA, ConfirmationState("S1", 1), ticked=True)[0])
    came, acks = confirmation(BOSS, ConfirmationState("S1", 1))
    hand_in(confirmation_listeners.confirmed, came)
    assert acks.given[0]["response_action"] == "errors"
    assert send_service.calls == []
    confirmation_listeners.confirmed(confirmation(BOSS, ConfirmationState("S1", 1), ticked=True)[0])
    assert send_service.calls == [("S1", BOSS, {"quiet_override": "U0BOSS"})]


def test_every_entrance_of_a_list_needs_a_broadcaster_but_the_result(
    form_listeners: FormListeners, confirmation_listeners: ConfirmationListeners, responder: FakeResponder
) -> None:
    registry = FakeRegistry()
    form_listeners.register(registry)  # type: ignore[arg-type] # stands in for the registry
    confirmation_listeners.register(registry)  # type: ignore[arg-type] # as above
    ButtonListeners(responder, FakeDecisions(), FakeDecisions()).register(registry)  # type: ignore[arg-type] # as above
    Listeners(BUTTONS, FakeDecisions()).register(registry)  # type: ignore[arg-type] # as above
    assert {name for name, role in registry.roles.items() if role is not Role.BROADCASTER} == {Action.RESULT}
    assert {Action.PAUSE, Action.RESUME, Action.CANCEL, Modal.CONFIRM} <= set(registry.roles)
