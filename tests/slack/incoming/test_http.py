"""Signed HTTP: what the edge turns away, what it lets through, and serving it."""

import hashlib
import hmac
import http.client
import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient

from bot.access import Role
from bot.slack.incoming.connect import Identity, bolt_app
from bot.slack.incoming.http import HEALTH, PATH, Edge, Environ, HttpServer, StartResponse
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from tests.fakes.slack import FakeReplies
from tests.patience import PATIENCE_SECONDS
from tests.slack.interactions import ACCESS, MAYA, TEAM, command

SECRET = "the signing secret"
MOST_BYTES = 2048
SIGNED = {"HTTP_X_SLACK_REQUEST_TIMESTAMP": "1795453200", "HTTP_X_SLACK_SIGNATURE": "v0=abc"}


class Inner:
    """What stands behind the edge: remembers what came through."""

    def __init__(self) -> None:
        self.seen: list[Environ] = []

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.seen.append(environ)
        start_response("200 OK", [])
        return [b"through"]


@pytest.fixture
def inner() -> Inner:
    return Inner()


def ask(inner: Inner, *, healthy: bool = True, **environ: str) -> str:
    """Send one request to an edge and return the status line it answers with."""
    statuses: list[str] = []
    edge = Edge(inner, most_bytes=MOST_BYTES, healthy=lambda: healthy)
    usual = {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, "CONTENT_LENGTH": "10", **SIGNED}
    body = edge({**usual, **environ}, lambda status, _headers: statuses.append(status))
    assert b"".join(body) in {statuses[0].encode(), b"through"}
    return statuses[0]


def test_a_signed_request_of_the_right_shape_goes_through(inner: Inner) -> None:
    assert ask(inner) == "200 OK"
    assert len(inner.seen) == 1


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"PATH_INFO": "/"}, "404 Not Found"),
        ({"PATH_INFO": "/slack/events/"}, "404 Not Found"),
        ({"PATH_INFO": HEALTH}, "404 Not Found"),
        ({"REQUEST_METHOD": "GET"}, "405 Method Not Allowed"),
        ({"REQUEST_METHOD": "PUT"}, "405 Method Not Allowed"),
        ({"CONTENT_LENGTH": str(MOST_BYTES + 1)}, "413 Content Too Large"),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": ""}, "401 Unauthorized"),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "yesterday"}, "401 Unauthorized"),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "-1795453200"}, "401 Unauthorized"),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "1795453200.0"}, "401 Unauthorized"),
        ({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "²"}, "401 Unauthorized"),
        ({"HTTP_X_SLACK_SIGNATURE": ""}, "401 Unauthorized"),
        ({"HTTP_X_SLACK_SIGNATURE": "v0=é"}, "401 Unauthorized"),
    ],
)
def test_what_bolt_would_stumble_over_is_turned_away(
    inner: Inner, environ: dict[str, str], status: str
) -> None:
    assert ask(inner, **environ) == status
    assert inner.seen == []


@pytest.mark.parametrize("missing", sorted(SIGNED))
def test_a_request_without_a_signature_is_turned_away(inner: Inner, missing: str) -> None:
    edge = Edge(inner, most_bytes=MOST_BYTES, healthy=bool)
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": PATH, **SIGNED}
    del environ[missing]
    statuses: list[str] = []

    edge(environ, lambda status, _headers: statuses.append(status))

    assert statuses == ["401 Unauthorized"]


@pytest.mark.parametrize("length", ["", "0", str(MOST_BYTES)])
def test_a_body_of_up_to_the_limit_is_let_through(inner: Inner, length: str) -> None:
    assert ask(inner, CONTENT_LENGTH=length) == "200 OK"


def test_nobody_outside_can_ask_for_a_lazy_listener(inner: Inner) -> None:
    lazy = {"HTTP_X_SLACK_BOLT_LAZY_ONLY": "1", "HTTP_X_SLACK_BOLT_LAZY_FUNCTION_NAME": "f"}

    ask(inner, **lazy)

    assert not lazy.keys() & inner.seen[0].keys()
    assert SIGNED.keys() <= inner.seen[0].keys()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("healthy", "status"), [(True, "200 OK"), (False, "503 Service Unavailable")])
def test_the_health_address_tells_whether_slack_can_reach_the_bot(
    inner: Inner, method: str, status: str, *, healthy: bool
) -> None:
    assert ask(inner, healthy=healthy, PATH_INFO=HEALTH, REQUEST_METHOD=method) == status
    assert inner.seen == []


# --- over real sockets


def accept(interaction: Interaction) -> None:
    interaction.ack(text=f"Hello {interaction.who.user_id}")


def http_server(host: str = "127.0.0.1", *, healthy: Callable[[], bool] = lambda: True) -> HttpServer:
    client = WebClient(token="xoxb-nowhere", base_url="http://127.0.0.1:9/api/")
    app = bolt_app(client, Identity(TEAM, None, "B0SMSIT", "U0BOT"), SECRET)
    registry = Registry(app, ACCESS, FakeReplies())
    registry.command("/sms", Role.VIEWER, accept)
    registry.close()
    return HttpServer(app, host=host, port=0, threads=2, most_bytes=MOST_BYTES, healthy=healthy)


@contextmanager
def serving(host: str = "127.0.0.1", *, healthy: Callable[[], bool] = lambda: True) -> Iterator[HttpServer]:
    server = http_server(host, healthy=healthy)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        assert not server.is_alive()


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with serving() as server:
        yield server


def signed(body: str, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def post(
    port: int, body: str, headers: dict[str, str], host: str = "127.0.0.1", path: str = PATH
) -> tuple[int, str]:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


COMMAND = urlencode(command("help"))


def test_a_command_signed_by_slack_is_answered(server: HttpServer) -> None:
    assert post(server.port, COMMAND, signed(COMMAND)) == (200, f"Hello {MAYA.user_id}")


@pytest.mark.parametrize(
    "headers",
    [
        signed(COMMAND, secret="somebody else's"),
        signed(COMMAND, at=0),
        signed(COMMAND + "&more=1"),
    ],
    ids=["wrong secret", "long ago", "another body"],
)
def test_a_command_not_signed_by_slack_is_not_heard(server: HttpServer, headers: dict[str, str]) -> None:
    status, body = post(server.port, COMMAND, headers)

    assert status == 401
    assert "Hello" not in body


def test_slacks_check_of_the_address_is_answered(server: HttpServer) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})

    answer = post(server.port, body, signed(body) | {"Content-Type": "application/json"})

    assert answer == (200, json.dumps({"challenge": "abc"}))


def test_a_body_too_large_is_turned_away_before_it_is_read(server: HttpServer) -> None:
    body = "x" * (MOST_BYTES + 1)

    assert post(server.port, body, signed(body))[0] == 413


def test_a_server_says_nothing_of_what_it_is_made_of(server: HttpServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", HEALTH)
    answer = connection.getresponse()

    assert (answer.status, answer.read()) == (200, b"200 OK")
    assert answer.getheader("Server") is None
    connection.close()


def test_it_serves_until_it_is_stopped() -> None:
    with serving(healthy=lambda: False) as server:
        assert server.is_alive()
        port = server.port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


def test_a_server_that_never_started_gives_its_port_back() -> None:
    server = http_server()
    port = server.port

    server.stop()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


def test_it_serves_on_an_ipv6_address_as_well() -> None:
    assert socket.has_ipv6
    with serving("::1") as server:
        assert post(server.port, COMMAND, signed(COMMAND), "::1")[0] == 200
