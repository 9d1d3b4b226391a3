"""Lost connections: found within seconds, without spinning, and the next command is acknowledged."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from bot.slack.incoming import socket_client
from bot.slack.incoming.socket_client import SILENT_SECONDS, Session, Wire
from bot.slack.incoming.socket_mode import SocketMode
from tests.flows.relay import Relay
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.slack.conftest import Slack
from tests.slack.incoming.test_socket_mode import opened, socket_mode

Lose = Callable[[Relay], None]
WAYS = pytest.mark.parametrize(
    "lose", [Relay.silence, Relay.end, Relay.reset], ids=["silent", "ended", "reset"]
)
LOOKS = 8
"""Reads of a lost connection until it is given up; one that spins makes thousands in the time."""


@pytest.fixture
def relay(slack: Slack) -> Iterator[Relay]:
    """Let the bot's connections go through a relay."""
    relay, url = Relay(), slack.workspace.public_url
    relay.open(url)
    slack.workspace.public_url = relay.url
    yield relay
    slack.workspace.public_url = url
    relay.close()


@pytest.fixture
def connected(slack: Slack, relay: Relay) -> Iterator[SocketMode]:
    assert relay.url == slack.workspace.public_url
    front = socket_mode(slack)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 1)
    yield front
    front.stop()


def heard(front: SocketMode) -> bool:
    session = front._client.current_session
    return session is not None and session.last_ping_pong_time is not None


@WAYS
def test_a_lost_connection_is_made_again_within_seconds(
    slack: Slack, relay: Relay, connected: SocketMode, lose: Lose, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_until(lambda: heard(connected))
    before, reads, recv = opened(slack), [0], Wire.recv

    def counted(wire: Wire, size: int) -> bytes:
        reads[0] += 1
        return recv(wire, size)

    monkeypatch.setattr(Wire, "recv", counted)
    lost = connected._client.current_session
    lose(relay)

    wait_until(lambda: opened(slack) > before)
    assert reads[0] <= LOOKS
    wait_until(lambda: connected._client.current_session is not lost and connected.is_alive())
    slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)


def test_whoever_is_pinged_and_says_nothing_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [100.0]
    monkeypatch.setattr(socket_client, "time", SimpleNamespace(monotonic=lambda: at[0]))
    here, there = socket.socketpair()
    with here, there:
        wire = Wire(here)
        at[0] += 3600
        assert not wire.is_silent()  # nobody was asked

        wire.send(b"ping")
        at[0] += SILENT_SECONDS - 0.1
        assert not wire.is_silent()
        wire.send(b"ping")
        at[0] += 0.1
        assert wire.is_silent()

        there.send(b"pong")
        assert not wire.is_silent()  # it came, and a busy bot has not read it yet
        assert wire.recv(10) == b"pong"
        assert not wire.is_silent()


def test_what_is_sent_leaves_whole_and_a_message_in_pieces_arrives_whole() -> None:
    here, there = socket.socketpair()
    with here, there:
        here.settimeout(0.01)
        wire = Wire(here)
        long = b"x" * 5_000_000
        got: list[bytes] = []

        def read_slowly() -> None:
            while sum(map(len, got)) < len(long):
                got.append(there.recv(65536))
            there.send(b"answer")

        here.settimeout(PATIENCE_SECONDS)
        reader = threading.Thread(target=read_slowly)
        reader.start()
        assert wire.send(long) == len(long)
        here.settimeout(0.01)
        assert wire.recv(100) == b"answer"  # though the socket's own patience was over before
        reader.join(PATIENCE_SECONDS)
        assert b"".join(got) == long


def test_the_end_wakes_whoever_waits_and_says_by_whom_it_came() -> None:
    here, there = socket.socketpair()
    with here, there:
        wire = Wire(here)
        found: list[OSError] = []

        def wait() -> None:
            try:
                wire.recv(10)
            except OSError as error:
                found.append(error)

        waiting = threading.Thread(target=wait)
        waiting.start()
        wire.end()
        waiting.join(PATIENCE_SECONDS)
        [error] = found
        assert "ended here" in str(error)

    here, there = socket.socketpair()
    with here:
        there.close()
        with pytest.raises(ConnectionResetError):
            Wire(here).recv(10)


def test_a_connection_that_is_not_made_is_said_to_be_none(slack: Slack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    session = Session(url=f"ws://127.0.0.1:{port}/link", logger=slack.client._logger)
    with pytest.raises(SlackClientNotConnectedError):
        session.connect()
    assert not session.stands()
    session.check_state()
    assert not session.stands()


def test_a_new_connection_is_read_at_once_while_the_old_one_says_nothing(
    slack: Slack, connected: SocketMode
) -> None:
    client, ended = connected._client, threading.Event()
    old = client.current_session
    assert old is not None
    replaced = threading.Thread(target=lambda: (client.connect_to_new_endpoint(force=True), ended.set()))
    rarely = 10 * PATIENCE_SECONDS
    old.sock._sock.settimeout(rarely)  # a reader that looks up only when it is woken
    replaced.start()

    assert ended.wait(PATIENCE_SECONDS)
    slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)


@pytest.mark.parametrize("size", [1, 70_000, 3_000_000])
def test_a_message_of_any_length_is_heard(slack: Slack, size: int) -> None:
    heard_: list[str] = []
    here, there = socket.socketpair()
    session = Session(
        url="ws://nowhere",
        logger=slack.client._logger,
        receive_buffer_size=socket_client.PIECE,
        on_message_listener=heard_.append,
    )
    session.sock, state = Wire(here), ConnectionState()
    reading = threading.Thread(target=session.run_until_completion, args=(state,))
    reading.start()
    with here, there:
        there.sendall(struct.pack("!BBQ", 0x81, 127, size) + b"x" * size)
        wait_until(lambda: heard_)
        state.terminated = True
        session.disconnect()
        reading.join(PATIENCE_SECONDS)
    assert heard_ == ["x" * size]


def test_a_ping_that_cannot_be_sent_ends_the_connection(
    connected: SocketMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = connected._client.current_session
    assert session is not None

    def broken(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(Connection, "ping", broken)
    session.check_state()

    assert not session.stands()


def test_an_arrival_that_cannot_be_read_is_left_unanswered_and_not_quoted(
    slack: Slack, connected: SocketMode, caplog: pytest.LogCaptureFixture
) -> None:
    session = connected._client.current_session
    assert session is not None
    for payload in ({"user": "secret words"}, {"actions": "secret words"}, {}, {"view": {"state": [1]}}):
        envelope = {"type": "interactive", "envelope_id": "1", "payload": payload}
        connected._client.enqueue_message(json.dumps(envelope))

    wait_until(lambda: caplog.text.count("an arrival could not be read") == 4)
    assert "secret" not in caplog.text
    assert slack.workspace.person("U0MAYA").command("/sms help").acked
    assert not slack.workspace.problems


def test_a_connection_that_stands_after_the_stop_is_closed_again(
    slack: Slack, connected: SocketMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, before = connected._client, connected._client.current_session
    monkeypatch.setattr(client, "closed", True)

    client.connect_to_new_endpoint(force=True)

    assert client.current_session is before
    slack.workspace.wait_for(lambda: slack.workspace.connections == 1)
    monkeypatch.setattr(client, "closed", False)


def test_what_goes_wrong_while_it_is_ended_here_is_not_told_as_a_loss() -> None:
    class Broken:
        def recv(self, _size: int) -> bytes:
            raise OSError("broken")

    wire = Wire(Broken())  # type: ignore[arg-type]  # as much of a socket as is used
    with pytest.raises(OSError, match="broken"):
        wire.recv(1)
    wire._is_ended = True
    with pytest.raises(ConnectionAbortedError):
        wire.recv(1)
