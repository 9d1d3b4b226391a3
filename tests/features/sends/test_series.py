"""The dates of a series, and the end SMS-iT is told so that it sends on these dates only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.sends.series import Dates, last_date, of, recurrence, series
from bot.sandbox.smsit.calendar import Series
from bot.texting.recurrence import Cycle, Rule
from bot.texting.schedules import ONCE, AmbiguousTime, Repeat, wall_clock

ZONE = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
DAYS = tuple(START + timedelta(days=day) for day in range(5))


def test_a_single_broadcast_has_one_date() -> None:
    for repeat, until, zone in ((ONCE, START, ZONE), (Repeat.DAILY, None, ZONE), (Repeat.DAILY, START, None)):
        assert series(START, repeat, 1, until, zone).series == (START,)


def test_a_series_has_every_date_up_to_its_end() -> None:
    found = series(START, Repeat.DAILY, 2, START + timedelta(days=4), ZONE)

    assert found.series == DAYS[::2]
    assert not found.rolls_over


def test_a_series_goes_by_the_clock_of_the_account() -> None:
    """The clocks go back on the first of November."""
    first = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    winter = first + timedelta(days=1, hours=1)

    assert series(first, Repeat.DAILY, 1, winter, ZONE) == Dates((first, winter))


def test_a_series_that_is_kept_here_goes_by_its_owners_clock() -> None:
    first = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    winter = first + timedelta(hours=1)
    asked = Asked(first, ONCE, 1, None, Rule(Cycle.DAILY, times=3), "old")

    found = of(asked, None, START, ZONE)

    assert found.series == (first, winter + timedelta(days=1), winter + timedelta(days=2))
    assert (found.first, found.at_once) == (first, 1)
    told = recurrence(asked, found, None)
    assert told is not None
    assert (told["kept"], told["dates"], told["replaces"]) == ("here", 3, "old")
    with pytest.raises(UserError, match="at most 1,000 dates"):
        of(Asked(START, ONCE, 1, None, Rule(Cycle.DAILY, times=1001)), None, START, ZONE)


def test_short_months_are_told_of() -> None:
    first = datetime(2027, 1, 31, 17, 30, tzinfo=UTC)

    assert series(first, Repeat.MONTHLY, 1, first + timedelta(days=90), ZONE).rolls_over


def test_a_series_without_end_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="at most 1,000 dates"):
        series(START, Repeat.DAILY, 1, START + timedelta(days=5000), ZONE)


def test_sms_it_is_told_the_last_date_as_the_end() -> None:
    until = DAYS[-1] + timedelta(hours=23, minutes=58)

    assert last_date(DAYS, until, ZONE) == DAYS[-1]


def test_what_is_recorded_ends_with_the_last_date_too_where_the_zone_is_known() -> None:
    until = DAYS[-1] + timedelta(hours=23)
    asked = Asked(START, Repeat.DAILY, 1, until)
    found = series(START, Repeat.DAILY, 1, until, ZONE)

    for zone, end in ((ZONE, DAYS[-1]), (None, until)):
        told = recurrence(asked, found, zone)
        assert told is not None
        assert datetime.fromisoformat(str(told["until"])) == end


def test_what_is_recorded_is_told_by_the_clock_of_the_account() -> None:
    twice = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    asked = Asked(twice, Repeat.DAILY, 1, twice + timedelta(hours=9))

    told = recurrence(asked, series(twice, Repeat.DAILY, 1, asked.until, ZONE), ZONE)

    assert told is not None
    assert datetime.fromisoformat(str(told["until"])) == twice + timedelta(hours=1, minutes=30)


def test_a_last_date_that_comes_twice_on_the_clock_ends_with_the_next_time_that_does_not() -> None:
    twice = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)

    assert last_date((twice,), twice + timedelta(hours=9), ZONE) == twice + timedelta(hours=1, minutes=30)
    assert last_date((twice,), twice + timedelta(minutes=20), ZONE) == twice + timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Asked:
    at: datetime | None
    repeat: str
    every: int
    until: datetime | None
    rule: Rule | None = None
    replaces: str = ""


ZONES = st.sampled_from(
    ["America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"]
).map(ZoneInfo)
MINUTES = st.integers(0, 3 * 366 * 24 * 60)


@given(MINUTES, st.sampled_from(Repeat), st.integers(1, 30), st.integers(0, 600 * 24 * 60), ZONES)
def test_sms_it_sends_on_the_dates_shown_and_on_no_other(
    start: int, repeat: Repeat, every: int, lasts: int, zone: ZoneInfo
) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    until = at + timedelta(minutes=lasts)
    try:
        first, _end = wall_clock(at, zone), wall_clock(until, zone)
    except AmbiguousTime:  # refused beside the field
        return
    asked = Asked(at, repeat, every, until)
    found = series(at, repeat, every, until, zone)

    told = recurrence(asked, found, zone)

    assert told is not None
    end = wall_clock(datetime.fromisoformat(str(told["until"])), zone)
    sent = list(Series(repeat.value, every, end).occurrences(first))
    assert len(sent) == len(found.series)


def test_what_goes_out_once_has_no_recurrence() -> None:
    once = Asked(START, ONCE, 1, None)

    assert recurrence(once, series(START, ONCE, 1, None, ZONE), ZONE) is None


def test_without_a_zone_the_end_stays_as_it_was_picked() -> None:
    asked = Asked(START, Repeat.DAILY, 1, START)

    assert recurrence(asked, series(START, Repeat.DAILY, 1, START, None), None) == {
        "repeat": "Daily",
        "every": 1,
        "until": START.isoformat(),
    }


def test_what_has_no_time_goes_now_and_a_series_from_its_own_on() -> None:
    now, until = START - timedelta(hours=1), START + timedelta(days=4)
    assert of(Asked(None, ONCE, 1, None), ZONE, now, ZONE).series == (now,)
    assert of(Asked(START, ONCE, 1, None), ZONE, now, ZONE).series == (START,)
    assert of(Asked(START, Repeat.DAILY, 2, until), ZONE, now, ZONE).series == DAYS[::2]


@pytest.mark.parametrize(("repeat", "until"), [(ONCE, START), (Repeat.DAILY, None)])
def test_without_both_a_rhythm_and_an_end_nothing_repeats(repeat: Repeat, until: datetime | None) -> None:
    asked = Asked(START, repeat, 1, until)
    assert recurrence(asked, of(asked, ZONE, START, ZONE), ZONE) is None
