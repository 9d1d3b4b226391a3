"""Buttons that do what a command does."""

import pytest

from bot.errors import UserError
from bot.slack.blocks import kit
from bot.slack.incoming.command_buttons import CommandButtons
from bot.slack.incoming.interaction import Interaction
from tests.fakes.slack import FakeAcks, FakeReplies
from tests.slack.interactions import MAYA, interaction, payload


class Pressed:
    """A button in a channel, and what became of its press."""

    def __init__(self, answer: dict[str, object]) -> None:
        self.acks = FakeAcks()
        self.replies = FakeReplies()
        self.ran: list[Interaction] = []
        self._answer = answer
        more = {"channel": {"id": "C0FRONT"}, "response_url": "https://hooks.example"}
        body = payload("block_actions", MAYA, **more)
        CommandButtons(self.run, self.replies).press(interaction(body, self.acks), "status")  # type: ignore[arg-type]

    def run(self, command: Interaction) -> None:
        self.ran.append(command)
        command.ack(**self._answer)


def test_a_press_is_the_command_typed_in_the_same_place_by_the_same_person() -> None:
    (command,) = Pressed({}).ran

    assert (command.who, command.line, command.channel_id) == (MAYA, "/sms status", "C0FRONT")
    assert command.response_url == "https://hooks.example"
    assert command.trigger_id.endswith("trigger")


def test_what_the_command_answers_is_told_and_the_press_acknowledged_once() -> None:
    pressed = Pressed({"text": "Hello.", "blocks": [kit.section("Hello.")], "response_type": "ephemeral"})

    assert pressed.acks.given == [{}]
    assert pressed.replies.texts == ["Hello."]


def test_a_command_without_an_answer_is_only_acknowledged() -> None:
    pressed = Pressed({})

    assert pressed.acks.given == [{}]
    assert pressed.replies.texts == []


def test_a_refusal_is_left_to_the_way_in() -> None:
    def refuse(_command: Interaction) -> None:
        raise UserError("No.")

    with pytest.raises(UserError):
        CommandButtons(refuse, FakeReplies()).press(interaction(payload("block_actions")), "list")  # type: ignore[arg-type]
