"""The dates of a series that is kept here: the same time on the clock, whatever the clocks and months do."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import recurrence, recurrence_words
from bot.texting.recurrence import Cycle, Kept, NoDates, Rule, TooManyDates

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(
    ["America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"]
).map(ZoneInfo)
STARTS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DAYS = st.frozensets(st.integers(0, 6)).map(lambda days: tuple(sorted(days)))


def on(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def shown(rule: Rule, start: datetime) -> list[str]:
    return [f"{at:%a %d %b %y %H:%M}" for at in recurrence.dates(rule, start, LONDON)]


@pytest.mark.parametrize(
    ("rule", "start", "dates"),
    [
        (
            Rule(Cycle.DAILY, 3, times=2),
            on(2027, 1, 30),
            ["Sat 30 Jan 27 09:00", "Tue 02 Feb 27 09:00"],
        ),
        (
            Rule(Cycle.WEEKLY, 2, (0, 4), times=4),
            on(2027, 1, 2),
            ["Mon 04 Jan 27 09:00", "Fri 08 Jan 27 09:00", "Mon 18 Jan 27 09:00", "Fri 22 Jan 27 09:00"],
        ),
        (
            Rule(Cycle.MONTHLY, times=4),
            on(2027, 1, 31),
            ["Sun 31 Jan 27 09:00", "Sun 28 Feb 27 09:00", "Wed 31 Mar 27 09:00", "Fri 30 Apr 27 09:00"],
        ),
        (
            Rule(Cycle.BY_WEEKDAY, 2, times=2),
            on(2027, 1, 29),
            ["Fri 29 Jan 27 09:00", "Fri 26 Mar 27 09:00"],
        ),
        (
            Rule(Cycle.BY_WEEKDAY, times=3),
            on(2027, 1, 12),
            ["Tue 12 Jan 27 09:00", "Tue 09 Feb 27 09:00", "Tue 09 Mar 27 09:00"],
        ),
        (
            Rule(Cycle.YEARLY, times=2),
            on(2028, 2, 29),
            ["Tue 29 Feb 28 09:00", "Wed 28 Feb 29 09:00"],
        ),
        (
            Rule(Cycle.DAILY, times=3),  # clocks go forward at 01:00
            on(2027, 3, 27, 1, 30),
            ["Sat 27 Mar 27 01:30", "Sun 28 Mar 27 02:30", "Mon 29 Mar 27 01:30"],
        ),
    ],
)
def test_dates_are_those_that_people_mean(rule: Rule, start: datetime, dates: list[str]) -> None:
    assert shown(rule, start) == dates


def test_of_an_hour_that_comes_twice_the_first_is_taken_but_where_the_second_was_picked() -> None:
    rule = Rule(Cycle.DAILY, times=2)
    first = recurrence.dates(rule, datetime(2027, 10, 30, 0, 30, tzinfo=UTC), LONDON)[1]
    picked = recurrence.dates(rule, datetime(2027, 10, 31, 1, 30, tzinfo=UTC), LONDON)[0]

    assert first.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert picked.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@given(st.sampled_from(Cycle), st.integers(1, 30), DAYS, st.integers(1, 40), STARTS, ZONES)
def test_every_date_is_later_than_the_one_before_and_at_the_same_time_of_day(
    cycle: Cycle, every: int, days: tuple[int, ...], times: int, start: datetime, zone: ZoneInfo
) -> None:
    rule = Rule(cycle, every, days if cycle is Cycle.WEEKLY else (), times=times)
    try:
        found = recurrence.dates(rule, start, zone)
    except TooManyDates:
        return
    wanted = start.astimezone(zone).time()

    assert len(found) == times
    assert found[0].astimezone(UTC) >= start
    assert all(one.astimezone(UTC) < other.astimezone(UTC) for one, other in pairwise(found))
    for at in found:
        skipped = at.replace(tzinfo=None, hour=wanted.hour, minute=wanted.minute)
        gap = skipped.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        assert at.time() == wanted or at == gap
    if cycle is Cycle.WEEKLY and days:
        assert {at.weekday() for at in found} <= set(days)
    if cycle in {Cycle.MONTHLY, Cycle.YEARLY}:
        assert {at.day for at in found if at.day != found[0].day} <= {28, 29, 30}


@given(st.sampled_from(Cycle), st.integers(1, 30), DAYS, st.integers(1, 30), STARTS, ZONES)
def test_what_is_recorded_gives_the_dates_that_were_shown(
    cycle: Cycle, every: int, days: tuple[int, ...], times: int, start: datetime, zone: ZoneInfo
) -> None:
    rule = Rule(cycle, every, days, times=times)
    try:
        found = recurrence.dates(rule, start, zone)
    except TooManyDates:
        return

    again = recurrence.load(recurrence.dump(recurrence.kept(rule, start, found, "another")))

    assert again is not None
    assert (again.count, again.replaces) == (times, "another")
    assert tuple(recurrence.every_date(again, zone)) == found
    middle = found[len(found) // 2]
    assert tuple(recurrence.coming(again, zone, middle)) == found[len(found) // 2 + 1 :]


@given(st.integers(0, 400), STARTS, ZONES)
def test_a_series_ends_where_it_was_told_to(days: int, start: datetime, zone: ZoneInfo) -> None:
    until = start + timedelta(days=days)
    found = recurrence.dates(Rule(Cycle.DAILY, until=until), start, zone)

    assert found[-1].astimezone(UTC) <= until
    assert found[-1].astimezone(UTC) > until - timedelta(hours=27)


def test_what_is_no_series_is_refused() -> None:
    start = datetime(2027, 1, 1, 9, tzinfo=UTC)
    with pytest.raises(NoDates):
        recurrence.dates(Rule(Cycle.DAILY, until=start - timedelta(minutes=1)), start, LONDON)
    for rule in (
        Rule(Cycle.DAILY, until=start + timedelta(days=1001)),
        Rule(Cycle.DAILY, until=start + timedelta(days=4000)),
        Rule(Cycle.DAILY, times=1001),
        Rule(Cycle.YEARLY, 30, times=2),
    ):
        with pytest.raises(TooManyDates, match="at most 1,000 dates within ten years"):
            recurrence.dates(rule, start, LONDON)
    for rule, at in (
        (Rule(Cycle.DAILY), start),
        (Rule(Cycle.DAILY, until=start, times=1), start),
        (Rule(Cycle.DAILY, 0, times=1), start),
        (Rule(Cycle.DAILY, 31, times=1), start),
        (Rule(Cycle.DAILY, times=1), start.replace(tzinfo=None)),
    ):
        with pytest.raises(ValueError, match=r"A series repeats|without a zone"):
            recurrence.dates(rule, at, LONDON)


def test_what_goes_out_once_or_is_smsits_is_not_kept_here() -> None:
    assert recurrence.load(None) is None
    assert recurrence.load({"repeat": "Daily", "every": 1, "until": "2027-01-01T00:00:00+00:00"}) is None


def kept(cycle: Cycle, every: int, start: datetime, days: tuple[int, ...] = ()) -> Kept:
    rule = Rule(cycle, every, days, times=2)
    return recurrence.kept(rule, start, recurrence.dates(rule, start, LONDON))


@pytest.mark.parametrize(
    ("series", "rhythm", "note"),
    [
        (kept(Cycle.DAILY, 1, on(2027, 1, 1)), "every day", ""),
        (kept(Cycle.WEEKLY, 1, on(2027, 1, 1)), "every week on Fri", ""),
        (kept(Cycle.WEEKLY, 2, on(2027, 1, 1), (2, 0)), "every 2 weeks on Mon and Wed", ""),
        (kept(Cycle.MONTHLY, 1, on(2027, 1, 13)), "every month on the 13th", ""),
        (
            kept(Cycle.MONTHLY, 3, on(2027, 1, 31)),
            "every 3 months on the 31st",
            "In months without a 31st, it goes out on the last day.",
        ),
        (kept(Cycle.BY_WEEKDAY, 1, on(2027, 1, 12)), "every month on the second Tue", ""),
        (kept(Cycle.BY_WEEKDAY, 1, on(2027, 1, 29)), "every month on the last Fri", ""),
        (kept(Cycle.YEARLY, 1, on(2027, 3, 2)), "every year on 2 Mar", ""),
        (
            kept(Cycle.YEARLY, 1, on(2028, 2, 29)),
            "every year on 29 Feb",
            "In years without 29 Feb, it goes out on 28 Feb.",
        ),
    ],
)
def test_a_series_is_told_in_words(series: Kept, rhythm: str, note: str) -> None:
    assert recurrence_words.rhythm(series, LONDON) == rhythm
    assert recurrence_words.last_day(series, LONDON) == note


def test_days_of_the_month_are_written_as_people_say_them() -> None:
    said = [recurrence_words.ordinal(day) for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31)]
    assert said == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "31st"]


def test_dates_come_one_after_the_other_without_all_being_calculated() -> None:
    series = Kept(Rule(Cycle.DAILY), datetime(2027, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC), 9)
    assert len(list(islice(recurrence.every_date(series, LONDON), 3))) == 3
