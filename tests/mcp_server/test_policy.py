"""The policy of a process that serves assistants: what its file says now, not what it said at the start."""

import asyncio
from pathlib import Path

import pytest
from mcp import Client

from bot import settings
from bot.mcp_server.policy import PolicyWatch
from bot.mcp_server.server import server
from bot.mcp_server.setup import Made, make
from bot.policy.file import PolicyFile
from bot.policy.in_force import PolicyInForce
from tests.mcp_server.conftest import ADA, MAYA, POLICY, AssistantHarness, said
from tests.patience import wait_until


def rewritten(path: Path, text: str) -> None:
    """Write a policy as an editor does that replaces the file."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def drafted(made: Made) -> str:
    async def call() -> str:
        async with Client(server(made.tools)) as client:
            return said(await client.call_tool("draft_text", {"to": f"+{ADA}", "message": "Hello"}))

    return asyncio.run(call())


def test_a_role_that_was_taken_away_holds_for_a_process_that_runs_already(
    assistant: AssistantHarness,
) -> None:
    made = make(settings.load(None, assistant.given()), MAYA, assistant.database, assistant.clock)
    made.members.refresh()
    rewritten(assistant.folder / "policy.toml", POLICY.replace('sender = ["S0DESK"]', "sender = []"))
    for _look in range(2):  # one that is still being written is left alone
        made.policy.look()

    assert "needs the sender role" in drafted(made)


def test_a_file_with_mistakes_changes_nothing_and_a_mended_one_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[limits]\nlist_rows = 10\n", encoding="utf-8")
    file, told = PolicyFile(path), list[str]()
    in_force = PolicyInForce(file.read())
    watch = PolicyWatch(file, in_force, lambda: told.append("changed"))
    watch.keep_up(every=0.005)

    rewritten(path, "[limits]\nlist_rows = 'many'\n")
    wait_until(lambda: "the policy stays as it was" in caplog.text)
    assert in_force.now.limits.list_rows == 10
    assert told == []

    rewritten(path, "[limits]\nlist_rows = 20\n")
    wait_until(lambda: told == ["changed"])
    watch.stop()
    assert in_force.now.limits.list_rows == 20


def test_a_look_that_breaks_is_followed_by_another_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[limits]\nlist_rows = 10\n", encoding="utf-8")
    file, tries = PolicyFile(path), list[int]()
    in_force = PolicyInForce(file.read())

    def broken() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError

    watch = PolicyWatch(file, in_force, broken)
    watch.keep_up(every=0.005)
    rewritten(path, "[limits]\nlist_rows = 20\n")
    wait_until(lambda: "a look at the policy broke" in caplog.text)
    rewritten(path, "[limits]\nlist_rows = 30\n")
    wait_until(lambda: len(tries) == 2)
    watch.stop()
