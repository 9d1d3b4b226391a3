"""Each arrival goes to the listener for its kind and id, and to no other."""

from typing import Any

import pytest
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.router import ANY, Kind, Router

ONWARDS = BoltResponse(status=404)

ARRIVALS: tuple[tuple[Kind, str | None, dict[str, Any]], ...] = (
    (Kind.COMMAND, "/sms", {"command": "/sms"}),
    (Kind.ACTION, "go", {"type": "block_actions", "actions": [{"action_id": "go"}, {"action_id": "other"}]}),
    (Kind.ACTION, ANY, {"type": "block_actions", "actions": []}),
    (Kind.ACTION, ANY, {"type": "interactive_message", "callback_id": "go"}),
    (Kind.ACTION, ANY, {"type": "dialog_submission", "callback_id": "go"}),
    (Kind.SUBMISSION, "form", {"type": "view_submission", "view": {"callback_id": "form"}}),
    (Kind.SUBMISSION, ANY, {"type": "view_closed", "view": {"callback_id": "form"}}),
    (Kind.OPTIONS, "who", {"type": "block_suggestion", "action_id": "who"}),
    (Kind.OPTIONS, ANY, {"type": "dialog_suggestion", "callback_id": "who"}),
    (Kind.SHORTCUT, "send", {"type": "shortcut", "callback_id": "send"}),
    (Kind.SHORTCUT, "send", {"type": "message_action", "callback_id": "send"}),
    (Kind.EVENT, "app_home_opened", {"type": "event_callback", "event": {"type": "app_home_opened"}}),
    (
        Kind.STEP,
        "send_text_step",
        {
            "type": "event_callback",
            "event": {"type": "function_executed", "function": {"callback_id": "send_text_step"}},
        },
    ),
)


class Seen:
    """A router with a listener for each kind and id there is, and which of them had something to do."""

    def __init__(self) -> None:
        self.router = Router()
        self.visits: list[tuple[Kind, str | None]] = []
        for kind, name, _body in ARRIVALS:
            self.add(kind, name)

    def add(self, kind: Kind, name: str | None) -> None:
        def listener(interaction: Interaction) -> None:
            self.visits.append((kind, name))
            interaction.ack()

        self.router.add(kind, name, listener)

    def arrive(self, body: dict[str, Any]) -> BoltResponse | None:
        request = BoltRequest(mode="socket_mode", body=body)
        return self.router.process(req=request, resp=BoltResponse(status=200), next=lambda: ONWARDS)


@pytest.mark.parametrize(("kind", "name", "body"), ARRIVALS, ids=str)
def test_it_goes_where_it_belongs(kind: Kind, name: str | None, body: dict[str, Any]) -> None:
    seen = Seen()
    answer = seen.arrive(body)
    assert answer is not None
    assert (answer.status, seen.visits) == (200, [(kind, name)])


@pytest.mark.parametrize("kind", [Kind.ACTION, Kind.SUBMISSION, Kind.OPTIONS])
def test_an_id_that_nobody_listens_for_goes_to_who_takes_the_rest(kind: Kind) -> None:
    seen = Seen()
    bodies = {
        Kind.ACTION: {"type": "block_actions", "actions": [{"action_id": "gone"}]},
        Kind.SUBMISSION: {"type": "view_submission", "view": {"callback_id": "gone"}},
        Kind.OPTIONS: {"type": "block_suggestion", "action_id": "gone"},
    }
    seen.arrive(bodies[kind])
    assert seen.visits == [(kind, ANY)]


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/gone"},
        {"type": "event_callback", "event": {"type": "gone"}},
        {"type": "event_callback", "event": {"type": "function_executed"}},
        {"type": "shortcut", "callback_id": "gone"},
        {"type": "gone"},
        {},
    ],
    ids=str,
)
def test_what_nobody_takes_goes_on_to_bolt(body: dict[str, Any]) -> None:
    seen = Seen()
    assert seen.arrive(body) is ONWARDS
    assert seen.visits == []


def test_a_listener_that_says_nothing_is_acknowledged_for() -> None:
    seen = Seen()
    seen.router.add(Kind.EVENT, "silent", lambda _interaction: None)
    answer = seen.arrive({"type": "event_callback", "event": {"type": "silent"}})
    assert answer is not None
    assert answer.status == 200
