"""Serving Slack over real sockets: signed requests, many connections, and the end."""

import http.client
import json
import logging
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient

from bot import foreground
from bot.access import Role
from bot.slack.incoming import web_server
from bot.slack.incoming.connect import Identity, bolt_app
from bot.slack.incoming.http import HEALTH, PATH, Environ, Signatures, StartResponse
from bot.slack.incoming.http_server import HttpServer
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from tests.fakes.people import Colleagues, FakeNewcomers
from tests.fakes.slack import FakeReplies
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.slack.incoming.test_http import FORM, MOST_BYTES, SECRET, signature
from tests.slack.interactions import ACCESS, MAYA, TEAM, command


def accept(interaction: Interaction) -> None:
    interaction.ack(text=f"Hello {interaction.who.user_id}")


def made(
    host: str = "127.0.0.1",
    *,
    healthy: Callable[[], bool] = lambda: True,
    listener: Callable[[Interaction], None] = accept,
) -> HttpServer:
    client = WebClient(token="xoxb-nowhere", base_url="http://127.0.0.1:9/api/")
    app = bolt_app(client, Identity(TEAM, None, "B0SMSIT", "U0BOT"))
    registry = Registry(app, ACCESS, FakeReplies(), FakeNewcomers(Colleagues()))
    registry.command("/sms", Role.VIEWER, listener)
    registry.close()
    return HttpServer(app, Signatures(SECRET), (host, 0), threads=2, most_bytes=MOST_BYTES, healthy=healthy)


@contextmanager
def serving(
    host: str = "127.0.0.1",
    *,
    healthy: Callable[[], bool] = lambda: True,
    listener: Callable[[Interaction], None] = accept,
) -> Iterator[HttpServer]:
    server = made(host, healthy=healthy, listener=listener)
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
    return {
        "Content-Type": FORM,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(body.encode(), stamp, secret),
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


def test_an_answer_leaves_in_one_piece_before_what_was_put_off_is_done(
    server: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[object] = []
    send = web_server._Channel.send

    def heard(channel: web_server._Channel, data: bytes, **options: bool) -> int:
        came.append(bytes(data).partition(b"\r\n\r\n")[::2])
        sent: int = send(channel, data, **options)
        return sent

    def late(interaction: Interaction) -> None:
        interaction.ack(text="here")
        foreground.after_answer(lambda: came.append("put off"))

    monkeypatch.setattr(web_server._Channel, "send", heard)
    with serving(listener=late) as another:
        assert post(another.port, COMMAND, signed(COMMAND)) == (200, "here")
    (head, body), last = came
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert (body, last) == (b"here", "put off")


def test_an_answer_that_a_connection_does_not_take_at_once_comes_whole() -> None:
    most = 16 * 1024**2
    text = "x" * most

    def everything(_environ: Environ, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(most))])
        return [text.encode()]

    server = web_server.Server(
        everything, ("127.0.0.1", 0), threads=1, most_bytes=MOST_BYTES, serves="tests", connections=64
    )
    server.start()
    try:
        assert post(server.port, "", {}) == (200, text)
    finally:
        server.stop()


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
    server = made()
    port = server.port

    server.stop()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


def test_it_serves_on_an_ipv6_address_as_well() -> None:
    assert socket.has_ipv6
    with serving("::1") as server:
        assert post(server.port, COMMAND, signed(COMMAND), "::1")[0] == 200


# --- many connections, and the end


@contextmanager
def crowd(port: int, count: int, *, saying: bytes = b"") -> Iterator[list[socket.socket]]:
    """Hold connections open that say nothing, or never come to the end of what they say."""
    with ExitStack() as held:
        made_ = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
            held.enter_context(connection)
            connection.sendall(saying)
            made_.append(connection)
        yield made_


BEGUN = b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nX-Slow: "


def test_connections_that_say_nothing_or_say_it_slowly_keep_nobody_waiting(server: HttpServer) -> None:
    with crowd(server.port, 500), crowd(server.port, 500, saying=BEGUN) as slow:
        wait_until(lambda: len(server._server.active_channels) >= 1000)
        for connection in slow:
            connection.sendall(b"x")

        assert post(server.port, COMMAND, signed(COMMAND)) == (200, f"Hello {MAYA.user_id}")
        assert len(server._server.active_channels) >= 1000


def test_those_that_have_rested_longest_make_room_for_who_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "MOST_CONNECTIONS", 64)
    with serving() as server, crowd(server.port, 300), crowd(server.port, 300, saying=BEGUN):
        assert post(server.port, COMMAND, signed(COMMAND))[0] == 200
        assert len(server._server.active_channels) <= 64


def test_a_request_that_takes_too_long_to_come_in_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "REQUEST_SECONDS", 0.0)
    monkeypatch.setattr(web_server, "LOOK_SECONDS", 0)
    with serving() as server, crowd(server.port, 1, saying=BEGUN) as [slow]:
        assert slow.recv(1) == b""
        monkeypatch.undo()
        assert post(server.port, COMMAND, signed(COMMAND))[0] == 200


def test_a_kept_connection_does_not_hold_up_the_end_and_is_served_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_server, "FINISH_SECONDS", 10 * PATIENCE_SECONDS)
    with serving() as server:
        kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
        kept.request("GET", HEALTH)
        kept.getresponse().read()
        stopped = threading.Thread(target=server.stop)
        stopped.start()
        stopped.join(PATIENCE_SECONDS)
        assert not stopped.is_alive()

        assert kept.sock.recv(1) == b""
        kept.close()


def test_what_is_being_answered_at_the_end_is_finished(caplog: pytest.LogCaptureFixture) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(interaction: Interaction) -> None:
        begun.set()
        assert may_end.wait(PATIENCE_SECONDS)
        interaction.ack(text="done")

    with serving(listener=slow) as server, ThreadPoolExecutor(2) as pool:
        asked = pool.submit(post, server.port, COMMAND, signed(COMMAND))
        assert begun.wait(PATIENCE_SECONDS)
        stopped = pool.submit(server.stop)
        wait_until(lambda: not server.is_alive())
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS)
        may_end.set()

        assert asked.result(PATIENCE_SECONDS) == (200, "done")
        stopped.result(PATIENCE_SECONDS)
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


def test_an_answer_that_never_comes_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "FINISH_SECONDS", 0.01)
    monkeypatch.setattr(web_server, "THREADS_SECONDS", 0)
    begun, may_end = threading.Event(), threading.Event()

    def stuck(interaction: Interaction) -> None:
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        interaction.ack()

    server = made(listener=stuck)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as connection:
        lines = [f"{name}: {value}" for name, value in signed(COMMAND).items()]
        head = "\r\n".join([f"POST {PATH} HTTP/1.1", "Host: bot", f"Content-Length: {len(COMMAND)}", *lines])
        connection.sendall(f"{head}\r\n\r\n{COMMAND}".encode())
        assert begun.wait(PATIENCE_SECONDS)

        server.stop()

        assert connection.recv(1) == b""
        assert not server.is_alive()
    server._server.pull_trigger()  # as a thread does that has just answered
    may_end.set()
    wait_until(lambda: not server._server.task_dispatcher.threads)
    server.stop()  # which now can give everything back


@pytest.mark.parametrize(
    ("soft", "hard", "asked", "room"),
    [
        (1024, 1024, (1024, 1024), 768),
        (1024, 4096, (2256, 4096), 2000),
        (1024, resource.RLIM_INFINITY, (2256, resource.RLIM_INFINITY), 2000),
        (20_000, 20_000, None, 2000),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, 2000),
        (100, 100, (100, 100), 64),
    ],
)
def test_as_many_connections_are_held_as_the_system_allows(
    soft: int, hard: int, asked: tuple[int, int] | None, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (set_to or [(soft, hard)])[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _what, limits: set_to.append(limits))

    assert web_server.room() == room
    assert set_to == ([asked] if asked else [])
