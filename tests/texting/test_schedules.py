from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import schedules
from bot.texting.schedules import (
    AmbiguousTime,
    MonthEnd,
    Repeat,
    SeriesTooLong,
    SkippedTime,
    UnusableStep,
)

PACIFIC = ZoneInfo("America/Los_Angeles")
SOME_ZONES = st.sampled_from(
    [PACIFIC, ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]
)
INSTANTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2035, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


def pacific(year: int, month: int, day: int, *time: int, fold: int = 0) -> datetime:
    return datetime(year, month, day, *time, tzinfo=PACIFIC, fold=fold)


def days(found: tuple[datetime, ...]) -> list[str]:
    return [f"{at:%d %b}" for at in found]


def test_a_series_runs_up_to_and_including_its_end() -> None:
    # The example on SMS-iT's page: 10 October 6:30 to 10 November 6:30, so that 10 November is the last.
    start, end = pacific(2026, 10, 10, 6, 30), pacific(2026, 11, 10, 6, 30)
    assert days(schedules.occurrences(start, Repeat.MONTHLY, 1, end, PACIFIC)) == ["10 Oct", "10 Nov"]
    before = end - timedelta(minutes=1)
    assert days(schedules.occurrences(start, Repeat.MONTHLY, 1, before, PACIFIC)) == ["10 Oct"]


@pytest.mark.parametrize(
    ("repeat", "every", "dates"),
    [
        ("Daily", 20, ["30 Jan", "19 Feb", "11 Mar"]),
        ("Weekly", 3, ["30 Jan", "20 Feb", "13 Mar"]),
        ("Monthly", 2, ["30 Jan", "30 Mar"]),
        ("Yearly", 1, ["30 Jan"]),
    ],
)
def test_steps_by_days_weeks_months_and_years(repeat: str, every: int, dates: list[str]) -> None:
    found = schedules.occurrences(pacific(2027, 1, 30, 9), repeat, every, pacific(2027, 3, 30, 9), PACIFIC)
    assert days(found) == dates


def test_the_31st_rolls_over_as_smsit_would_do_it() -> None:
    found = schedules.occurrences(pacific(2027, 1, 31, 9), "Monthly", 1, pacific(2027, 5, 31, 9), PACIFIC)
    assert days(found) == ["31 Jan", "03 Mar", "03 Apr", "03 May"]


def test_the_31st_becomes_the_last_day_as_people_mean_it() -> None:
    found = schedules.occurrences(
        pacific(2027, 1, 31, 9),
        "Monthly",
        1,
        pacific(2027, 5, 31, 9),
        PACIFIC,
        month_end=MonthEnd.LAST_DAY,
    )
    assert days(found) == ["31 Jan", "28 Feb", "31 Mar", "30 Apr", "31 May"]


def test_29_february_in_a_common_year() -> None:
    start, end = pacific(2028, 2, 29, 9), pacific(2029, 12, 1, 9)
    rolled = schedules.occurrences(start, "Yearly", 1, end, PACIFIC)
    meant = schedules.occurrences(start, "Yearly", 1, end, PACIFIC, month_end=MonthEnd.LAST_DAY)
    assert days(rolled) == ["29 Feb", "01 Mar"]
    assert days(meant) == ["29 Feb", "28 Feb"]


def test_the_time_of_day_stays_when_clocks_change() -> None:
    found = schedules.occurrences(pacific(2027, 3, 13, 9), "Daily", 1, pacific(2027, 3, 15, 9), PACIFIC)
    assert [at.hour for at in found] == [9, 9, 9]
    assert found[1] - found[0].astimezone(UTC) == timedelta(hours=23)


def test_a_skipped_time_moves_forward_for_that_day_only() -> None:
    found = schedules.occurrences(
        pacific(2027, 3, 13, 2, 30), "Daily", 1, pacific(2027, 3, 15, 2, 30), PACIFIC
    )
    assert [f"{at:%H:%M}" for at in found] == ["02:30", "03:30", "02:30"]


def test_a_series_that_starts_in_the_second_of_two_like_hours_starts_there() -> None:
    start = pacific(2027, 11, 7, 1, 30, fold=1)
    found = schedules.occurrences(start, "Daily", 1, start + timedelta(days=1), PACIFIC)
    assert found[0].astimezone(UTC) == start.astimezone(UTC)


def test_an_end_in_the_second_of_two_like_hours_includes_the_first() -> None:
    start, end = pacific(2027, 11, 6, 1, 30), pacific(2027, 11, 7, 1, 10, fold=1)
    assert len(schedules.occurrences(start, "Daily", 1, end, PACIFIC)) == 2


def test_nothing_comes_of_a_series_that_ends_before_it_starts() -> None:
    assert schedules.occurrences(pacific(2027, 1, 2), "Daily", 1, pacific(2027, 1, 1), PACIFIC) == ()


@pytest.mark.parametrize("every", [0, 31, -1])
def test_refuses_a_step_smsit_does_not_take(every: int) -> None:
    with pytest.raises(UnusableStep):
        schedules.occurrences(pacific(2027, 1, 1), "Daily", every, pacific(2027, 1, 9), PACIFIC)


def test_refuses_a_series_nobody_could_check() -> None:
    start = pacific(2027, 1, 1)
    thousand = schedules.occurrences(start, "Daily", 1, start + timedelta(days=999), PACIFIC)
    assert len(thousand) == schedules.MOST_OCCURRENCES
    with pytest.raises(SeriesTooLong) as caught:
        schedules.occurrences(start, "Daily", 1, start + timedelta(days=1000), PACIFIC)
    assert "1,000" in caught.value.sentence
    with pytest.raises(SeriesTooLong):
        schedules.occurrences(start, "Yearly", 30, start.replace(year=9999), PACIFIC)


def test_refuses_times_without_a_zone() -> None:
    naive = pacific(2027, 1, 1).replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a zone"):
        schedules.occurrences(naive, "Daily", 1, naive, PACIFIC)
    with pytest.raises(ValueError, match="without a zone"):
        schedules.wall_clock(naive, PACIFIC)
    with pytest.raises(ValueError, match="no zone of its own"):
        schedules.instant(pacific(2027, 1, 1), PACIFIC)


def test_tells_a_time_that_happens_twice() -> None:
    for fold in (0, 1):
        with pytest.raises(AmbiguousTime) as caught:
            schedules.wall_clock(pacific(2026, 11, 1, 1, 30, fold=fold).astimezone(UTC), PACIFIC)
        assert "twice" in caught.value.sentence
    with pytest.raises(AmbiguousTime):
        schedules.instant(pacific(2026, 11, 1, 1, 30).replace(tzinfo=None), PACIFIC)


def test_tells_a_time_that_never_happens() -> None:
    with pytest.raises(SkippedTime):
        schedules.instant(pacific(2027, 3, 14, 2, 30).replace(tzinfo=None), PACIFIC)


@given(INSTANTS, SOME_ZONES)
def test_a_wall_clock_time_leads_back_to_its_instant(at: datetime, zone: ZoneInfo) -> None:
    try:
        shown = schedules.wall_clock(at, zone)
    except AmbiguousTime:
        local = at.astimezone(zone)
        assert local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    else:
        assert shown.tzinfo is None
        assert schedules.instant(shown, zone) == at


@given(
    start=INSTANTS,
    length=st.timedeltas(timedelta(0), timedelta(days=900)),
    repeat=st.sampled_from(Repeat),
    every=st.integers(1, 30),
    zone=SOME_ZONES,
    month_end=st.sampled_from(MonthEnd),
)
def test_a_series_rises_from_its_start_and_stays_within_its_end(
    *, start: datetime, length: timedelta, repeat: Repeat, every: int, zone: ZoneInfo, month_end: MonthEnd
) -> None:
    end = start + length
    found = schedules.occurrences(start, repeat, every, end, zone, month_end=month_end)
    instants = [at.astimezone(UTC) for at in found]
    assert instants[0] == start
    assert instants == sorted(set(instants))
    assert instants[-1] <= end
    assert all(at.tzinfo is zone for at in found)


@given(start=INSTANTS, every=st.integers(1, 12), zone=SOME_ZONES)
def test_up_to_the_28th_both_month_ends_agree(start: datetime, every: int, zone: ZoneInfo) -> None:
    early = start.astimezone(zone).replace(day=28).astimezone(UTC)
    end = early + timedelta(days=800)
    rolled, meant = (
        schedules.occurrences(early, "Monthly", every, end, zone, month_end=month_end)
        for month_end in MonthEnd
    )
    assert rolled == meant
