"""Each command of ``smsit-bot`` on a database it must not take for the bot's says so, and changes nothing."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import column, table

from bot.cli import _parser
from bot.engine.slot_locks import slots_of
from bot.records import backup
from bot.slack.incoming.connect import Identity
from bot.store import Database, schema
from bot.store.schema import VERSION_TABLE
from bot.texting.clock import utc_now
from tests.records.conftest import Command

MOVED: Final = "moved to"
LEFT: Final = "left behind"
NEWER: Final = "newer version"
OLDER: Final = "Start this version of the bot once first"
HOLDS: Final = "Add --replace"
NO_FILE: Final = "it's a folder, not a file"
RUNNING: Final = "Stop the bot first"
DONE: Final = ""
ELSEWHERE: Final = None
"""Others show it: the command would migrate, serve, or ask whom this test has not."""

DATABASES: Final = ("moved", "newer", "older", "no file", "running")
TABLE: Final[dict[tuple[str, ...], tuple[str | None, ...]]] = {
    ("run",): (MOVED, NEWER, ELSEWHERE, NO_FILE, ELSEWHERE),
    ("check",): (LEFT, NEWER, ELSEWHERE, NO_FILE, ELSEWHERE),
    ("doctor",): (LEFT, NEWER, ELSEWHERE, NO_FILE, ELSEWHERE),
    ("erase", "14155550777", "--dry-run"): (MOVED, NEWER, OLDER, NO_FILE, DONE),
    ("erase", "14155550777", "--yes"): (MOVED, NEWER, OLDER, NO_FILE, ELSEWHERE),
    ("erase", "--list"): (MOVED, NEWER, OLDER, NO_FILE, DONE),
    ("backup", "new.backup"): (MOVED, NEWER, DONE, NO_FILE, DONE),
    ("backup", "new.backup", "--dry-run"): (MOVED, NEWER, DONE, NO_FILE, DONE),
    ("backup", "new.backup", "--left-behind"): (DONE, NEWER, DONE, NO_FILE, DONE),
    ("restore", "old.backup", "--keep-scheduled"): (MOVED, HOLDS, HOLDS, NO_FILE, RUNNING),
    ("restore", "old.backup", "--dry-run"): (MOVED, ELSEWHERE, ELSEWHERE, NO_FILE, DONE),
    ("restore", "old.backup", "--replace", "--yes"): (ELSEWHERE, ELSEWHERE, ELSEWHERE, NO_FILE, RUNNING),
    ("move", "sqlite:///other.db"): (LEFT, NEWER, ELSEWHERE, NO_FILE, RUNNING),
    ("move", "sqlite:///other.db", "--dry-run"): (LEFT, NEWER, DONE, NO_FILE, DONE),
    ("export", "e.zip"): (MOVED, NEWER, OLDER, NO_FILE, DONE),
    ("export", "e.zip", "--dry-run"): (MOVED, NEWER, OLDER, NO_FILE, DONE),
    ("audit", "verify"): (MOVED, NEWER, OLDER, NO_FILE, DONE),
    ("encrypt",): (LEFT, NEWER, ELSEWHERE, NO_FILE, RUNNING),
    ("encrypt", "--dry-run"): (MOVED, NEWER, OLDER, NO_FILE, DONE),
    ("mcp",): (MOVED, NEWER, OLDER, NO_FILE, ELSEWHERE),
}
OPENS_NONE: Final = {"alive", "settings", "manifest", "demo"}
BEFORE: Final = "0024"
NOBODY: Final = "http://127.0.0.1:9/"
BOT: Final = Identity("T0", None, "B0BOT", "U0BOT", frozenset(), None)
KEYS: Final = {"encrypt": {"DATA_KEY": "k" * 43}}
SETTINGS: Final = {"SLACK_API_URL": NOBODY, "SMSIT_BASE_URL": NOBODY, "MCP_USER": "U0MAYA"}


def test_every_command_is_in_the_table() -> None:
    (commands,) = (each for each in _parser()._actions if isinstance(each, argparse._SubParsersAction))
    assert set(commands.choices) == {words[0] for words in TABLE} | OPENS_NONE


@pytest.fixture(autouse=True)
def _nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("slack", "smsit"):
        monkeypatch.setattr(f"bot.doctor.command.{each}.findings", lambda *_, **_named: iter(()))
    monkeypatch.setattr("bot.assembly.infrastructure.identify", lambda _client: BOT)


@pytest.mark.parametrize("state", DATABASES)
def test_it_says_what_stands_in_its_way_and_changes_nothing(
    database: Database, command: Command, tmp_path: Path, state: str
) -> None:
    backup.write(database, tmp_path / "old.backup", utc_now)
    with standing(database, tmp_path, state) as url:
        for words, row in TABLE.items():
            said = row[DATABASES.index(state)]
            if said is ELSEWHERE:
                continue
            before, files = held(database), names(tmp_path)
            given = SETTINGS | KEYS.get(words[0], {})
            told = command(*words, status=1 if said else 0, DATABASE_URL=url, **given)

            assert said in told, words
            assert held(database) == before, words
            if said:
                assert names(tmp_path) <= files | {"bot.env"}, words
            (tmp_path / "new.backup").unlink(missing_ok=True)
            (tmp_path / "e.zip").unlink(missing_ok=True)


@contextmanager
def standing(database: Database, folder: Path, state: str) -> Iterator[str]:
    """Have the database be what it must not be, and give its address."""
    match state:
        case "no file":
            (folder / "odd.db").mkdir()
            yield f"sqlite:///{folder}/odd.db"
            return
        case "moved":
            with database.write() as conn:
                schema.leave_behind(conn)
        case "newer" | "older":
            of_tables = table(VERSION_TABLE, column("version_num"))
            with database.write() as conn:
                conn.execute(of_tables.update().values(version_num="9999" if state == "newer" else BEFORE))
        case "running":
            assert slots_of(database).try_take(0)
    yield f"sqlite:///{database.path}"


def held(database: Database) -> list[str]:
    with database.engine.connect() as conn:
        return list(conn.connection.iterdump())


def names(folder: Path) -> set[str]:
    """Name the files in a folder, but for those that anybody who opens a database makes beside it."""
    beside = ("-wal", "-shm", "-journal", ".slot-0", ".slot-1")
    return {each.name for each in folder.iterdir() if not each.name.endswith(beside)}
