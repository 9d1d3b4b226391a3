"""Two things about one appointment that come at the same moment, or from two windows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.errors import UserError
from bot.features.appointments.decisions import Move
from bot.store import appointment_call_transitions, appointments
from bot.store import appointment_calls as calls
from bot.store.appointment_calls import CallState
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.appointments.harness import MAYA, NEXT_DAY, Harness
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store import postgres


@pytest.fixture
def on_postgresql(clock: FakeClock) -> Iterator[Harness]:
    database = Database(postgres.without_rows())
    yield Harness(database, clock)
    database.close()


def test_a_second_window_that_names_another_time_is_not_taken_for_the_same_press(harness: Harness) -> None:
    booked = harness.book()
    first = Move(harness.about(booked), NEXT_DAY)
    second = Move(harness.about(booked), NEXT_DAY + timedelta(hours=1))
    harness.decisions.move(first, MAYA)
    harness.decisions.move(first, MAYA)
    with pytest.raises(UserError, match="changed this appointment"):
        harness.decisions.move(second, MAYA)
    harness.run()
    assert harness.the(booked).at == NEXT_DAY


def test_a_late_answer_and_who_decides_meanwhile_never_wait_for_each_other(on_postgresql: Harness) -> None:
    harness = on_postgresql
    booked = harness.ask()
    harness.client.meanwhile = lambda: _give_up(harness)
    with ThreadPoolExecutor(1) as pool:
        with harness.database.write() as conn:
            appointments.get(conn, booked, lock=True)
            answer = pool.submit(harness.run)
            _wait_until_somebody_waits(conn)
            call = calls.newest(conn, (booked,))[booked]
            assert call.state is CallState.UNKNOWN
            assert appointment_call_transitions.settle(
                conn, call, CallState.REFUSED, who="U0TOM", now=harness.clock()
            )
        answer.result(PATIENCE_SECONDS)
    assert (harness.last(booked).state, harness.last(booked).decided_by) == (CallState.REFUSED, "U0TOM")


def _give_up(harness: Harness) -> None:
    """Have the call taken for one whose process died, while SMS-iT is still at it."""
    harness.clock.advance(hours=1)
    harness.call_attempts.look_after()


def _wait_until_somebody_waits(conn: Connection) -> None:
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

    def somebody_waits() -> bool:
        conn.execute(text("SELECT pg_stat_clear_snapshot()"))
        return bool(conn.execute(waits).scalar_one())

    wait_until(somebody_waits)
