"""Many connections to a server, slow and silent ones, and how they end."""

import http.client
import logging
import resource
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from bot.slack.incoming import web_server
from bot.slack.incoming.http import HEALTH, PATH
from bot.slack.incoming.http_server import HttpServer
from bot.slack.incoming.interaction import Interaction
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.slack.incoming.http_servers import COMMAND, made, post, serving, signed
from tests.slack.interactions import MAYA


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with serving() as server:
        yield server


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
