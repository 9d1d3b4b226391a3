"""One arrival, read from each kind of payload."""

from dataclasses import dataclass
from typing import Any

import pytest

from bot.access import Who
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import who_is
from bot.slack.incoming.metadata import MetadataError
from tests.slack.interactions import MAYA, TEAM, command, interaction, payload


@pytest.mark.parametrize(
    ("body", "who"),
    [
        (command("help"), MAYA),
        (payload("block_actions"), MAYA),
        ({"user": {"id": "U0MAYA"}, "team": {"id": TEAM}}, MAYA),
        ({"user": {"id": "U0MAYA"}, "team": None}, Who("U0MAYA", "")),
        (
            {"user": {"id": "U0ZED", "team_id": "T0LABWORKS"}, "team": {"id": TEAM}},
            Who("U0ZED", "T0LABWORKS"),
        ),
        ({"team_id": TEAM, "event": {"type": "app_home_opened", "user": "U0MAYA"}}, MAYA),
        ({"team_id": TEAM, "event": {"function": {}, "inputs": {"person": "U0MAYA"}, "user": "U0TOM"}}, MAYA),
        ({"team_id": TEAM, "event": {"function": {}, "inputs": {"person": ["U0MAYA"]}}}, Who("", TEAM)),
        ({"team_id": TEAM, "event": {"type": "tokens_revoked"}}, Who("", TEAM)),
        ({"type": "something new"}, Who("", "")),
    ],
)
def test_a_payload_names_the_person_and_their_own_workspace(body: dict[str, Any], who: Who) -> None:
    assert who_is(body) == who


def test_a_command_says_where_and_what() -> None:
    arrival = interaction(command("  14155550100 Hello  "))

    assert arrival.text == "14155550100 Hello"
    assert arrival.channel_id == "C0FRONT"
    assert arrival.trigger_id == "1.trigger"
    assert arrival.view == {}
    assert arrival.value == ""


def test_a_press_says_which_button_and_where() -> None:
    pressed = payload(
        "block_actions",
        actions=[{"type": "button", "action_id": "sms.cancel", "value": "abc"}],
        channel={"id": "C0HELP"},
        response_url="https://example.com/r",
    )
    arrival = interaction(pressed)

    assert arrival.value == "abc"
    assert arrival.channel_id == "C0HELP"
    assert arrival.response_url == "https://example.com/r"


@pytest.mark.parametrize("body", [{}, {"view": None, "actions": [], "channel": {}}, {"channel": None}])
def test_what_a_payload_leaves_out_is_empty(body: dict[str, Any]) -> None:
    arrival = interaction(body)

    assert arrival.channel_id is None
    assert arrival.view == {}
    assert arrival.action == {}
    assert arrival.text == arrival.value == arrival.trigger_id == arrival.response_url == ""


def test_an_arrival_does_not_show_its_payload() -> None:
    assert "Hello" not in repr(interaction(command("Hello")))


@dataclass(frozen=True, slots=True)
class Carried:
    channel: str | None = None


def test_what_a_view_carries_along_comes_back_as_what_wrote_it() -> None:
    view = {"private_metadata": metadata.dump(Carried("C0FRONT"))}
    assert interaction(payload("view_submission", view=view)).state(Carried) == Carried("C0FRONT")
    assert interaction(command("")).state(Carried) == Carried()
    with pytest.raises(MetadataError):
        interaction(payload("view_submission", view={"private_metadata": "{"})).state(Carried)


@pytest.mark.parametrize(
    "action",
    [
        {"type": "button", "value": "text:1"},
        {"type": "overflow", "selected_option": {"value": "text:1"}},
        {"type": "overflow", "value": "", "selected_option": {"value": "text:1"}},
    ],
    ids=["button", "menu", "odd"],
)
def test_a_press_says_what_it_is_about_wherever_it_was_made(action: dict[str, Any]) -> None:
    assert interaction({"actions": [action]}).value == "text:1"


@pytest.mark.parametrize(
    "action", [{}, {"selected_option": None}, {"type": "datepicker", "selected_date": "1"}]
)
def test_a_press_that_is_about_nothing_has_no_value(action: dict[str, Any]) -> None:
    assert interaction({"actions": [action]}).value == ""
