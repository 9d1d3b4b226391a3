"""The command: what it needs, and the tools as an assistant starts them, in a process of their own."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.server import MCPServer
from sqlalchemy import column, table
from sqlalchemy.exc import OperationalError

from bot import cli
from bot.cli import main
from bot.errors import NO_DATABASE
from bot.mcp_server import command, http
from bot.mcp_server.command import NO_TOKEN, NOBODY, NOT_STARTED, serve
from bot.store import Database
from bot.store.schema import VERSION_TABLE, Moved, leave_behind
from tests.mcp_server.conftest import ADA, MAYA, AssistantHarness, said
from tests.store import postgres

TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("SLACK_", "SMSIT_", "MCP_")) or name in {"DATABASE_URL", "POLICY_FILE"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def env_file(assistant: AssistantHarness, **changed: str) -> str:
    path = assistant.folder / "settings.env"
    given = assistant.given(**({"MCP_USER": MAYA} | changed))
    path.write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    path.chmod(0o600)
    return str(path)


Capture = pytest.CaptureFixture[str]


def complained(capsys: Capture) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.strip()


def test_it_says_what_it_needs_first(assistant: AssistantHarness, capsys: Capture) -> None:
    assert main(["mcp", "--env-file", env_file(assistant, MCP_USER="")]) == 2
    assert NOBODY in complained(capsys)
    assert main(["mcp", "--env-file", env_file(assistant, MCP_USER="Maya")]) == 2
    assert "MCP_USER: This isn't the Slack ID of a person." in complained(capsys)
    assert main(["mcp", "--http", "--env-file", env_file(assistant)]) == 2
    assert NO_TOKEN in complained(capsys)
    assert main(["mcp", "--http", "--env-file", env_file(assistant, MCP_TOKEN="short")]) == 2
    assert "MCP_TOKEN: It's too short" in complained(capsys)


def test_all_that_is_missing_is_named_at_once(assistant: AssistantHarness, capsys: Capture) -> None:
    path = env_file(assistant, MCP_USER="", SMSIT_API_KEY="")
    assert main(["mcp", "--http", "--env-file", path]) == 2
    told = complained(capsys)
    assert [each for each in (NOBODY, NO_TOKEN, "SMSIT_API_KEY isn't set") if each not in told] == []


def test_it_needs_a_bot_that_was_started(assistant: AssistantHarness, capsys: Capture) -> None:
    missing = env_file(assistant, DATABASE_URL=f"sqlite:///{assistant.folder}/none.db")
    assert serve(missing, over_http=False) == 1
    assert complained(capsys) == NOT_STARTED
    assert not (assistant.folder / "none.db").exists()
    with assistant.database.write() as conn:
        conn.execute(table(VERSION_TABLE, column("version_num")).update().values(version_num="0001"))
    assert serve(env_file(assistant), over_http=False) == 1
    assert complained(capsys).startswith("Start this version of the bot once first")


def test_it_serves_no_records_that_were_moved_away(assistant: AssistantHarness, capsys: Capture) -> None:
    with assistant.database.write() as conn:
        leave_behind(conn)
    assert serve(env_file(assistant), over_http=False) == 1
    assert complained(capsys) == Moved().sentence


def test_it_says_what_is_wrong_with_the_policy_slack_and_the_database(
    assistant: AssistantHarness, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert serve(env_file(assistant, SLACK_BOT_TOKEN="xoxb-wrong"), over_http=False) == 1
    assert "SLACK_BOT_TOKEN" in complained(capsys)
    wrong = assistant.folder / "wrong.toml"
    wrong.write_text("[rolls]\n", encoding="utf-8")
    assert serve(env_file(assistant, POLICY_FILE=str(wrong)), over_http=False) == 1
    assert "rolls" in complained(capsys)

    def broken(_conn: object) -> None:
        raise OperationalError("SELECT", {}, Exception("postgresql://me:secret@host"))

    monkeypatch.setattr(command, "require_current", broken)
    assert serve(env_file(assistant), over_http=False) == 1
    assert complained(capsys) == NO_DATABASE.format("OperationalError Exception")


def test_it_serves_until_the_assistant_leaves_or_somebody_stops_it(
    assistant: AssistantHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    monkeypatch.setattr(MCPServer, "run", lambda self: served.append(self.name))
    assert serve(env_file(assistant), over_http=False) == 0
    monkeypatch.setattr(http, "serve", lambda _made, token, port: served.append((token, port)))
    assert serve(env_file(assistant, MCP_TOKEN=TOKEN, MCP_PORT="3999"), over_http=True) == 0
    assert served == ["smsit-bot", (TOKEN, 3999)]

    def stopped(_self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MCPServer, "run", stopped)
    assert serve(env_file(assistant), over_http=False) == 0


def test_it_serves_beside_a_bot_on_postgresql(
    assistant: AssistantHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    monkeypatch.setattr(MCPServer, "run", lambda self: served.append(self.name))
    assert serve(env_file(assistant, DATABASE_URL=postgres.without_rows()), over_http=False) == 0
    assert served == ["smsit-bot"]


def test_without_its_library_it_says_how_to_get_it(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("bot.mcp_server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    assert main(["mcp"]) == cli.BAD_SETTINGS
    assert capsys.readouterr().err == "This command needs mcp.server: pip install 'smsit-slack-bot[mcp]'\n"


def test_an_assistant_starts_it_and_drafts_over_standard_input(assistant: AssistantHarness) -> None:
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp", "--env-file", env_file(assistant)],
        cwd=str(Path(cli.__file__).parent.parent),
    )

    async def ask() -> None:
        async with Client(started) as client:
            counted = await client.call_tool("count_text", {"message": "Hello"})
            assert counted.structured_content
            assert counted.structured_content["segments"] == 1
            drafted = await client.call_tool("draft_text", {"to": f"+{ADA}", "message": "Hello"})
            assert not drafted.is_error, said(drafted)

    asyncio.run(ask())

    with Database(f"sqlite:///{assistant.folder}/bot.db").read() as conn:
        assert conn.exec_driver_sql("SELECT number, state FROM assistant_draft").all() == [(ADA, "waiting")]
    assert assistant.sandbox.smsit.ledger == ()
