"""How the balance went, and how long it lasts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.credits.outlook import DAYS, outlook
from bot.store.balances import Sample

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
DAY = timedelta(days=1)


def a_week(*credits_: int) -> list[Sample]:
    """A balance for each day, the last of them now."""
    return [Sample(NOON - DAY * (len(credits_) - 1 - nth), each) for nth, each in enumerate(credits_)]


def test_a_balance_that_was_read_once_says_nothing_of_the_days_to_come() -> None:
    found = outlook(a_week(5000), NOON, ZONE)

    assert (found.now.credits, found.line, found.used, found.days_left) == (5000, (5000,), 0, None)


@pytest.mark.parametrize(
    ("samples", "left"),
    [
        (a_week(1000, 900), 9),  # 100 a day
        (a_week(1000, 900, 800, 700, 600, 500, 400, 300), 3),
        (a_week(1000, 900, 5000, 4900), 73),  # topped up meanwhile: 200 in three days
        (a_week(100, 0), 0),
        (a_week(100, 100), None),
        (a_week(9999, *[500] * 8), None),  # of a week before
    ],
)
def test_it_lasts_as_long_as_at_the_rate_of_the_last_week(samples: list[Sample], left: int | None) -> None:
    assert outlook(samples, NOON, ZONE).days_left == left


def test_less_than_a_day_makes_no_rate() -> None:
    samples = [Sample(NOON - timedelta(hours=23), 1000), Sample(NOON, 500)]

    assert outlook(samples, NOON, ZONE).days_left is None


def test_the_line_has_the_last_balance_of_each_day_and_goes_on_where_none_was_read() -> None:
    samples = [
        Sample(NOON - 3 * DAY, 900),
        Sample(NOON - 3 * DAY + timedelta(hours=1), 880),
        Sample(NOON - DAY, 700),
    ]

    assert outlook(samples, NOON, ZONE).line == (880, 880, 700, 700)


def test_what_was_read_before_the_line_begins_counts_on_its_first_day() -> None:
    line = outlook([Sample(NOON - 30 * DAY, 800), Sample(NOON, 100)], NOON, ZONE).line

    assert line == (*[800] * 29, 100)


def test_days_are_those_of_the_zone() -> None:
    samples = [Sample(NOON - timedelta(hours=4), 900), Sample(NOON, 800)]

    assert outlook(samples, NOON, ZoneInfo("America/Los_Angeles")).line == (800,)
    assert outlook(samples, NOON, ZoneInfo("Pacific/Auckland")).line == (900, 800)


@given(st.lists(st.tuples(st.integers(0, 31 * 24), st.integers(0, 10**6)), min_size=1, max_size=50))
def test_the_line_is_never_longer_than_a_month_and_ends_with_now(found: list[tuple[int, int]]) -> None:
    hours = dict(found) | {0: 77}
    samples = [Sample(NOON - timedelta(hours=each), hours[each]) for each in sorted(hours, reverse=True)]

    seen = outlook(samples, NOON, ZONE)

    assert 1 <= len(seen.line) <= DAYS
    assert seen.line[-1] == seen.now.credits == 77
    assert seen.days_left is None or seen.days_left >= 0
