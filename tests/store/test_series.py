"""How far a series is, written for itself alone and only from where it was seen."""

from datetime import timedelta

import pytest

from bot.store import Database, SendState, series
from bot.store.series import Series
from tests.store.samples import LATER, NOON, a_send_in

DAY = timedelta(days=1)


@pytest.fixture
def both(either: Database) -> tuple[str, str]:
    """Two series with the same next date."""
    one, other = (a_send_in(either, SendState.REPEATING).id for _ in range(2))
    with either.write() as conn:
        for each in (one, other):
            series.begin(conn, each, NOON)
    return one, other


def far(database: Database, series_id: str) -> Series:
    with database.read() as conn:
        found = series.get(conn, series_id)
    assert found is not None
    return found


def test_what_is_decided_of_one_leaves_another_alone(either: Database, both: tuple[str, str]) -> None:
    one, other = both
    untouched = far(either, other)
    with either.write() as conn:
        assert series.advance(conn, far(either, one), LATER, made=1)
        assert series.pause(conn, one, "U0MAYA")
        assert series.pause(conn, other, "U0TOM", "A holiday.")
        assert series.resume(conn, one, NOON + DAY)
    assert far(either, other).paused_by == "U0TOM"
    with either.write() as conn:
        assert series.resume(conn, other, NOON)
        series.finish(conn, one)
    assert far(either, other) == untouched


def test_one_that_is_paused_goes_on_to_no_date_and_only_such_a_one_is_resumed(
    either: Database, both: tuple[str, str]
) -> None:
    one, other = both
    seen = far(either, one)
    with either.write() as conn:
        assert not series.resume(conn, other, NOON + DAY)
        assert series.pause(conn, one, "U0MAYA")
        assert not series.advance(conn, seen, NOON + DAY)
    assert {far(either, each).next_at for each in both} == {NOON}


def test_what_is_due_first_comes_first(either: Database, both: tuple[str, str]) -> None:
    one, other = both
    with either.write() as conn:
        assert series.advance(conn, far(either, one), LATER)
        assert series.due(conn, LATER) == (other, one)
        assert series.due(conn, NOON) == (other,)
