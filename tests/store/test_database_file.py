"""The SQLite file: for its owner only, and never written to once it is no longer the one it was."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.store import Database
from bot.store.database_file import DatabaseFile, DatabaseLost
from tests.store.samples import a_draft


def path_of(database: Database) -> Path:
    assert database.path is not None
    return database.path


def removed(database: Database) -> None:
    path_of(database).unlink()


def replaced_by_a_copy(database: Database) -> None:
    path = path_of(database)
    shutil.copyfile(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def moved_away_and_back(database: Database) -> None:
    path = path_of(database)
    path.rename(path.with_name("away"))
    with pytest.raises(DatabaseLost):
        a_draft(database)
    path.with_name("away").rename(path)


@pytest.mark.parametrize("what", [removed, replaced_by_a_copy, moved_away_and_back])
def test_nothing_is_read_or_written_once_the_file_is_another(
    database: Database, caplog: pytest.LogCaptureFixture, what: Callable[[Database], None]
) -> None:
    a_draft(database)
    assert database.is_there
    with caplog.at_level(logging.ERROR):
        what(database)
        for _ in range(3):
            with pytest.raises(DatabaseLost):
                a_draft(database)
            with pytest.raises(DatabaseLost), database.read():
                pass
    assert not database.is_there
    assert len(caplog.records) == 1
    assert "bot.db was removed or replaced" in caplog.text


def test_a_file_that_is_gone_is_not_made_anew_by_whoever_connects_next(database: Database) -> None:
    path_of(database).unlink()
    with pytest.raises(DatabaseLost):
        a_draft(database)
    assert not path_of(database).exists()


def test_what_belongs_to_the_file_is_closed_to_others_when_it_is_opened(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "bot [1].db"
    names = [
        path.name + end for end in ("", "-wal", "-shm", "-journal", ".slot-0", ".attempts", ".attempts.1")
    ]
    for name in (*names, "other.txt"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    DatabaseFile(path)
    assert {name: (tmp_path / name).stat().st_mode & 0o777 for name in names} == dict.fromkeys(names, 0o600)
    assert (tmp_path / "other.txt").stat().st_mode & 0o777 == 0o644
    assert len(caplog.records) == len(names)


def test_what_is_forgotten_is_written_over_on_every_connection(database: Database) -> None:
    # As SQLite is built where it is not on by itself.
    event.listen(
        database.engine, "connect", lambda conn, _: conn.execute("PRAGMA secure_delete=OFF"), insert=True
    )
    with database.read() as one, database.read() as two:
        for conn in (one, two):
            assert conn.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    a_draft(database, body="wipe-me-from-the-file")
    with database.write() as conn:
        conn.exec_driver_sql("DELETE FROM message")
        conn.exec_driver_sql("DELETE FROM send")
    with database.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"wipe-me-from-the-file" not in path_of(database).read_bytes()


def test_a_file_that_takes_its_place_before_anybody_connected_is_another(tmp_path: Path) -> None:
    """File systems like to give a new file the number of the one that was deleted last."""
    for _ in range(20):
        database = Database(f"sqlite:///{tmp_path / 'bot.db'}")
        path_of(database).unlink()
        path_of(database).touch()
        assert not database.is_there
        database.close()
