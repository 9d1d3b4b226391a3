"""The dates of a series, where it ends, and how far the balance carries it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.broadcast.series import last_date, runs_out, series
from bot.slack.errors import UserError
from bot.slack.writing.times import ONCE
from bot.texting.schedules import Repeat

ZONE = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
DAYS = tuple(START + timedelta(days=day) for day in range(5))


def test_a_single_broadcast_has_one_date() -> None:
    for repeat, until, zone in ((ONCE, START, ZONE), (Repeat.DAILY, None, ZONE), (Repeat.DAILY, START, None)):
        assert series(START, repeat, 1, until, zone).dates == (START,)


def test_a_series_has_every_date_up_to_its_end() -> None:
    found = series(START, Repeat.DAILY, 2, START + timedelta(days=4), ZONE)

    assert found.dates == DAYS[::2]
    assert not found.rolls_over


def test_short_months_are_told_of() -> None:
    first = datetime(2027, 1, 31, 17, 30, tzinfo=UTC)

    assert series(first, Repeat.MONTHLY, 1, first + timedelta(days=90), ZONE).rolls_over


def test_a_series_without_end_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="at most 1,000 dates"):
        series(START, Repeat.DAILY, 1, START + timedelta(days=5000), ZONE)


def test_sms_it_is_told_the_last_date_as_the_end() -> None:
    until = DAYS[-1] + timedelta(hours=23, minutes=58)

    assert last_date(DAYS, until, ZONE) == DAYS[-1]


def test_an_end_that_comes_twice_on_the_clock_stays_as_it_was_picked() -> None:
    twice = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)

    assert last_date((twice,), twice + timedelta(hours=9), ZONE) == twice + timedelta(hours=9)


def test_without_an_end_or_a_zone_nothing_is_changed() -> None:
    assert last_date(DAYS, None, ZONE) is None
    assert last_date(DAYS, START, None) == START


@given(st.integers(-10, 60), st.integers(1, 20))
def test_the_balance_runs_out_at_the_first_date_it_does_not_cover(available: int, each: int) -> None:
    gone = runs_out(DAYS, available, each)
    covered = len(DAYS) if gone is None else DAYS.index(gone)

    assert covered * each <= max(0, available)
    assert gone is None or (covered + 1) * each > available


def test_what_costs_nothing_runs_out_never() -> None:
    assert runs_out(DAYS, 0, 0) is None
