"""The balance over time."""

from datetime import timedelta

from bot.store import Database, balances
from bot.store.balances import Sample
from tests.store.samples import NOON

HOUR = timedelta(hours=1)


def note(database: Database, *samples: Sample) -> None:
    for sample in samples:
        with database.write() as conn:
            balances.note(conn, sample)


def test_of_each_hour_the_last_balance_is_kept(either: Database) -> None:
    first, second = Sample(NOON, 500), Sample(NOON + HOUR / 2, 480)
    third = Sample(NOON + HOUR, 470)
    note(either, second, first, third)

    with either.read() as conn:
        assert balances.since(conn, NOON - HOUR) == (second, third)
        assert balances.since(conn, NOON + HOUR) == (third,)
        assert balances.newest(conn, NOON + HOUR) == third


def test_what_was_noted_while_the_clock_ran_ahead_is_not_the_newest(either: Database) -> None:
    note(either, Sample(NOON, 500), Sample(NOON + 5 * HOUR, 100))

    with either.read() as conn:
        assert balances.newest(conn, NOON + HOUR) == Sample(NOON, 500)
        assert balances.newest(conn, NOON - HOUR) is None


def test_old_hours_are_forgotten_a_portion_at_a_time(either: Database) -> None:
    note(either, *(Sample(NOON + nth * HOUR, nth) for nth in range(4)))

    with either.write() as conn:
        assert balances.forget(conn, NOON + 3 * HOUR, 2) == 2
        assert balances.forget(conn, NOON + 3 * HOUR, 2) == 1
        assert balances.forget(conn, NOON + 3 * HOUR, 2) == 0
        assert [each.credits for each in balances.since(conn, NOON)] == [3]
