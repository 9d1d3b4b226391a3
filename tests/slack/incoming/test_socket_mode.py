"""Socket Mode against a pretend Slack: connecting, falling silent, connecting again, and stopping."""

import threading
from collections.abc import Iterator

import pytest

from bot.access import Role
from bot.slack.incoming import socket_mode as module
from bot.slack.incoming.connect import SlackUnavailable, bolt_app, identify
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.incoming.socket_mode import SocketMode
from tests.fakes.people import Colleagues, FakeNewcomers
from tests.fakes.slack import FakeReplies
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.slack.conftest import Slack
from tests.slack.interactions import ACCESS


def accept(interaction: Interaction) -> None:
    interaction.ack(text="Hello")


def socket_mode(slack: Slack, app_token: str = "") -> SocketMode:
    app = bolt_app(slack.client, identify(slack.client))
    registry = Registry(app, ACCESS, FakeReplies(), FakeNewcomers(Colleagues()))
    registry.command("/sms", Role.VIEWER, accept)
    return SocketMode(app, app_token or slack.workspace.app_token)


@pytest.fixture
def connected(slack: Slack) -> Iterator[SocketMode]:
    front = socket_mode(slack)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 1)
    yield front
    front.stop()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 0)


def opened(slack: Slack) -> int:
    return len(slack.calls("apps.connections.open"))


def test_a_command_comes_over_the_connection(slack: Slack, connected: SocketMode) -> None:
    answer = slack.workspace.person("U0MAYA").command("/sms help")

    assert answer.acked
    assert answer.body == {"text": "Hello"}
    wait_until(connected.is_alive)


def test_before_the_start_nobody_is_connected(slack: Slack) -> None:
    front = socket_mode(slack)

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
    wait_until(connected.is_alive)


def test_a_wrong_app_token_fails_at_the_start_and_leaves_nothing_running(slack: Slack) -> None:
    front = socket_mode(slack, app_token="xapp-wrong")

    with pytest.raises(SlackUnavailable, match="Slack rejected SLACK_APP_TOKEN: invalid_auth"):
        front.start()

    front.stop()
    assert not front.is_alive()


def test_a_stop_does_not_wait_for_ever_for_a_connection_that_is_being_made(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECTING_SECONDS", 0.01)
    front = socket_mode(slack)

    with front._client.connect_operation_lock:
        front.stop()

    assert not front.is_alive()


def test_a_stop_in_the_moment_the_connection_is_ended_ends(slack: Slack) -> None:
    front = socket_mode(slack)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections)
    session = front._client.current_session
    assert session is not None
    given_up = threading.Thread(target=session.end)
    given_up.start()
    front.stop()
    given_up.join(PATIENCE_SECONDS)

    assert not front.is_alive()
    assert not given_up.is_alive()
    slack.workspace.wait_for(lambda: slack.workspace.connections == 0)


@pytest.mark.parametrize("reason", ["", "refresh_requested"])
def test_a_stop_gives_all_threads_back(slack: Slack, reason: str) -> None:
    def ours() -> set[str]:
        return {each.name for each in threading.enumerate() if each.name.startswith("slack-")}

    front = socket_mode(slack)
    front.start()
    slack.workspace.wait_for(lambda: slack.workspace.connections)
    assert slack.workspace.person("U0MAYA").command("/sms help").acked
    assert ours()
    slack.workspace.drop_connections(reason)
    front.stop()

    wait_until(lambda: not ours())


def test_a_connection_that_does_not_end_is_left_behind(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "CLOSING_SECONDS", 0.01)
    front = socket_mode(slack)
    close, may_end, ended = front._client.close, threading.Event(), threading.Event()

    def close_late() -> None:
        assert may_end.wait(PATIENCE_SECONDS)
        close()
        ended.set()

    monkeypatch.setattr(front._client, "close", close_late)
    front.start()
    front.stop()

    assert "does not end, it is left behind" in caplog.text
    may_end.set()
    assert ended.wait(PATIENCE_SECONDS)
