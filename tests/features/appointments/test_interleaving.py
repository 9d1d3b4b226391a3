"""Two things about one appointment that come at the same moment, or from two windows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.errors import UserError
from bot.features.appointments.changing import Move
from bot.store import appointment_calls as calls
from bot.store import appointments
from bot.store.appointment_calls import CallState
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.appointments.office import MAYA, NEXT_DAY, Office
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store import postgres


@pytest.fixture
def on_postgresql(clock: FakeClock) -> Iterator[Office]:
    database = Database(postgres.without_rows())
    yield Office(database, clock)
    database.close()


def test_a_second_window_that_names_another_time_is_not_taken_for_the_same_press(office: Office) -> None:
    booked = office.book()
    first = Move(office.about(booked), NEXT_DAY, None)
    second = Move(office.about(booked), NEXT_DAY + timedelta(hours=1), None)
    office.changing.move(first, MAYA)
    office.changing.move(first, MAYA)
    with pytest.raises(UserError, match="has changed that appointment"):
        office.changing.move(second, MAYA)
    office.run()
    assert office.the(booked).at == NEXT_DAY


def test_a_late_answer_and_who_decides_meanwhile_never_wait_for_each_other(on_postgresql: Office) -> None:
    office = on_postgresql
    booked = office.ask()
    office.client.meanwhile = lambda: _give_up(office)
    with ThreadPoolExecutor(1) as pool, office.database.write() as conn:
        appointments.get(conn, booked, lock=True)
        answer = pool.submit(office.run)
        _wait_until_somebody_waits(conn)
        call = calls.newest(conn, (booked,))[booked]
        assert call.state is CallState.UNKNOWN
        assert calls.settle(conn, call, CallState.REFUSED, who="U0TOM", now=office.clock())
        conn.commit()
        answer.result(PATIENCE_SECONDS)
    assert (office.last(booked).state, office.last(booked).decided_by) == (CallState.REFUSED, "U0TOM")


def _give_up(office: Office) -> None:
    """Have the call taken for one whose process died, while SMS-iT is still at it."""
    office.clock.advance(hours=1)
    office.calling.look_after()


def _wait_until_somebody_waits(conn: Connection) -> None:
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

    def somebody_waits() -> bool:
        conn.execute(text("SELECT pg_stat_clear_snapshot()"))
        return bool(conn.execute(waits).scalar_one())

    wait_until(somebody_waits)
