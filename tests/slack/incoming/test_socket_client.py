"""Lost connections: found within seconds, without spinning, and the next command is acknowledged."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackClientNotConnectedError

from bot.slack.incoming import socket_client, socket_session
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.incoming.socket_session import SILENT_SECONDS, Session
from tests.fakes.websocket import OtherSide
from tests.flows.relay import Relay
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.ports import free_port
from tests.slack.conftest import Slack
from tests.slack.incoming.test_socket_mode import opened, socket_mode

Lose = Callable[[Relay], None]
WAYS = pytest.mark.parametrize(
    "lose", [Relay.silence, Relay.end, Relay.reset], ids=["silent", "ended", "reset"]
)


class Gate:
    """What the reader of a connection passes before it reads on: closed, it leaves unread what comes."""

    def __init__(self) -> None:
        self.is_reached = threading.Event()
        self._is_open = threading.Event()

    def __enter__(self) -> None:
        self.is_reached.set()
        self._is_open.wait(PATIENCE_SECONDS)

    def __exit__(self, *_: object) -> None:
        """Read on."""

    @contextmanager
    def closed(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._is_open.set()


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look ten times as often whether the connection stands; how long it may be silent stays.

    One that was left is heard for as long as a test takes, however busy the machine is.
    """
    monkeypatch.setattr(socket_client, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(socket_session, "LEAVING_SECONDS", PATIENCE_SECONDS)


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


@pytest.fixture
def other_side() -> Iterator[OtherSide]:
    there = OtherSide()
    yield there
    there.close()


@WAYS
def test_a_lost_connection_is_made_again_within_seconds(
    slack: Slack, relay: Relay, connected: SocketMode, lose: Lose
) -> None:
    before, lost = opened(slack), connected._client.current_session
    lose(relay)

    wait_until(lambda: opened(slack) > before)
    wait_until(lambda: connected._client.current_session is not lost and connected.is_alive())
    slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)


def test_slack_that_cannot_be_reached_is_said_once_and_tried_until_it_can(
    slack: Slack,
    relay: Relay,
    connected: SocketMode,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, tries = connected._client, [0]

    def refused() -> str:
        tries[0] += 1
        raise ConnectionRefusedError

    with monkeypatch.context() as unreachable:
        unreachable.setattr(client, "issue_new_wss_url", refused)
        relay.end()
        wait_until(lambda: tries[0] > 1)
        assert not connected.is_alive()
        assert connected.age is None
        with pytest.raises(SlackClientNotConnectedError):
            client.send_message("{}")
    slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)
    assert caplog.text.count("Slack can't be reached: ConnectionRefusedError") == 1


def test_whoever_is_pinged_and_says_nothing_is_gone(
    other_side: OtherSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, heard = [100.0], []
    monkeypatch.setattr(socket_session, "time", SimpleNamespace(monotonic=lambda: at[0]))
    session = Session(other_side.url, heard.append)
    session.receive()
    wait_until(lambda: other_side.came)
    at[0] += 3600
    assert session.stands()  # nobody was asked

    with other_side.came[0].protocol_mutex:  # it answers nothing
        at[0] += 1
        session.ping()
        at[0] += SILENT_SECONDS - 0.1
        assert session.stands()
        session.ping()
        at[0] += 0.1
        assert session.is_silent()
        assert session.is_open
        monkeypatch.setattr(session, "_has_more", lambda: True)
        assert session.stands()  # something came, and a busy bot has not read it yet
        monkeypatch.undo()
        at[0] += 1
    monkeypatch.setattr(socket_session, "time", SimpleNamespace(monotonic=lambda: at[0]))
    wait_until(session.stands)  # the answer came
    session.end()
    assert not session.stands()


def test_a_sign_of_life_without_content_is_answered(other_side: OtherSide) -> None:
    session = Session(other_side.url, print)
    wait_until(lambda: other_side.came)

    assert other_side.came[0].ping("").wait(PATIENCE_SECONDS)
    session.end()


@pytest.mark.parametrize("size", [1, 70_000, 3_000_000])
def test_a_message_of_any_length_is_heard_and_sent_whole(other_side: OtherSide, size: int) -> None:
    heard: list[str] = []
    session = Session(other_side.url, heard.append)
    session.receive()
    wait_until(lambda: other_side.came)
    there = other_side.came[0]

    there.send(("a" * size).encode(), text=True)
    wait_until(lambda: heard)
    assert heard == ["a" * size]
    got: list[object] = []
    reading = threading.Thread(target=lambda: got.append(there.recv()))
    there.protocol.max_message_size = None
    reading.start()
    session.send("b" * 900_000)
    reading.join(PATIENCE_SECONDS)
    assert got == ["b" * 900_000]
    session.end()


def test_what_came_before_a_message_that_is_cut_off_is_heard(
    other_side: OtherSide, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []
    session = Session(other_side.url, heard.append)
    session.receive()
    wait_until(lambda: other_side.came)

    other_side.came[0].socket.sendall(b"\x81\x05first" + b"\x81\x06sec")
    other_side.came[0].socket.shutdown(socket.SHUT_RDWR)

    wait_until(lambda: not session.is_open)
    wait_until(lambda: "broke" in caplog.text)
    assert heard == ["first"]
    session.end()


def test_what_comes_the_moment_a_connection_is_ended_is_no_error(
    other_side: OtherSide, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(other_side.url, print)
    session.receive()
    wait_until(lambda: other_side.came)

    session._connection.protocol.receive_eof()  # as whoever ends it does before anything else
    other_side.came[0].socket.sendall(b"\x81\x05first")

    wait_until(lambda: session.is_over)
    session.end()
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []
    assert "the connection to Slack broke: EOFError" in caplog.text


def test_a_connection_that_is_not_made_is_said_to_be_none(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConnectionRefusedError):
        Session(f"ws://127.0.0.1:{free_port()}/link", print)
    web = slack.workspace.public_url.replace("http", "ws")
    with pytest.raises(SlackClientNotConnectedError):
        Session(f"{web}/nowhere", print)  # it answers, but not as a WebSocket does
    with pytest.raises(SlackClientNotConnectedError):
        Session("no address", print)


def test_a_new_connection_is_read_at_once_while_the_old_one_says_nothing(
    slack: Slack, relay: Relay, connected: SocketMode
) -> None:
    relay.silence()
    connected._client.connect_to_new_endpoint(force=True)

    assert slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)


@pytest.mark.parametrize("reason", ["silent", "recalled", "renewed"])
def test_what_came_over_a_connection_before_it_was_replaced_is_answered(
    slack: Slack, connected: SocketMode, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    client = connected._client
    old = client.current_session
    assert old is not None
    is_silent = [False]
    monkeypatch.setattr(old, "is_silent", lambda: is_silent[0])  # not because this computer is busy
    monkeypatch.setattr(old._connection, "close_timeout", PATIENCE_SECONDS)
    gate = Gate()
    monkeypatch.setattr(old._connection, "recv_flow_control", gate)
    answers: list[bool] = []
    typing = threading.Thread(
        target=lambda: answers.append(slack.workspace.person("U0MAYA").command("/sms help").acked)
    )
    with gate.closed():
        old._connection.ping()  # the answer is the last that is read, if the gate was not reached before
        assert gate.is_reached.wait(PATIENCE_SECONDS)
        typing.start()
        wait_until(old._has_more)  # it is here, and not read
        if reason == "silent":
            is_silent[0] = True
        elif reason == "recalled":
            slack.workspace.drop_connections("warning")
            client.enqueue_message(json.dumps({"type": "disconnect", "reason": "warning"}))
        else:
            client.connect_to_new_endpoint(force=True)
        wait_until(lambda: client.current_session is not old and connected.is_alive())
        assert not answers
    typing.join(PATIENCE_SECONDS)

    assert answers == [True]
    wait_until(lambda: not old._reader.is_alive())  # and then it ended
    slack.workspace.wait_for(lambda: slack.workspace.connections == 1)
    assert not slack.workspace.problems


def test_a_replaced_connection_that_never_says_goodbye_ends_by_itself(
    slack: Slack, relay: Relay, connected: SocketMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = connected._client.current_session
    assert old is not None
    monkeypatch.setattr(old._connection, "close_timeout", 0.01)
    relay.silence()

    connected._client.connect_to_new_endpoint(force=True)

    wait_until(lambda: not old._reader.is_alive())
    wait_until(connected.is_alive)


def test_a_stop_ends_every_connection_that_is_still_being_left(
    slack: Slack, relay: Relay, connected: SocketMode
) -> None:
    client, left = connected._client, []
    for _ in range(3):
        assert client.current_session is not None
        left.append(client.current_session)
        relay.silence()  # none of them says goodbye
        client.connect_to_new_endpoint(force=True)
    assert all(each._reader.is_alive() for each in left)

    connected.stop()

    assert not any(each._reader.is_alive() for each in left)
    assert slack.workspace.wait_for(lambda: not slack.workspace.connections)


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
