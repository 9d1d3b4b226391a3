"""When a text may be scheduled, and how the time is told."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.smsit import (
    InvalidArgument,
    Recurrence,
    Repeat,
    Schedule,
    checks,
)

NOW = datetime(2026, 3, 2, 15, 0, 10, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
WHOLE_MINUTE = {"second": 0, "microsecond": 0}


def refused(field: str) -> "pytest.RaisesExc[InvalidArgument]":
    return pytest.RaisesExc(InvalidArgument, check=lambda error: error.field == field)


def test_no_schedule_is_no_parameter() -> None:
    assert checks.schedule(None, None, NOW) == {}


def test_a_schedule_needs_the_account_s_time_zone() -> None:
    with refused("timezone"):
        checks.schedule(Schedule(NOW + timedelta(hours=1)), None, NOW)


def test_a_schedule_needs_a_time_with_a_zone() -> None:
    with refused("schedule"):
        checks.schedule(Schedule(datetime(2026, 4, 1)), NEW_YORK, NOW)  # noqa: DTZ001 - that is the fault


@pytest.mark.parametrize("year", [1, 1970, 2971, 9999])
def test_a_schedule_is_not_ages_away(year: int) -> None:
    with refused("schedule"):
        checks.schedule(Schedule(datetime(year, 1, 1, tzinfo=UTC)), NEW_YORK, NOW)


@pytest.mark.parametrize("ahead", [-3600, -1, 0, 20, 49])
def test_a_time_whose_minute_has_begun_is_past(ahead: int) -> None:
    with refused("schedule"):
        checks.schedule(Schedule(NOW + timedelta(seconds=ahead)), NEW_YORK, NOW)


def test_the_next_minute_is_not_past() -> None:
    start = Schedule(NOW + timedelta(seconds=50))
    assert checks.schedule(start, NEW_YORK, NOW) == {"sendondate": "02-03-2026 10:01"}


def test_a_time_of_any_zone_is_told_in_the_account_s() -> None:
    tokyo = datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    assert checks.wall_clock("at", tokyo, NEW_YORK) == "30-06-2026 20:00"


@pytest.mark.parametrize("hour", [5, 6])
def test_the_hour_that_happens_twice_is_refused(hour: int) -> None:
    with refused("schedule"):
        checks.schedule(Schedule(datetime(2026, 11, 1, hour, 30, tzinfo=UTC)), NEW_YORK, NOW)
    assert checks.wall_clock("at", datetime(2026, 11, 1, 4, 59, tzinfo=UTC), NEW_YORK) == "01-11-2026 00:59"
    assert checks.wall_clock("at", datetime(2026, 11, 1, 7, 0, tzinfo=UTC), NEW_YORK) == "01-11-2026 02:00"


def test_the_hour_that_is_left_out_is_stepped_over() -> None:
    assert checks.wall_clock("at", datetime(2026, 3, 8, 6, 59, tzinfo=UTC), NEW_YORK) == "08-03-2026 01:59"
    assert checks.wall_clock("at", datetime(2026, 3, 8, 7, 0, tzinfo=UTC), NEW_YORK) == "08-03-2026 03:00"


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 4, 1), datetime(2050, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_what_is_told_leads_back_to_the_minute_that_was_meant(moment: datetime, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    try:
        told = checks.wall_clock("at", moment, zone)
    except InvalidArgument:
        assume(False)
    back = datetime.strptime(told, "%d-%m-%Y %H:%M").replace(tzinfo=zone)
    assert back.astimezone(UTC) == moment.replace(**WHOLE_MINUTE)


@settings(deadline=None)
@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)
def test_nothing_past_is_ever_told(start: datetime, now: datetime) -> None:
    try:
        told = checks.schedule(Schedule(start), ZoneInfo("UTC"), now)["sendondate"]
    except InvalidArgument:
        assert start.replace(**WHOLE_MINUTE) <= now
    else:
        assert datetime.strptime(told, "%d-%m-%Y %H:%M").replace(tzinfo=UTC) > now


def series(**changes: object) -> Schedule:
    start = datetime(2026, 3, 6, 15, 30, 5, tzinfo=UTC)
    values: dict[str, object] = {"repeat": Repeat.DAILY, "every": 3, "until": start, **changes}
    return Schedule(start, Recurrence(**values))  # type: ignore[arg-type] # values of several types


@pytest.mark.parametrize("every", [0, 31, True, 2.0])
def test_a_series_comes_round_every_1_to_30(every: int) -> None:
    assert checks.schedule(series(every=30), NEW_YORK, NOW)["frequency"] == "30"
    with refused("every"):
        checks.schedule(series(every=every), NEW_YORK, NOW)


def test_a_series_may_end_in_the_minute_it_starts_but_not_before() -> None:
    start = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)
    assert checks.schedule(series(until=start), NEW_YORK, NOW)["enddate"] == "06-03-2026 10:30"
    with refused("until"):
        checks.schedule(series(until=start - timedelta(seconds=1)), NEW_YORK, NOW)


def test_a_series_repeats_in_a_documented_way() -> None:
    assert checks.schedule(series(repeat="Yearly"), NEW_YORK, NOW)["repeat"] == "Yearly"
    with refused("repeat"):
        checks.schedule(series(repeat="Hourly"), NEW_YORK, NOW)


def test_the_end_of_a_series_is_told_as_clearly_as_its_start() -> None:
    with refused("until"):
        checks.schedule(series(until=datetime(2026, 11, 1, 5, 30, tzinfo=UTC)), NEW_YORK, NOW)
