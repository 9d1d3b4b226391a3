"""What is wrong with a form or a command is said where it was typed, and what was typed stays."""

import json

import pytest

from bot.errors import UserError
from bot.slack.incoming.forms import FieldErrors
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Kind
from tests.slack.harness import ARRIVALS, Harness, submit, typed
from tests.slack.interactions import MAYA


@pytest.fixture
def harness() -> Harness:
    return Harness()


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
def test_a_refused_submission_keeps_what_was_typed(
    harness: Harness, view: dict[str, object], action: str
) -> None:
    def refuse(_visit: Interaction) -> None:
        raise UserError("It takes the role *sender*.")

    harness.open(refuse)
    body = submit(MAYA)
    response = harness.arrive(body | {"view": {**body["view"], **view}})

    answer = json.loads(response.body)
    assert answer["response_action"] == action
    if action == "errors":
        assert answer["errors"] == {"message.0": "It takes the role sender."}
    else:
        assert "It takes the role *sender*." in response.body


def test_beside_a_field_people_are_named_by_what_they_are_for_nobody_can_be_mentioned(
    harness: Harness,
) -> None:
    def refuse(_visit: Interaction) -> None:
        raise UserError("Only <@U0LENA> can. Ask <@U0TOM>, <#C0HELP> or <!subteam^S0DESK>.")

    harness.open(refuse)
    body = submit(MAYA)
    response = harness.arrive(body | {"view": {**body["view"], **FORM, **THIRD}})

    (sentence,) = json.loads(response.body)["errors"].values()
    assert sentence == "Only someone else can. Ask an admin of the bot."


def test_what_is_wrong_with_a_form_stands_beside_its_fields(harness: Harness) -> None:
    def refuse(_visit: Interaction) -> None:
        raise FieldErrors({"at": "Pick a time.", "message.0": "Write the text to send."})

    harness.open(refuse)
    answer = json.loads(harness.arrive(submit(MAYA)).body)

    wrong = {"at": "Pick a time.", "message.0": "Write the text to send."}
    assert answer == {"response_action": "errors", "errors": wrong}
    assert harness.told.texts == []


def test_what_is_wrong_with_a_form_is_said_where_there_are_no_fields(harness: Harness) -> None:
    def refuse(_visit: Interaction) -> None:
        raise FieldErrors({"at": "Pick a time.", "every": "Type a number."})

    harness.open(refuse)
    harness.arrive(ARRIVALS[Kind.ACTION](MAYA))

    assert harness.told.texts == ["Pick a time. Type a number."]


def test_a_refused_command_gives_back_what_was_typed(harness: Harness) -> None:
    def refuse(_visit: Interaction) -> None:
        raise UserError("Not now.")

    harness.open(refuse)
    answer = json.loads(harness.arrive(typed(MAYA)).body)

    assert answer["text"] == "Not now."
    assert answer["response_type"] == "ephemeral"
    line = f"{typed(MAYA)['command']} {typed(MAYA)['text']}"
    assert line in json.dumps(answer["blocks"])
