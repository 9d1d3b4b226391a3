"""How Slack reaches the filled-in form of a list: read in the background, shown, or told what is wrong."""

import pytest

from bot.access import Who
from bot.errors import TooBusy, UserError
from bot.features.lists.faults import About, ListError
from bot.features.lists.form import FormState, read
from bot.features.lists.ids import Modal
from bot.features.lists.listeners.submission import SubmissionListeners
from bot.slack.blocks.fields import message
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing import fair_queue, loading_view
from bot.slack.outgoing.background import Background
from tests.fakes.slack import FakeAcks, FakeResponder
from tests.features.lists.arrivals import form
from tests.features.lists.harness import BOSS, MAYA
from tests.features.lists.prepared import Prepared
from tests.features.lists.test_confirmation_view import QUIET, ready
from tests.features.samples import words_in
from tests.patience import PATIENCE_SECONDS
from tests.slack.interactions import hand_in


def filled_in(who: Who = MAYA, trigger: str = "1.1") -> tuple[Interaction, FakeAcks]:
    return form(who, trigger, pasted={"value": "1"}, **{message.block_id(0): {"value": "Hi"}})


def wait_for(background: Background) -> None:
    with background._changed:
        assert background._changed.wait_for(lambda: not background._taken, PATIENCE_SECONDS)


def test_what_is_wrong_is_answered_beside_its_field(
    submission_listeners: SubmissionListeners, prepared: Prepared
) -> None:
    came, acks = form()
    hand_in(submission_listeners.composed, came)
    assert acks.given[0]["response_action"] == "errors"
    assert prepared.requests == []


def test_a_list_is_read_in_the_background_and_its_confirmation_shown(
    submission_listeners: SubmissionListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
) -> None:
    came, acks = filled_in()
    submission_listeners.composed(came)
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
    submission_listeners: SubmissionListeners, responder: FakeResponder, background: Background
) -> None:
    responder.modals.not_there = 3
    submission_listeners.composed(filled_in()[0])
    wait_for(background)
    assert len(responder.modals.shown) == 1


def test_a_view_that_was_closed_is_given_up(
    submission_listeners: SubmissionListeners, responder: FakeResponder, background: Background
) -> None:
    responder.modals.not_there = 1000
    submission_listeners.composed(filled_in()[0])
    wait_for(background)
    assert responder.modals.shown == []


def test_how_far_the_reading_is_is_shown(
    submission_listeners: SubmissionListeners,
    responder: FakeResponder,
    background: Background,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading_view, "TOLD_EVERY_SECONDS", 0.0)
    submission_listeners.composed(filled_in()[0])
    wait_for(background)
    assert "Reading the list …" in words_in(responder.modals.shown[0])


def test_the_same_submission_again_is_read_once(
    submission_listeners: SubmissionListeners, prepared: Prepared, background: Background
) -> None:
    prepared.may_go.clear()
    first, again = filled_in(), filled_in()
    submission_listeners.composed(first[0])
    submission_listeners.composed(again[0])
    assert first[1].given[0]["view"]["external_id"] == again[1].given[0]["view"]["external_id"]
    prepared.may_go.set()
    wait_for(background)
    assert len(prepared.requests) == 1


def test_too_many_lists_of_one_person_at_once_are_refused(
    submission_listeners: SubmissionListeners, prepared: Prepared, background: Background
) -> None:
    prepared.may_go.clear()
    for number in range(1 + fair_queue.EACH):
        submission_listeners.composed(filled_in(trigger=f"{number}")[0])
    for _ in range(2):
        with pytest.raises(TooBusy):
            submission_listeners.composed(filled_in(trigger="one more")[0])
    prepared.may_go.set()
    wait_for(background)


def test_what_is_not_possible_is_said(
    submission_listeners: SubmissionListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
) -> None:
    prepared.answer = UserError("None of these rows can be texted.")
    submission_listeners.composed(filled_in()[0])
    wait_for(background)
    assert "None of these rows can be texted." in words_in(responder.modals.shown[0])


FIELDS = {About.NUMBERS: "pasted", About.MESSAGE: message.block_id(0)}


@pytest.mark.parametrize("about", About)
def test_what_needs_nobody_else_to_be_known_is_answered_beside_its_field(
    submission_listeners: SubmissionListeners, prepared: Prepared, about: About
) -> None:
    prepared.at_once = ListError("There are no numbers in it.", about)
    came, acks = filled_in()
    hand_in(submission_listeners.composed, came)
    assert acks.given == [
        {"response_action": "errors", "errors": {FIELDS[about]: "There are no numbers in it."}}
    ]
    assert prepared.requests == []


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("file", [None, {"id": "F1", "name": "x.csv", "size": 9}])
def test_what_is_found_by_reading_stands_beside_its_field_in_the_form_as_it_was_filled_in(
    submission_listeners: SubmissionListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
    about: About,
    file: dict[str, object] | None,
) -> None:
    prepared.answer = ListError("There are no numbers in it.", about)
    written: dict[str, dict[str, object]] = {message.block_id(0): {"value": "Hi"}}
    numbers: dict[str, dict[str, object]] = (
        {"file": {"files": [file]}} if file else {"pasted": {"value": "1"}}
    )
    submission_listeners.composed(form(**written, **numbers)[0])
    wait_for(background)
    (again,) = responder.modals.shown
    assert again["callback_id"] == Modal.COMPOSE
    blocks = [each.get("block_id") or words_in(each) for each in again["blocks"]]
    at = next(place for place, each in enumerate(blocks) if "There are no numbers in it." in each)
    assert blocks[at - 1] == (FIELDS[about] if about is About.MESSAGE or not file else "file")

    kept = read({"state": {"values": {}}}, metadata.load(FormState, again["private_metadata"]))
    assert (kept.file or {}).get("name") == (file or {}).get("name")
    standing = {
        each.get("block_id"): each.get("element", {}).get("initial_value") for each in again["blocks"]
    }
    assert standing[message.block_id(0)] == "Hi"
    assert standing["pasted"] == (None if file else "1")


def test_what_nobody_foresaw_is_said_by_a_reference(
    submission_listeners: SubmissionListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
    caplog: pytest.LogCaptureFixture,
) -> None:
    prepared.answer = RuntimeError("+1 415 555 0100")
    submission_listeners.composed(filled_in()[0])
    wait_for(background)
    assert "reference" in words_in(responder.modals.shown[0])
    assert "555 0100" not in caplog.text


def test_the_box_for_quiet_hours_is_shown_to_who_may_tick_it(
    submission_listeners: SubmissionListeners,
    prepared: Prepared,
    responder: FakeResponder,
    background: Background,
) -> None:
    prepared.answer = ready(quiet=QUIET)
    submission_listeners.composed(filled_in(MAYA, "1")[0])
    submission_listeners.composed(filled_in(BOSS, "2")[0])
    wait_for(background)
    assert ["submit" in view for view in responder.modals.shown] == [False, True]
