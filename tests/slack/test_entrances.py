"""The ways in from Slack: a role each, and an answer to whatever breaks. Through the real Bolt app."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.access import Role, Who
from bot.errors import TooBusy, UserError
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.answers import words
from bot.slack.entrances import STALE, Door, Entrance, notice
from bot.slack.forms import FieldErrors
from bot.slack.metadata import MetadataError
from bot.slack.visits import Visit
from tests.slack.arrivals import MAYA, SAM, ZED, command
from tests.slack.hall import ARRIVALS, Hall, message_shortcut, submit, typed

SECRET = "+14155550100: your test is positive"


@pytest.fixture
def hall() -> Hall:
    return Hall()


every_door = pytest.mark.parametrize("door", list(Door), ids=str)


def said(hall: Hall, response: BoltResponse) -> str:
    """All that this person was told: in the acknowledgement or behind it."""
    return f"{response.body} {hall.told.texts}"


@every_door
def test_whoever_has_the_role_is_let_in(hall: Hall, door: Door) -> None:
    hall.open()

    response = hall.arrive(ARRIVALS[door](MAYA))

    assert response.status == 200
    assert [each.who for each in hall.visits] == [MAYA]
    assert hall.told.texts == []


def test_a_message_shortcut_comes_in_by_the_same_door_as_a_global_one(hall: Hall) -> None:
    hall.open()

    assert hall.arrive(message_shortcut(MAYA)).status == 200
    assert [each.channel_id for each in hall.visits] == ["C0FRONT"]


@every_door
@pytest.mark.parametrize("who", [SAM, ZED, Who("", "")], ids=["viewer", "stranger", "nobody"])
def test_whoever_has_not_the_role_is_turned_away_and_answered(hall: Hall, door: Door, who: Who) -> None:
    hall.open()

    response = hall.arrive(ARRIVALS[door](who))

    assert response.status == 200
    assert hall.visits == []
    if door is Door.OPTIONS:
        assert response.body == '{"options": []}'
    elif door is Door.EVENT:
        assert said(hall, response) == " []"
    else:
        assert "*sender*" in said(hall, response)


def test_a_command_turned_away_is_answered_to_its_writer_only(hall: Hall) -> None:
    hall.open()

    assert '"response_type": "ephemeral"' in hall.arrive(typed(SAM)).body


FORM = {
    "root_view_id": "V1",
    "blocks": [{"type": "section", "block_id": "said"}, {"type": "input", "block_id": "message.0"}],
}
ON_TOP = {"previous_view_id": "V1"}
THIRD = {"previous_view_id": "V2"}
BARE = {"blocks": [{"type": "section", "block_id": "said"}]}


@pytest.mark.parametrize(
    ("view", "action"),
    [
        ({}, "push"),
        (FORM, "push"),
        (FORM | ON_TOP, "push"),
        (FORM | THIRD, "errors"),
        (FORM | THIRD | BARE, "update"),
    ],
    ids=["unknown", "first", "second", "third", "third without fields"],
)
def test_a_refused_submission_keeps_what_was_typed(hall: Hall, view: dict[str, object], action: str) -> None:
    def refuse(_visit: Visit) -> None:
        raise UserError("It takes the role *sender*.")

    hall.open(refuse)
    body = submit(MAYA)
    response = hall.arrive(body | {"view": {**body["view"], **view}})

    answer = json.loads(response.body)
    assert answer["response_action"] == action
    if action == "errors":
        assert answer["errors"] == {"message.0": "It takes the role sender."}
    else:
        assert "It takes the role *sender*." in response.body


def test_what_is_wrong_with_a_form_stands_beside_its_fields(hall: Hall) -> None:
    def refuse(_visit: Visit) -> None:
        raise FieldErrors({"at": "Pick a time.", "message.0": "Write the text to send."})

    hall.open(refuse)
    answer = json.loads(hall.arrive(submit(MAYA)).body)

    wrong = {"at": "Pick a time.", "message.0": "Write the text to send."}
    assert answer == {"response_action": "errors", "errors": wrong}
    assert hall.told.texts == []


def test_what_is_wrong_with_a_form_is_said_where_there_are_no_fields(hall: Hall) -> None:
    def refuse(_visit: Visit) -> None:
        raise FieldErrors({"at": "Pick a time.", "every": "Type a number."})

    hall.open(refuse)
    hall.arrive(ARRIVALS[Door.ACTION](MAYA))

    assert hall.told.texts == ["Pick a time. Type a number."]


def test_a_refused_command_gives_back_what_was_typed(hall: Hall) -> None:
    def refuse(_visit: Visit) -> None:
        raise UserError("Not now.")

    hall.open(refuse)
    answer = json.loads(hall.arrive(typed(MAYA)).body)

    assert answer["text"] == "Not now."
    assert answer["response_type"] == "ephemeral"
    line = f"{typed(MAYA)['command']} {typed(MAYA)['text']}"
    assert line in json.dumps(answer["blocks"])


@every_door
@pytest.mark.parametrize(
    ("error", "sentence"),
    [(UserError("Clear one of the two."), "Clear one of the two."), (TooBusy(), "too much to do")],
)
def test_what_a_person_can_mend_is_told_by_every_door_that_talks(
    hall: Hall, door: Door, error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_visit: Visit) -> None:
        raise error

    hall.open(refuse)
    response = hall.arrive(ARRIVALS[door](MAYA))

    assert response.status == 200
    assert (sentence in said(hall, response)) is (door not in {Door.OPTIONS, Door.EVENT})
    assert caplog.records == []


@every_door
def test_a_form_of_another_version_is_told_so(hall: Hall, door: Door) -> None:
    def outdated(_visit: Visit) -> None:
        raise MetadataError("private metadata lacks a field")

    hall.open(outdated)
    response = hall.arrive(ARRIVALS[door](MAYA))

    assert (STALE in said(hall, response)) is (door not in {Door.OPTIONS, Door.EVENT})


@every_door
def test_what_breaks_is_answered_and_logged_under_one_reference(
    hall: Hall, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(_visit: Visit) -> None:
        raise RuntimeError(SECRET)

    hall.open(break_down)
    response = hall.arrive(ARRIVALS[door](MAYA))

    assert response.status == 200
    logged = re.search(rf"{door} \S+ broke, reference ([0-9a-f]{{8}}): RuntimeError", caplog.text)
    assert logged is not None
    assert (logged[1] in said(hall, response)) is (door not in {Door.OPTIONS, Door.EVENT})
    assert "4155550100" not in caplog.text + said(hall, response)


def test_a_listener_that_breaks_after_its_acknowledgement_is_answered_too(hall: Hall) -> None:
    def break_late(visit: Visit) -> None:
        visit.ack()
        raise RuntimeError(SECRET)

    hall.open(break_late)

    assert "reference" in hall.arrive(typed(MAYA)).body


def test_whom_a_door_lets_in_is_on_record(hall: Hall) -> None:
    hall.open()

    assert Entrance(Door.ACTION, "go", Role.SENDER) in hall.entrances.registered
    assert {each.door for each in hall.entrances.registered} == set(Door)
    assert len(hall.entrances.registered) == len(hall.app._listeners)


def test_the_log_says_who_was_turned_away_and_not_what_they_wrote(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.open()
    with caplog.at_level("INFO", "bot"):
        hall.arrive(command(SECRET, SAM))

    assert [each.getMessage() for each in caplog.records] == ["command /sms refused to U0SAM"]


@pytest.mark.parametrize("make", [words, notice], ids=["message", "modal"])
def test_a_long_sentence_still_fits(make: Callable[[str], Any]) -> None:
    shown = make("x" * 5000)

    assert problems_in_view({"type": "home", "blocks": list(getattr(shown, "blocks", ()))}) == []
    if make is notice:
        assert problems_in_view(shown) == []
