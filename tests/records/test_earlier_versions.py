"""Records of earlier versions, not started since, are backed up, restored and moved as those of today are."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Database, schema
from tests.records.conftest import URL, Command
from tests.store import postgres, upgrades


def left(version: str, folder: Path) -> None:
    """Put the database there that an earlier version left behind."""
    upgrades.load(URL.format(folder), upgrades.read(version))


def texts(url: str) -> int:
    """Count the texts in tables of today, in which nothing refers to what isn't there."""
    with closing(Database(url)) as database, database.read() as conn:
        assert schema.current(conn) == schema.HEAD
        if database.is_sqlite:
            assert conn.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        return int(conn.exec_driver_sql("SELECT count(*) FROM send").scalar_one())


@pytest.mark.parametrize("version", upgrades.REVISIONS)
def test_a_backup_is_restored(version: str, command: Command, tmp_path: Path) -> None:
    left(version, tmp_path)
    assert f"tables {upgrades.REVISIONS[version]}" in command("backup", "one.backup")
    command("restore", "one.backup", "--replace", "--yes")
    assert texts(URL.format(tmp_path))


@pytest.mark.parametrize("version", upgrades.REVISIONS)
def test_they_are_moved(version: str, command: Command, tmp_path: Path) -> None:
    left(version, tmp_path)
    there = f"sqlite:///{tmp_path}/there.db"
    assert "is the same" in command("move", there)
    assert texts(there)


def test_they_are_moved_to_a_server(command: Command, tmp_path: Path) -> None:
    left("0.2.0", tmp_path)
    there = postgres.without_rows()
    assert "is the same" in command("move", there)
    assert texts(there)
