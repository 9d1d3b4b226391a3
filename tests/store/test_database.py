import gc
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError, StatementError

from bot.store import Database, schema, sends
from bot.store.database import _KEPT_STATEMENTS
from bot.store.sqlite_connections import _set_wal
from bot.store.tables import send
from tests.store.samples import NOON, a_draft, new_send, the

MIGRATIONS = str(Path(schema.__file__).parent / "migrations")


def run_alembic(database: Database, what: Callable[[Config], object]) -> None:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    with database.write() as conn:
        config.attributes["connection"] = conn
        what(config)


def test_migrations_make_exactly_the_tables_and_leave_others_alone(fresh: Database) -> None:
    with fresh.write() as conn:
        conn.execute(text("CREATE TABLE workflow_status (id INTEGER)"))  # the engine's, in the same database
    fresh.migrate()
    run_alembic(fresh, command.check)
    assert inspect(fresh.engine).has_table("workflow_status")


def test_migrations_can_be_undone(fresh: Database) -> None:
    fresh.migrate()
    run_alembic(fresh, lambda config: command.downgrade(config, "base"))
    assert inspect(fresh.engine).get_table_names() == [schema.VERSION_TABLE]
    fresh.migrate()
    a_draft(fresh)


def test_the_known_newest_migration_is_the_newest() -> None:
    assert ScriptDirectory(MIGRATIONS).get_current_head() == schema.HEAD


def test_migrating_twice_changes_nothing(either: Database) -> None:
    draft = a_draft(either)
    either.migrate()
    assert the(either, draft.id) == draft


@pytest.mark.parametrize(
    "version", [sqlite3.sqlite_version_info, (3, 40, 1)], ids=["this one", "an older one"]
)
def test_every_sqlite_tells_the_time_to_the_millisecond(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    database = Database(sqlite_url)
    before = time.time_ns() // 1_000_000
    with database.write() as conn:
        conn.exec_driver_sql("CREATE TABLE seen (at INTEGER DEFAULT (unixepoch('subsec') * 1000), note TEXT)")
        conn.exec_driver_sql("INSERT INTO seen (note) VALUES ('now')")
        (told,) = conn.exec_driver_sql("SELECT at FROM seen").one()
    assert before <= round(told) <= time.time_ns() // 1_000_000
    database.close()


def test_what_an_older_sqlite_cannot_tell_is_an_error_and_not_a_wrong_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    database = Database(sqlite_url)
    with database.read() as conn, pytest.raises(OperationalError):
        conn.exec_driver_sql("SELECT unixepoch('1970-01-02')")
    database.close()


def test_two_processes_may_start_at_once_on_an_empty_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/bot.db"
    script = f"from bot.store import Database; Database({url!r}).migrate()"
    started = [subprocess.Popen([sys.executable, "-W", "error", "-c", script]) for _ in range(3)]  # noqa: S603 -- our own code
    assert [each.wait() for each in started] == [0, 0, 0]
    database = Database(url)
    a_draft(database)
    database.close()


def test_a_power_cut_cannot_lose_a_commit(database: Database) -> None:
    with database.read() as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_only_the_owner_may_read_the_file(database: Database) -> None:
    a_draft(database)
    assert database.path is not None
    modes = {each.stat().st_mode & 0o777 for each in database.path.parent.glob("bot.db*")}
    assert modes == {0o600}


class BusyConnection:
    """A connection whose file another process is just opening."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals

    def execute(self, _statement: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise _sqlite_error


_sqlite_error = sqlite3.OperationalError("database is locked")


def test_wal_is_set_in_spite_of_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.sqlite_connections._WAL_PAUSE", 0.0)
    busy = BusyConnection(refusals=3)
    _set_wal(busy)  # type: ignore[arg-type]  # only `execute` is asked
    assert busy.refusals == 0


def test_wal_that_cannot_be_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.sqlite_connections._WAL_PAUSE", 0.0)
    with pytest.raises(type(_sqlite_error)):
        _set_wal(BusyConnection(refusals=1_000))  # type: ignore[arg-type]  # only `execute` is asked


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Database(url)


@pytest.mark.parametrize("url", ["postgresql://h/n", "postgresql+psycopg://h/n", "postgresql+psycopg2://h/n"])
def test_postgresql_is_reached_through_psycopg(url: str) -> None:
    database = Database(url)
    assert database.engine.url.drivername == "postgresql+psycopg"
    assert database.path is None


def test_a_failed_write_leaves_nothing(either: Database) -> None:
    def write() -> None:
        with either.write() as conn:
            for segments in (1, None):
                sends.insert_draft(conn, new_send(segments=segments), now=NOON)

    with pytest.raises(StatementError):
        write()
    with either.read() as conn:
        assert conn.execute(send.select()).all() == []


def test_what_a_reader_writes_is_undone(either: Database) -> None:
    with either.read() as conn:
        sends.insert_draft(conn, new_send(), now=NOON)
    with either.read() as conn:
        assert conn.execute(send.select()).all() == []


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.read() as conn:
        before = conn.execute(send.select()).all()
        a_draft(database)
        assert conn.execute(send.select()).all() == before


def test_a_write_inside_a_write_is_an_error_and_not_a_wait(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError, match="inside another"), database.write():
        pass
    a_draft(database)  # and the lock is free again


def test_a_file_that_stays_locked_is_an_error(
    database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite_connections._EAGER_TRIES", 2)
    monkeypatch.setattr("bot.store.sqlite_connections.BUSY_MILLISECONDS", 10)
    other = Database(sqlite_url)
    with database.write(), pytest.raises(OperationalError, match="locked"), other.write():
        pass
    a_draft(other)
    other.close()


def test_many_threads_write_without_a_busy_error(database: Database) -> None:
    failed: list[BaseException] = []

    def write() -> None:
        try:
            a_draft(database)
        except BaseException as error:  # noqa: BLE001 -- shown by the assertion
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.read() as conn:
        assert len(conn.execute(send.select()).all()) == 40


def test_times_come_back_aware(either: Database) -> None:
    draft = a_draft(either, send_at=NOON)
    assert (draft.send_at, draft.created_at) == (NOON, NOON)
    assert draft.created_at.tzinfo is not None


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        a_draft(database, send_at=datetime(2026, 3, 2))  # noqa: DTZ001 -- that is the point


def test_errors_do_not_quote_what_people_wrote(database: Database) -> None:
    with database.write() as conn, pytest.raises(StatementError) as raised:
        sends.insert_draft(conn, new_send(body="secret words", segments=None), now=NOON)
    assert "secret words" not in str(raised.value)


def test_a_connection_keeps_few_statements_however_many_there_were(database: Database) -> None:
    def kept() -> int:
        gc.collect()
        return sum(type(each).__name__ == "Statement" for each in gc.get_objects())

    before = kept()
    with database.read() as conn:
        for nth in range(4 * _KEPT_STATEMENTS):
            conn.exec_driver_sql(f"SELECT {nth}")
        assert kept() - before <= _KEPT_STATEMENTS
