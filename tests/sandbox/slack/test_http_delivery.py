"""Signed HTTP as a bot's own server sees it."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.patience import PATIENCE_SECONDS
from tests.sandbox.slack import shapes
from tests.sandbox.slack.conftest import SandboxHarness


@dataclass
class Ears:
    """A server that remembers each request and answers what it is told to."""

    status: int = 200
    kind: str = "text/plain"
    body: bytes = b""
    missing: int = 0
    """Bytes that are promised and never come."""
    wait: threading.Event = field(default_factory=threading.Event)
    heard: list[tuple[dict[str, str], str]] = field(default_factory=list)


@pytest.fixture
def ears(quiet_world: SandboxHarness) -> Iterator[Ears]:
    told = Ears()
    told.wait.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.heard.append(({key.lower(): value for key, value in self.headers.items()}, body))
            told.wait.wait(PATIENCE_SECONDS)
            self.send_response(told.status)
            self.send_header("Content-Type", told.kind)
            self.send_header("Content-Length", str(len(told.body) + told.missing))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(server.serve_forever, 0.01)
        quiet_world.workspace.request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
        yield told
        quiet_world.workspace.request_url = None
        server.shutdown()
    server.server_close()
    quiet_world.tidy()
    assert quiet_world.problems == []


def test_every_kind_is_signed_and_shaped_as_slack_does(quiet_world: SandboxHarness, ears: Ears) -> None:
    world = quiet_world

    world.maya.command("/sms 14155550100 Hi & bye")
    world.maya.shortcut("send_a_text")
    world.maya.open_home()

    verifier = SignatureVerifier(world.workspace.signing_secret)
    assert all(verifier.is_valid_request(body, headers) for headers, body in ears.heard)
    kinds = [headers["content-type"] for headers, _ in ears.heard]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"]
    command, shortcut, event = (body for _, body in ears.heard)
    assert parse_qs(command)["text"] == ["14155550100 Hi & bye"]
    assert json.loads(parse_qs(shortcut)["payload"][0])["callback_id"] == "send_a_text"
    assert json.loads(event)["event"]["type"] == "app_home_opened"


def test_a_repeated_delivery_is_counted(quiet_world: SandboxHarness, ears: Ears) -> None:
    quiet_world.workspace.redeliver(quiet_world.maya.open_home(), reason="http_timeout")

    first, second = (headers for headers, _ in ears.heard)
    assert "x-slack-retry-num" not in first
    assert (second["x-slack-retry-num"], second["x-slack-retry-reason"]) == ("1", "http_timeout")


def test_json_with_a_command_is_read_and_text_taken_as_it_is(quiet_world: SandboxHarness, ears: Ears) -> None:
    ears.body, ears.kind = b'{"text": "In JSON"}', "application/json; charset=utf-8"
    quiet_world.maya.command("/sms")
    assert quiet_world.maya.sees("C0FRONT")[-1].text == "In JSON"

    ears.body = b"not JSON"
    quiet_world.maya.command("/sms")
    assert quiet_world.maya.sees("C0FRONT")[-1].text == "not JSON"


def test_an_error_status_is_no_acknowledgement(quiet_world: SandboxHarness, ears: Ears) -> None:
    ears.status = 500

    answer = quiet_world.maya.command("/sms")

    assert (answer.acked, answer.status, answer.error) == (False, 500, "dispatch_failed")
    assert quiet_world.problems == ["/sms: not acknowledged (dispatch_failed)"]


def test_slack_gives_up_on_a_slow_server(quiet_world: SandboxHarness, ears: Ears) -> None:
    ears.wait.clear()
    quiet_world.workspace.ack_limit = 0.05

    answer = quiet_world.maya.command("/sms")
    ears.wait.set()

    assert (answer.acked, answer.status, answer.error) == (False, None, "operation_timeout")
    assert answer.ack_ms >= 50
    assert len(quiet_world.problems) == 1


def test_a_server_that_is_down_is_told_so(quiet_world: SandboxHarness, ears: Ears) -> None:
    quiet_world.workspace.request_url = "http://127.0.0.1:1/slack/events"

    assert quiet_world.maya.command("/sms").error == "dispatch_failed"
    assert len(quiet_world.problems) == 1


def test_a_server_that_hangs_up_in_its_answer_acknowledged_nothing(
    quiet_world: SandboxHarness, ears: Ears
) -> None:
    ears.body, ears.missing = b"half of", 8

    assert quiet_world.maya.command("/sms").error == "dispatch_failed"
    assert len(quiet_world.problems) == 1


def test_suggestions_that_never_come_are_no_options(quiet_world: SandboxHarness, ears: Ears) -> None:
    quiet_world.show(shapes.modal(shapes.field("Contact", "external_select", min_query_length=0)))
    ears.status = 500

    assert quiet_world.maya.suggestions("Contact", "x") == []
    assert len(quiet_world.problems) == 1
