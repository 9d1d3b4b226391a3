"""What the doctor finds of the processes that share a PostgreSQL."""

from contextlib import closing
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.doctor import processes
from bot.engine.slot_holders import Holder
from bot.engine.slot_locks import slots_of
from bot.store import Database
from tests.service.doctor.conftest import Report
from tests.store import postgres


def test_who_holds_a_slot_is_told_and_who_is_silent_deserves_a_look(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.without_rows()
    given = {"DATABASE_URL": url}
    assert report(given)[processes.NAME] == ("ok", "none is running", "")
    with closing(Database(url)) as database:
        slots = slots_of(database)
        assert slots.try_take(0)
        state, what, _ = report(given)[processes.NAME]
        assert (state, what.startswith("slot 0 is held")) == ("ok", True)
        assert " since 20" in what
        monkeypatch.setattr(processes, "SILENT", timedelta(0))
        state, what, todo = report(given)[processes.NAME]
        assert (state, "its process has been silent for under 1 min" in what) == ("look", True)

        with database.write() as conn:  # as it is told to
            conn.execute(text(todo[todo.index("SELECT") : todo.index(" in the database")]))
        assert not slots.holds(0)
        slots.let_go(0)
    assert report(given)[processes.NAME][1] == "none is running"


def test_what_the_server_does_not_tell_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    since = datetime(2026, 11, 30, 16, 2, tzinfo=timezone(timedelta(hours=1)))
    there = (Holder(0, 7, "10.0.0.7", since, timedelta(minutes=4)), Holder(1, 8, None, None, None))
    monkeypatch.setattr(processes, "holders", lambda _connection: there)
    with closing(Database(postgres.without_rows())) as database:
        silent, unknown = processes.findings(database.engine)
    assert silent.what == (
        "slot 0 is held from 10.0.0.7 since 2026-11-30 15:02 UTC, "
        "and its process has been silent for about 4 min"
    )
    assert "pg_terminate_backend(7)" in silent.todo
    assert (unknown.state, unknown.what) == ("ok", "slot 1 is held")


def test_what_cannot_be_looked_up_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_connection: object) -> None:
        raise OperationalError("SELECT", None, Exception("permission denied for me:HUSH"))

    monkeypatch.setattr(processes, "holders", refused)
    with closing(Database(postgres.without_rows())) as database:
        [found] = processes.findings(database.engine)
    assert (found.state, "HUSH" in str(found)) == ("look", False)
