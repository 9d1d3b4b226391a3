"""Whom Slack makes wait writes on a connection that is kept; no transaction leaves anything to the next."""

from contextlib import suppress

import pytest
from sqlalchemy import select, update

from bot.store import Database
from bot.store.database_file import DatabaseLost
from bot.store.tables import send
from tests.store.samples import a_draft

TIMEOUT = "PRAGMA busy_timeout"


def zone_of(database: Database, send_id: str) -> str | None:
    with database.read() as conn:
        return conn.execute(select(send.c.zone).where(send.c.id == send_id)).scalar_one()


def test_urgent_writers_take_turns_on_one_connection(database: Database) -> None:
    drivers = []
    for _ in range(2):
        with database.write(urgent=True) as conn:
            drivers.append(conn.connection.driver_connection)
        with database.write() as conn:
            assert conn.connection.driver_connection is not drivers[-1]
    assert drivers[0] is drivers[1]


def test_what_fails_is_undone_and_the_next_begins_anew(database: Database) -> None:
    draft = a_draft(database, zone="Europe/Berlin")
    change = update(send).where(send.c.id == draft.id)
    with suppress(RuntimeError), database.write(urgent=True) as conn:
        conn.execute(change.values(zone="UTC"))
        raise RuntimeError
    assert zone_of(database, draft.id) == "Europe/Berlin"
    with database.write(urgent=True) as conn:
        assert conn.exec_driver_sql(TIMEOUT).scalar_one() == 10_000
        conn.execute(change.values(zone="Europe/Paris"))
    assert zone_of(database, draft.id) == "Europe/Paris"


def test_a_kept_connection_does_not_write_to_a_file_that_was_removed(database: Database) -> None:
    with database.write(urgent=True):
        pass
    assert database.path is not None
    database.path.unlink()
    with pytest.raises(DatabaseLost), database.write(urgent=True):
        pytest.fail("it was let in")


def test_closing_gives_it_back_too(database: Database) -> None:
    with database.write(urgent=True):
        assert database.engine.pool.checkedout() == 1  # type: ignore[attr-defined]
    assert database.engine.pool.checkedout() == 1  # type: ignore[attr-defined]
    database.close()
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
