"""Whether anything is due is asked in one statement, and answered as each query for itself would."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, event, select

from bot.store import Database, SendState, sends
from bot.store.looks import Looks, look
from bot.store.tables import send
from tests.store.samples import NOON, a_send_in

YOUNGER = select(send).where(send.c.created_at > bindparam("younger"))
OF_NOW = select(send).where(send.c.created_at <= bindparam("now"))
HOUR = timedelta(hours=1)


def test_what_finds_a_row_is_named(either: Database) -> None:
    looks = Looks({"now": look(OF_NOW), "younger": look(YOUNGER, younger=HOUR), "none": sends.SCHEDULED})
    with either.read() as conn:
        assert not looks.due(conn, NOON)
    a_send_in(either, SendState.ACCEPTED)
    with either.read() as conn:
        assert set(looks.due(conn, NOON)) == {"now", "younger"}
        assert set(looks.due(conn, NOON + 2 * HOUR)) == {"now"}
        assert set(looks.due(conn, NOON - 2 * HOUR)) == {"younger"}


def test_two_queries_of_one_look_are_one_answer(either: Database) -> None:
    looks = Looks({"one": look(sends.SCHEDULED.queries[0], OF_NOW)})
    a_send_in(either, SendState.ACCEPTED)
    with either.read() as conn:
        assert looks.due(conn, NOON) == ["one"]


def test_all_are_one_statement(either: Database) -> None:
    looks = Looks({str(nth): look(OF_NOW) for nth in range(20)} | {"other": sends.SCHEDULED})
    made: list[str] = []
    event.listen(either.engine, "before_cursor_execute", lambda *given: made.append(given[2]))
    a_send_in(either, SendState.ACCEPTED)
    made.clear()
    with either.read() as conn:
        assert len(looks.due(conn, NOON)) == 20
    assert len(made) <= 1  # SQLite's own driver is asked past the listener


def test_a_name_that_means_two_moments_is_refused() -> None:
    with pytest.raises(ValueError, match="younger"):
        Looks({"one": look(YOUNGER, younger=HOUR), "two": look(YOUNGER, younger=2 * HOUR)})


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.integers(-20, 20))
def test_a_look_finds_just_what_its_query_does(database: Database, minutes: int) -> None:
    with database.write() as conn:
        conn.execute(send.delete())
    a_send_in(database, SendState.QUEUED)
    longest, now = timedelta(minutes=8), NOON + timedelta(minutes=minutes)
    looks = Looks({"queued": sends.queued_for(longest)})
    with database.read() as conn:
        found = sends.queued_before(conn, now - longest, now=now)
        assert bool(looks.due(conn, now)) == bool(found)
