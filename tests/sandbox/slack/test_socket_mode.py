"""The Socket Mode protocol itself, spoken by hand where the SDK would hide it."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.sandbox.slack.socket_mode import MOST_CONNECTIONS
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.slack.conftest import SandboxHarness


@pytest.fixture
def alone(quiet_world: SandboxHarness) -> Iterator[SandboxHarness]:
    """Give a world without the toy bot, so that the test speaks the protocol itself."""
    yield quiet_world
    quiet_world.workspace.drop_connections("")
    quiet_world.workspace.wait_for(lambda: not quiet_world.workspace.connections)
    quiet_world.tidy()
    assert quiet_world.problems == []


@pytest.fixture
def desk() -> Iterator[ThreadPoolExecutor]:
    """A thread for the person who types while the test plays the bot."""
    with ThreadPoolExecutor() as pool:
        yield pool


@contextmanager
def dial(world: SandboxHarness) -> Iterator[ClientConnection]:
    """Connect and take the greeting."""
    with connect(address(world), proxy=None) as line:
        hello = told(line)
        assert hello["type"] == "hello"
        assert hello["connection_info"] == {"app_id": "A0SMSIT"}
        yield line


def address(world: SandboxHarness) -> str:
    return str(world.client.apps_connections_open(app_token=world.workspace.app_token)["url"])


def told(line: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(line.recv(timeout=PATIENCE_SECONDS))
    return message


def ack(line: ClientConnection, envelope: dict[str, Any], **more: object) -> None:
    line.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


def test_an_envelope_is_acknowledged_by_its_id(alone: SandboxHarness, desk: ThreadPoolExecutor) -> None:
    with dial(alone) as line:
        typing = desk.submit(alone.maya.command, "/sms credits")
        envelope = told(line)
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        assert envelope["payload"]["text"] == "credits"
        assert "retry_attempt" not in envelope
        ack(line, envelope, payload={"text": "145 credits"})

        answer = typing.result(PATIENCE_SECONDS)

    assert answer.acked
    assert answer.body == {"text": "145 credits"}
    assert alone.maya.sees("C0FRONT")[-1].text == "145 credits"


def test_only_some_envelopes_take_a_payload_and_repeats_are_counted(
    alone: SandboxHarness, desk: ThreadPoolExecutor
) -> None:
    with dial(alone) as line:
        typing = desk.submit(alone.maya.shortcut, "x")
        envelope = told(line)
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", False)
        ack(line, envelope)
        again = desk.submit(alone.workspace.redeliver, typing.result(PATIENCE_SECONDS), "timeout")
        envelope = told(line)
        assert (envelope["retry_attempt"], envelope["retry_reason"]) == (1, "timeout")
        ack(line, envelope)
        assert again.result(PATIENCE_SECONDS).acked


def test_an_acknowledgement_after_the_limit_comes_too_late(
    alone: SandboxHarness, desk: ThreadPoolExecutor
) -> None:
    alone.workspace.ack_limit = 0.02
    with dial(alone) as line:
        answer = desk.submit(alone.maya.command, "/sms").result(PATIENCE_SECONDS)
        ack(line, told(line))
        line.send(json.dumps({"envelope_id": "never-sent"}))
        alone.workspace.wait_for(lambda: len(alone.workspace.problems) == 3)

    assert (answer.acked, answer.error) == (False, "operation_timeout")
    late, stray = alone.problems[1:]
    assert "after Slack had given up" in late
    assert "for nothing that waits" in stray


def test_each_delivery_goes_to_one_connection_in_turn(
    alone: SandboxHarness, desk: ThreadPoolExecutor
) -> None:
    with dial(alone) as one, dial(alone) as two:
        assert alone.workspace.connections == 2
        for line in (one, two):
            typing = desk.submit(alone.maya.command, "/sms")
            ack(line, told(line))
            assert typing.result(PATIENCE_SECONDS).acked


def test_a_warned_connection_gets_nothing_more_but_stays_open(
    alone: SandboxHarness, desk: ThreadPoolExecutor
) -> None:
    with dial(alone) as old:
        alone.workspace.drop_connections("warning")
        assert told(old) == {"type": "disconnect", "reason": "warning", "debug_info": {"host": "sandbox"}}
        with dial(alone) as new:
            typing = desk.submit(alone.maya.command, "/sms")
            ack(new, told(new))
            assert typing.result(PATIENCE_SECONDS).acked


def test_without_any_line_nothing_is_delivered(alone: SandboxHarness) -> None:
    answer = alone.maya.command("/sms")

    assert (answer.acked, answer.error, answer.ack_ms) == (False, "dispatch_failed", 0.0)
    assert alone.problems == ["/sms: not acknowledged (dispatch_failed)"]


def test_a_ticket_is_good_for_one_connection(alone: SandboxHarness) -> None:
    ticket = address(alone)
    with connect(ticket, proxy=None) as line:
        told(line)
        with pytest.raises(InvalidStatus, match="403"), connect(ticket, proxy=None):
            pass


def test_an_eleventh_connection_is_sent_away(alone: SandboxHarness) -> None:
    with ExitStack() as lines:
        for _ in range(MOST_CONNECTIONS):
            lines.enter_context(dial(alone))
        line = lines.enter_context(connect(address(alone), proxy=None))

        assert told(line)["reason"] == "too_many_websockets"
        assert alone.workspace.connections == MOST_CONNECTIONS


def test_the_sdk_comes_back_after_a_refresh(web: SandboxHarness) -> None:
    before = web.line.handler.client.current_session.session_id
    web.workspace.drop_connections("refresh_requested")
    web.workspace.wait_for(
        lambda: web.workspace.connections and web.line.handler.client.current_session.session_id != before
    )

    assert web.maya.command("/sms").acked


def test_a_connection_that_broke_unnoticed_is_passed_over(
    alone: SandboxHarness, desk: ThreadPoolExecutor
) -> None:
    class Broken:
        async def send_text(self, _: str) -> None:
            raise RuntimeError("gone")

    alone.workspace.courier.hub._open.append(Broken())
    assert alone.maya.command("/sms").error == "dispatch_failed"
    assert len(alone.problems) == 1

    with dial(alone) as line:
        alone.workspace.courier.hub._open.insert(0, Broken())
        typing = desk.submit(alone.maya.command, "/sms")
        ack(line, told(line))
        assert typing.result(PATIENCE_SECONDS).acked


class Leaving:
    """A connection whose other side goes away the moment it has been let in."""

    def __init__(self, ticket: str) -> None:
        self.query_params = {"ticket": ticket}

    async def accept(self) -> None:
        """Let it in."""

    async def send_text(self, _: str) -> None:
        raise WebSocketDisconnect(1006)

    async def close(self) -> None:
        raise WebSocketDisconnect(1006)


def test_who_goes_before_the_greeting_is_no_connection(alone: SandboxHarness) -> None:
    courier = alone.workspace.courier
    leaving: Any = Leaving(courier.hub.ticket())

    courier._run(courier.hub.endpoint(leaving))

    assert alone.workspace.connections == 0


def test_who_goes_before_the_goodbye_is_let_go(alone: SandboxHarness) -> None:
    hub = alone.workspace.courier.hub
    leaving: Any = Leaving("")
    hub._open.append(leaving)
    alone.workspace.drop_connections("refresh_requested")
    hub._forget(leaving)

    assert alone.workspace.connections == 0


def test_pings_are_answered(web: SandboxHarness) -> None:
    client = web.line.handler.client
    client.current_session.ping("anybody there")

    assert web.workspace.wait_for(lambda: client.current_session.last_ping_pong_time)


def test_people_cannot_wait_on_the_servers_own_thread(web: SandboxHarness) -> None:
    async def type_on_the_loop() -> None:
        web.maya.command("/sms")

    loop = web.workspace.courier._loop
    assert loop is not None
    with pytest.raises(RuntimeError, match="another thread"):
        asyncio.run_coroutine_threadsafe(type_on_the_loop(), loop).result(PATIENCE_SECONDS)
