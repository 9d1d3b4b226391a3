"""The tools on a pretend Slack and SMS-iT, reached as an assistant reaches them: by the SDK's own client."""

import asyncio
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent

from bot import settings
from bot.demo import environment
from bot.mcp_server.server import server
from bot.mcp_server.setup import make
from bot.sandbox import Sandbox
from bot.store import Database
from tests.clock import FakeClock
from tests.patience import ACK_SECONDS
from tests.store.conftest import migrated_file  # noqa: F401 -- the same fixture

POLICY = """
[roles]
viewer = ["*"]
sender = ["S0DESK"]
approver = ["U0LENA"]
admin = ["U0TOM"]
[contacts]
full_numbers = "admin"
"""
MAYA, SAM, TOM, LENA = "U0MAYA", "U0SAM", "U0TOM", "U0LENA"
ADA = "14155550100"


@dataclass
class AssistantHarness:
    """Somebody's assistant. ``database`` is the bot's, which isn't running."""

    sandbox: Sandbox
    database: Database
    clock: FakeClock
    folder: Path

    def given(self, **changed: str) -> Mapping[str, str]:
        policy = self.folder / "policy.toml"
        policy.write_text(POLICY, encoding="utf-8")
        return {**environment(self.sandbox, self.folder / "bot.db"), "POLICY_FILE": str(policy), **changed}

    def ask(self, tool: str, who: str = MAYA, **arguments: Any) -> CallToolResult:  # noqa: ANN401 - as JSON
        """Call a tool for somebody, as an assistant does."""
        made = make(settings.load(None, self.given()), who, self.database, self.clock)
        made.members.refresh()
        served = server(made.tools)

        async def call() -> CallToolResult:
            async with Client(served) as client:
                return await client.call_tool(tool, arguments)

        return asyncio.run(call())

    def answer(self, tool: str, who: str = MAYA, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Call a tool that answers, and return what it said."""
        result = self.ask(tool, who, **arguments)
        assert not result.is_error, said(result)
        assert result.structured_content is not None
        return result.structured_content

    def refused(self, tool: str, who: str = MAYA, **arguments: Any) -> str:  # noqa: ANN401 - as above
        """Call a tool that refuses, and return why."""
        result = self.ask(tool, who, **arguments)
        assert result.is_error, result
        return said(result)

    def contact(self, name: str, who: str = MAYA) -> str:
        """What stands for somebody in the contacts."""
        (found,) = self.answer("search_contacts", who, query=name)["contacts"]
        return str(found["contact"])


def said(result: CallToolResult) -> str:
    return " ".join(each.text for each in result.content if isinstance(each, TextContent))


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=FakeClock(), contacts=30, ack_limit=ACK_SECONDS) as sandbox:
        yield sandbox


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def assistant(
    running_sandbox: Sandbox, clock: FakeClock, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[AssistantHarness]:
    shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "bot.db")
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    running_sandbox.smsit.faults.clear()
    yield AssistantHarness(running_sandbox, database, clock, tmp_path)
    database.close()
