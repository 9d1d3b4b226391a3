"""Socket Mode against a pretend Slack: connecting, falling silent, connecting again, and stopping."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from slack_sdk.socket_mode.builtin import client as builtin_client
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.access import Role
from bot.slack.incoming import socket_mode as module
from bot.slack.incoming.connect import SlackUnavailable, bolt_app, identify
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.incoming.socket_mode import SILENT_SECONDS, SocketMode
from tests.fakes.slack import FakeReplies
from tests.patience import PATIENCE_SECONDS
from tests.slack.conftest import Slack
from tests.slack.interactions import ACCESS


class Now:
    """The time of day, moved forward by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def now() -> Now:
    return Now()


def accept(interaction: Interaction) -> None:
    interaction.ack(text="Hello")


def socket_mode(slack: Slack, now: Now, watch_seconds: float = 0.01, app_token: str = "") -> SocketMode:
    app = bolt_app(slack.client, identify(slack.client), None)
    registry = Registry(app, ACCESS, FakeReplies())
    registry.command("/sms", Role.VIEWER, accept)
    return SocketMode(app, app_token or slack.workspace.app_token, watch_seconds=watch_seconds, now=now)


@pytest.fixture
def connected(slack: Slack, now: Now) -> Iterator[SocketMode]:
    front = socket_mode(slack, now)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 1)
    yield front
    front.stop()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 0)


def opened(slack: Slack) -> int:
    return len(slack.calls("apps.connections.open"))


def answered(slack: Slack, front: SocketMode) -> None:
    """Wait until a ping of the connection that stands has been answered."""

    def is_answered() -> bool:
        session = front._handler.client.current_session
        return session is not None and session.last_ping_pong_time is not None

    slack.workspace.wait_for(is_answered)


@contextmanager
def silence(slack: Slack, front: SocketMode, now: Now) -> Iterator[None]:
    """Let every answer look as if it were too long ago, whichever comes meanwhile."""
    answered(slack, front)
    now.ahead = SILENT_SECONDS + 1
    yield
    now.ahead = 0.0


def test_a_command_comes_over_the_connection(slack: Slack, connected: SocketMode) -> None:
    answer = slack.workspace.person("U0MAYA").command("/sms help")

    assert answer.acked
    assert answer.body == {"text": "Hello"}
    assert connected.is_alive()


def test_before_the_start_nobody_is_connected(slack: Slack, now: Now) -> None:
    front = socket_mode(slack, now)

    assert not front.is_alive()
    front.stop()
    assert slack.workspace.connections == 0


@pytest.mark.parametrize("reason", ["", "refresh_requested"])
def test_a_connection_that_is_broken_or_recalled_is_made_again(
    slack: Slack, connected: SocketMode, reason: str
) -> None:
    before = opened(slack)

    slack.workspace.drop_connections(reason)

    slack.workspace.wait_for(lambda: opened(slack) > before and slack.workspace.connections)
    slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)
    assert slack.workspace.wait_for(connected.is_alive)


def test_a_connection_without_a_pong_is_dead_whatever_it_says(slack: Slack, now: Now) -> None:
    front = socket_mode(slack, now, watch_seconds=3600)
    front.start()
    assert front.is_alive()
    answered(slack, front)
    assert front.is_alive()

    now.ahead += SILENT_SECONDS + 1

    assert not front.is_alive()
    front.stop()


def test_the_watchdog_replaces_a_silent_connection(
    slack: Slack, now: Now, caplog: pytest.LogCaptureFixture, connected: SocketMode
) -> None:
    before = opened(slack)

    with silence(slack, connected, now):
        slack.workspace.wait_for(lambda: opened(slack) > before)

    slack.workspace.wait_for(lambda: slack.workspace.connections)
    assert "the connection to Slack is silent" in caplog.text
    slack.workspace.wait_for(lambda: slack.workspace.person("U0MAYA").command("/sms help").acked)


def test_a_slack_that_cannot_be_reached_is_tried_again_at_the_next_look(
    slack: Slack, now: Now, caplog: pytest.LogCaptureFixture, connected: SocketMode
) -> None:
    slack.workspace.fail("apps.connections.open", "internal_error", times=2)

    refused_twice = ["ok", "internal_error", "internal_error", "ok"]
    with silence(slack, connected, now):
        slack.workspace.wait_for(lambda: slack.calls("apps.connections.open")[:4] == refused_twice)

    slack.workspace.wait_for(lambda: connected.is_alive() and slack.workspace.connections == 1)
    assert "Slack could not be reached: SlackApiError" in caplog.text


def test_a_wrong_app_token_fails_at_the_start_and_leaves_nothing_running(slack: Slack, now: Now) -> None:
    front = socket_mode(slack, now, app_token="xapp-wrong")

    with pytest.raises(SlackUnavailable, match="Slack refused SLACK_APP_TOKEN: invalid_auth"):
        front.start()

    front.stop()
    assert not front.is_alive()


def test_a_stop_does_not_wait_for_ever_for_a_connection_that_is_being_made(
    slack: Slack, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECTING_SECONDS", 0.01)
    front = socket_mode(slack, now)

    with front._handler.client.connect_operation_lock:
        front.stop()

    assert not front.is_alive()


def test_a_stop_does_not_wait_for_the_reader_to_look_up(
    slack: Slack, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    rarely = partial(Connection, receive_timeout=2 * PATIENCE_SECONDS)
    monkeypatch.setattr(builtin_client, "Connection", rarely)
    monkeypatch.setattr(module, "CLOSING_SECONDS", 2 * PATIENCE_SECONDS)
    front = socket_mode(slack, now)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections)
    began = time.monotonic()

    front.stop()

    assert time.monotonic() - began < PATIENCE_SECONDS
    assert not front.is_alive()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 0)


def test_a_stop_in_the_moment_the_reader_closes_the_socket_goes_on(
    slack: Slack, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = socket_mode(slack, now)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections)
    disconnect = Connection.disconnect

    def closed_by_both(connection: Connection) -> None:
        disconnect(connection)
        monkeypatch.setattr(Connection, "disconnect", disconnect)
        raise AttributeError("'NoneType' object has no attribute 'close'")

    monkeypatch.setattr(Connection, "disconnect", closed_by_both)
    front.stop()

    assert not front.is_alive()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 0)


def test_a_stop_in_the_moment_the_reader_begins_goes_on(
    slack: Slack, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = socket_mode(slack, now)
    client = front._handler.client
    is_active, disconnect = Connection.is_active, Connection.disconnect
    begun, closed = threading.Event(), threading.Event()

    def seen_before_the_stop(connection: Connection) -> bool:
        active = bool(is_active(connection))
        if active and threading.current_thread() is client.current_session_runner.thread:
            begun.set()
            assert closed.wait(PATIENCE_SECONDS)
        return active

    def close(connection: Connection) -> None:
        disconnect(connection)
        closed.set()

    monkeypatch.setattr(Connection, "is_active", seen_before_the_stop)
    monkeypatch.setattr(Connection, "disconnect", close)
    front.start()
    assert begun.wait(PATIENCE_SECONDS)

    front.stop()

    assert not front.is_alive()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 0)


def test_a_connection_that_does_not_end_is_left_behind(
    slack: Slack, now: Now, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "CLOSING_SECONDS", 0.01)
    front = socket_mode(slack, now)
    close, may_end, ended = front._handler.close, threading.Event(), threading.Event()

    def close_late() -> None:
        assert may_end.wait(PATIENCE_SECONDS)
        close()
        ended.set()

    monkeypatch.setattr(front._handler, "close", close_late)
    front.start()
    front.stop()

    assert "does not end, it is left behind" in caplog.text
    may_end.set()
    assert ended.wait(PATIENCE_SECONDS)
