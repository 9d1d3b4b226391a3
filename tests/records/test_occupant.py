"""What another program keeps in the bot's database is seen, and given up only by who says so."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.engine import other_tables
from bot.engine.other_tables import OURS
from bot.store import Database
from bot.store.tables import metadata
from tests.features.erasure.filling import everything
from tests.flows import first_start
from tests.records.conftest import Command
from tests.store import postgres

HOLD = "--hold-scheduled"
NAMED = "bookmark and shelf"
MIGRATIONS = Path(other_tables.__file__).parents[1] / "store" / "migrations" / "versions"
KEYS = {"ERASURE_KEY": "k" * 43}


def with_others(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('here');"
            "CREATE VIEW shelf AS SELECT url FROM bookmark"
        )
    return path


def bookmarks(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT url FROM bookmark").fetchall()


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A file of the bot's first start, in which another program keeps something too."""
    first_start.put(tmp_path / "other.db")
    return with_others(tmp_path / "other.db")


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
def test_a_file_with_tables_of_another_program_is_replaced_only_by_who_gives_them_up(
    database: Database, command: Command, mixed: Path, dry_run: tuple[str, ...]
) -> None:
    command("backup", "one.backup")
    before, content = everything(database), mixed.read_bytes()
    url = f"sqlite:///{mixed}"
    move = ("move", url, "--replace", "--yes", *dry_run)
    restore = ("restore", "one.backup", "--replace", "--yes", HOLD, *dry_run)

    said = command(*move, status=1) + command(*restore, status=1, DATABASE_URL=url)

    assert said.count(f"other.db also holds what another program keeps there ({NAMED})") == 2
    assert said.count("Add --other-tables") == 2
    assert (everything(database), mixed.read_bytes(), bookmarks(mixed)) == (before, content, [("here",)])

    command(*restore, "--other-tables", DATABASE_URL=url)
    assert (sorted(OURS - other_tables.in_file(mixed)), other_tables.others_in(mixed)) == (
        [],
        frozenset() if not dry_run else {"bookmark", "shelf"},
    )


def test_what_is_left_out_is_said_where_records_are_copied_or_moved_away(
    database: Database, command: Command, tmp_path: Path
) -> None:
    assert database.path is not None
    assert "another program" not in command("backup", "one.backup")
    with_others(database.path)

    assert f"Not in it is what another program keeps in the same file: {NAMED}." in command(
        "backup", "two.backup"
    )
    said = command("erase", "+14155550100", "--dry-run", **KEYS)
    assert f"Look yourself into what another program keeps in the same file: {NAMED}." in said
    said = command("move", f"sqlite:///{tmp_path}/new.db")
    assert f"Not that file, though: what another program keeps in it wasn't moved ({NAMED})." in said
    assert bookmarks(database.path) == [("here",)]


def test_tables_that_are_called_as_the_bots_are_not_dropped_for_it(
    database: Database, command: Command
) -> None:
    url = postgres.emptied()
    with closing(Database(url)) as there, there.engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE message (url TEXT)")
        conn.exec_driver_sql("INSERT INTO message VALUES ('here')")
    command("backup", "one.backup")

    gone = ("--replace", "--yes")
    said = command("move", url, *gone, status=1) + command("move", url, "--dry-run", status=1)
    said += command("restore", "one.backup", *gone, HOLD, status=1, DATABASE_URL=url)

    assert said.count("another program has tables that are called as the bot's (message)") == 3
    with closing(Database(url)) as there, there.engine.connect() as conn:
        assert inspect(conn).get_table_names() == ["message"]
        assert conn.exec_driver_sql("SELECT url FROM message").all() == [("here",)]


def test_none_of_the_bots_own_tables_is_taken_for_another_programs(tmp_path: Path) -> None:
    first_start.put(tmp_path / "bot.db")
    assert other_tables.others_in(tmp_path / "bot.db") == frozenset()
    with_others(tmp_path / "bot.db")
    with closing(sqlite3.connect(tmp_path / "bot.db")) as file:
        file.execute("UPDATE smsit_bot_version SET version_num = '9999'")
        file.commit()
    assert other_tables.others_in(tmp_path / "bot.db") == frozenset(), "a later version may have made them"


def test_no_migration_left_a_table_behind_that_is_no_more() -> None:
    made = {
        name
        for path in MIGRATIONS.glob("*.py")
        for name in re.findall(r"create_table\(\s*['\"](\w+)", path.read_text("utf-8"))
    }
    assert {table.name for table in metadata.sorted_tables} <= made <= OURS


def test_of_many_tables_the_first_are_named() -> None:
    assert other_tables.listed([f"t{each}" for each in range(8)]) == "t0, t1, t2, t3, t4 and 3 more"
