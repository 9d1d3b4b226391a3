"""Whatever Slack delivers is the same arrival by either way, and whatever is answered the same answer.

So a story that goes by one of them shows what the bot does by both.
"""

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.incoming.arrival import arrival
from bot.slack.incoming.http import PATH, Edge, Signatures
from bot.slack.incoming.socket_mode import SocketMode
from tests.slack.interactions import TEAM, command, payload

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
NOW = 1_795_453_200
VIEW = {
    "id": "V1",
    "hash": "1.a",
    "callback_id": "sms.form",
    "private_metadata": '{"a": "ü"}',
    "state": {
        "values": {"body": {"text": {"type": "plain_text_input", "value": "Hi & bye = 1+1 % ☎ \n 'x'"}}}
    },
}
ACTION = {"action_id": "sends.more", "block_id": "b", "type": "overflow", "selected_option": {"value": "v|1"}}
INTERACTIONS = (
    payload("block_actions", actions=[ACTION], container={"type": "view"}, view=VIEW, response_url=""),
    payload("view_submission", view=VIEW),
    payload("view_closed", view=VIEW, is_cleared=False),
    payload("block_suggestion", action_id="sms.contact", block_id="b", value="Zoë ", view=VIEW),
    payload("shortcut", callback_id="sms.send"),
    payload("message_action", callback_id="sms.text", channel={"id": "C0FRONT"}, message={"ts": "1.2"}),
)
EVENTS = tuple(
    {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM, "api_app_id": "A1", "event": event}
    for event in (
        {"type": "app_home_opened", "user": "U0MAYA", "tab": "home"},
        {"type": "member_joined_channel", "user": "U0MAYA", "channel": "C0FRONT"},
        {
            "type": "function_executed",
            "function": {"callback_id": "send_text"},
            "function_execution_id": "Fx1",
            "bot_access_token": "xwfp-1",
            "inputs": {"number": "14155550100"},
        },
    )
)
RETRIED = {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "timeout"}


@dataclass
class App:
    """Notes what arrives, and answers what it is told to."""

    answer: BoltResponse = field(default_factory=lambda: BoltResponse(status=200))
    arrived: list[BoltRequest] = field(default_factory=list)
    client: WebClient = field(default_factory=lambda: WebClient("xoxb-1"))
    logger: logging.Logger = field(default_factory=lambda: logging.getLogger("slack"))

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        self.arrived.append(req)
        return self.answer


class Connection:
    """What Slack hears over a connection."""

    logger = logging.getLogger("slack")

    def __init__(self) -> None:
        self.said: list[Any] = []

    def send_socket_mode_response(self, response: Any) -> None:  # noqa: ANN401 - the SDK's own
        self.said.append(response.payload)


def by_socket(app: App, body: Mapping[str, Any], *, again: bool = False) -> list[Any]:
    """Deliver it over a connection, and return what Slack hears."""
    connection = Connection()
    how = {"retry_attempt": 2, "retry_reason": "timeout"} if again else {}
    request = SocketModeRequest(type="any", envelope_id="1", payload=dict(body), **how)  # type: ignore[arg-type]
    SocketMode(app, "xapp-1")._answer(connection, request)  # type: ignore[arg-type] # all it uses of one
    return connection.said


def by_http(app: App, body: Mapping[str, Any], *, again: bool = False) -> tuple[int, str, str]:
    """Deliver it as a signed request, and return the status, the kind of content and the content."""
    sent, kind = json.dumps(body).encode(), JSON
    if "command" in body:
        sent, kind = urlencode(body).encode(), FORM
    elif "event" not in body:
        sent, kind = urlencode({"payload": json.dumps(body)}).encode(), FORM
    signatures = Signatures("secret", lambda: NOW)
    headers = signatures.sign(sent) | (RETRIED if again else {})
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()} | {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "CONTENT_LENGTH": str(len(sent)),
        "CONTENT_TYPE": kind,
        "wsgi.input": io.BytesIO(sent),
    }
    said: list[Any] = []
    edge = Edge(
        lambda payload, given: app.dispatch(arrival(payload, given)),
        signatures,
        most_bytes=10_000,
        healthy=lambda: True,
    )
    answer: Any = edge(environ, lambda *start: said.extend(start))
    content = b"".join(answer).decode()
    answer.close()
    status, given = said
    return int(status.partition(" ")[0]), dict(given).get("content-type", ""), content


@pytest.mark.parametrize("again", [False, True], ids=["the first time", "again"])
@pytest.mark.parametrize(
    "body",
    [command("Ann & Bob + 1% = ü ☎"), *INTERACTIONS, *EVENTS],
    ids=lambda body: str(body.get("command") or body.get("event", body)["type"]),
)
def test_it_is_the_same_arrival(body: Mapping[str, Any], *, again: bool) -> None:
    app = App()
    by_socket(app, body, again=again)
    by_http(app, body, again=again)

    one, other = app.arrived
    assert one.body == other.body
    assert {*body} <= {*one.body}
    assert one.headers == other.headers
    assert bool(one.headers.get("x-slack-retry-num")) is again
    assert type(one) is type(other)
    assert (one.mode, one.query, one.raw_body) == (other.mode, other.query, other.raw_body)


@pytest.mark.parametrize(
    "body",
    ["", "Which one? ü ☎", {"response_action": "errors", "errors": {"b": "Too long."}}, {"options": []}],
    ids=str,
)
def test_it_is_the_same_answer(body: str | dict[str, object]) -> None:
    app = App(BoltResponse(status=200, body=body))
    heard = by_socket(app, command("help"))
    status, kind, content = by_http(app, command("help"))

    assert status == 200
    if isinstance(body, dict):
        assert kind.startswith("application/json")
        assert heard == [json.loads(content)] == [body]
    else:
        assert content == body
        assert heard == ([{"text": body}] if body else [None])


def test_what_is_not_taken_is_taken_by_neither() -> None:
    app = App(BoltResponse(status=404, body="unhandled"))

    assert by_socket(app, command("help")) == []
    assert by_http(app, command("help"))[0] == 404
