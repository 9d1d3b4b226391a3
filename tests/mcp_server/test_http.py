"""Over HTTP the tools answer who shows the token, and nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import uvicorn

from bot import settings
from bot.mcp_server import http
from bot.mcp_server.http import BearerOnly, Message, application
from bot.mcp_server.server import server
from bot.mcp_server.setup import make
from tests.mcp_server.conftest import MAYA, AssistantHarness

TOKEN = "t" * 40
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "count_text", "arguments": {"message": "Hello"}},
}
HEADERS = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}


def answers(assistant: AssistantHarness, *headers: dict[str, str]) -> list[httpx.Response]:
    """Make the same call with these headers, one after the other."""
    made = server(
        make(settings.load(None, assistant.given()), MAYA, assistant.database, assistant.clock).tools
    )
    app = application(made, TOKEN)

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with (
            made.session_manager.run(),
            httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client,
        ):
            return [await client.post("/mcp", json=CALL, headers=HEADERS | each) for each in headers]

    return asyncio.run(ask())


def test_who_shows_the_token_is_answered(assistant: AssistantHarness) -> None:
    (answer,) = answers(assistant, {"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["result"]["structuredContent"]["segments"] == 1


def test_without_the_token_nothing_is_answered(assistant: AssistantHarness) -> None:
    wrong: tuple[dict[str, str], ...] = (
        {},
        {"authorization": TOKEN},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": "Bearer "},
    )
    for answer in answers(assistant, *wrong):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.content == b""


def passed(scope: Message) -> tuple[list[str], list[Message]]:
    """What gets through to the application behind, and what is answered instead."""
    through: list[str] = []
    sent: list[Message] = []

    async def app(inner: Message, _receive: Callable[[], Awaitable[Message]], _send: object) -> None:
        through.append(inner["type"])

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(BearerOnly(app, TOKEN)(scope, receive, send))
    return through, sent


def test_its_own_start_gets_through_and_a_web_socket_does_not() -> None:
    assert passed({"type": "lifespan"}) == (["lifespan"], [])
    right = [(b"authorization", f"Bearer {TOKEN}".encode())]
    assert passed({"type": "websocket", "headers": right}) == (
        [],
        [{"type": "websocket.close", "code": 1008}],
    )
    posted = {"type": "http", "method": "POST"}
    assert passed({**posted, "headers": right})[0] == ["http"]
    assert passed({**posted, "headers": right * 2})[0] == []


@pytest.mark.parametrize("method", ["GET", "DELETE", "HEAD", "PUT"])
def test_what_would_wait_for_a_stream_is_told_at_once_that_there_is_none(method: str) -> None:
    right = [(b"authorization", f"Bearer {TOKEN}".encode())]
    through, (start, _body) = passed({"type": "http", "method": method, "headers": right})
    assert (through, start["status"], (b"allow", b"POST") in start["headers"]) == ([], 405, True)
    through, (start, _body) = passed({"type": "http", "method": method, "headers": []})
    assert (through, start["status"]) == ([], 401), "a stranger isn't told even that"


def test_it_listens_on_this_machine_alone(
    assistant: AssistantHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self: seen.append(self.config))
    made = server(
        make(settings.load(None, assistant.given()), MAYA, assistant.database, assistant.clock).tools
    )

    http.serve(made, TOKEN, 3999)

    (config,) = seen
    assert (config.host, config.port, config.access_log) == ("127.0.0.1", 3999, False)
    assert isinstance(config.app, BearerOnly)
