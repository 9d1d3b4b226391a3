from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texting import quiet_hours
from bot.texting.number_places import Place
from bot.texting.quiet_hours import LOOK_AHEAD, Verdict, Window

MINUTE = timedelta(minutes=1)
NIGHT = Window(time(21), time(8))
PACIFIC = Place("US", ("America/Los_Angeles",))
EASTERN = Place("US", ("America/New_York",))
ANYWHERE_IN_SPAIN = Place("ES", ("Atlantic/Canary", "Europe/Madrid"))
INDIA = Place("IN", ("Asia/Kolkata",))
LORD_HOWE = Place("AU", ("Australia/Lord_Howe",))
PLACES = [PACIFIC, EASTERN, ANYWHERE_IN_SPAIN, INDIA, LORD_HOWE]

TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 29, 30, 31, 59]))
WINDOWS = st.tuples(TIMES, TIMES).filter(lambda ends: ends[0] != ends[1]).map(lambda ends: Window(*ends))
CLOCKS_CHANGE = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(2026, 3, 8, tzinfo=UTC),
            datetime(2026, 3, 29, tzinfo=UTC),
            datetime(2026, 4, 4, tzinfo=UTC),
            datetime(2026, 10, 3, tzinfo=UTC),
            datetime(2026, 10, 25, tzinfo=UTC),
            datetime(2026, 11, 1, tzinfo=UTC),
        ]
    ),
    st.integers(-1440, 1440),
)
MOMENTS = CLOCKS_CHANGE | st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
CROWDS = st.dictionaries(st.sampled_from(PLACES), st.integers(0, 5))
RULES = st.dictionaries(st.sampled_from(["US", "ES", "AU", None]), WINDOWS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-06-01T03:59:59", False),
        ("2026-06-01T04:00", True),
        ("2026-06-01T14:59:59", True),
        ("2026-06-01T15:00", False),
    ],
)
def test_a_window_passes_midnight_where_the_person_is(moment: str, quiet: bool) -> None:  # noqa: FBT001 - a column of the table
    assert quiet_hours.is_quiet(PACIFIC, at(moment), {None: NIGHT}) is quiet


def test_a_window_may_lie_within_a_day() -> None:
    siesta = {None: Window(time(14), time(17))}
    assert quiet_hours.is_quiet(INDIA, at("2026-06-01T08:30"), siesta)
    assert not quiet_hours.is_quiet(INDIA, at("2026-06-01T11:30"), siesta)


def test_a_countrys_own_window_goes_before_the_one_of_all_others() -> None:
    windows = {"US": Window(time(0), time(1)), None: NIGHT}
    assert not quiet_hours.is_quiet(PACIFIC, at("2026-06-01T05:00"), windows)
    assert quiet_hours.is_quiet(INDIA, at("2026-06-01T17:00"), windows)
    assert not quiet_hours.is_quiet(INDIA, at("2026-06-01T17:00"), {"US": NIGHT})
    assert not quiet_hours.is_quiet(INDIA, at("2026-06-01T17:00"), {"IN": None, None: NIGHT})
    assert quiet_hours.is_quiet(Place(None, ("UTC",)), at("2026-06-01T22:00"), windows)


def test_somebody_who_may_be_in_two_zones_is_quiet_when_one_of_them_is() -> None:
    windows = {None: NIGHT}
    only_madrid, only_canary = at("2026-06-01T19:30"), at("2026-06-02T06:30")
    assert quiet_hours.is_quiet(ANYWHERE_IN_SPAIN, only_madrid, windows)
    assert quiet_hours.is_quiet(ANYWHERE_IN_SPAIN, only_canary, windows)


def test_tells_how_many_are_in_quiet_hours_where_and_until_when() -> None:
    places = {PACIFIC: 3, EASTERN: 5, ANYWHERE_IN_SPAIN: 2, INDIA: 1}
    verdict = quiet_hours.judge(
        places, at("2026-06-02T04:10:30"), {None: NIGHT, "IN": Window(time(0), time(1))}
    )
    assert verdict == Verdict(
        people=11,
        quiet=10,
        until=at("2026-06-02T15:00"),
        zones=(("America/New_York", 5), ("America/Los_Angeles", 3), ("Atlantic/Canary", 2)),
    )


def test_until_looks_past_those_whose_quiet_hours_begin_meanwhile() -> None:
    # California sleeps until 15:00 UTC, India from 14:30, until 02:30 when California is awake.
    verdict = quiet_hours.judge(
        {PACIFIC: 1, INDIA: 1}, at("2026-06-02T12:00"), {"US": NIGHT, "IN": Window(time(20), time(8))}
    )
    assert verdict.quiet == 1
    assert verdict.until == at("2026-06-03T02:30")


def test_there_is_no_moment_when_somebody_always_sleeps() -> None:
    windows = {None: Window(time(13), time(12))}
    verdict = quiet_hours.judge({PACIFIC: 1, INDIA: 1}, at("2026-06-02T12:00"), windows)
    assert (verdict.quiet, verdict.until) == (2, None)


def test_nobody_is_quiet_without_people_or_windows() -> None:
    nobody = Verdict(people=0, quiet=0, until=None, zones=())
    assert quiet_hours.judge({}, at("2026-06-02T04:00"), {None: NIGHT}) == nobody
    assert quiet_hours.judge({PACIFIC: 0}, at("2026-06-02T05:00"), {None: NIGHT}) == nobody
    assert quiet_hours.judge({PACIFIC: 4}, at("2026-06-02T05:00"), {}) == Verdict(4, 0, None, ())


def test_a_window_that_ends_in_the_skipped_hour_ends_at_the_jump() -> None:
    verdict = quiet_hours.judge({PACIFIC: 1}, at("2026-03-08T07:00"), {None: Window(time(21), time(2, 30))})
    assert verdict.until == at("2026-03-08T10:00")


def test_the_hour_that_comes_twice_is_judged_by_the_clock_on_the_wall() -> None:
    windows = {None: Window(time(21), time(1, 30))}
    assert quiet_hours.judge({PACIFIC: 1}, at("2026-11-01T07:00"), windows).until == at("2026-11-01T08:30")
    assert quiet_hours.judge({PACIFIC: 1}, at("2026-11-01T09:00"), windows).until == at("2026-11-01T09:30")


@settings(max_examples=150)
@given(CROWDS, MOMENTS, RULES)
def test_until_is_the_first_minute_at_which_nobody_is_quiet(
    places: Mapping[Place, int], moment: datetime, windows: Mapping[str | None, Window]
) -> None:
    verdict = quiet_hours.judge(places, moment, windows)
    if verdict.until is None:
        last = moment + LOOK_AHEAD if verdict.quiet else moment
    else:
        assert verdict.until > moment
        assert verdict.until == verdict.until.replace(second=0, microsecond=0)
        assert quiet_hours.judge(places, verdict.until, windows).quiet == 0
        last = verdict.until - MINUTE
        assert quiet_hours.judge(places, last, windows).quiet > 0
    if verdict.quiet:
        steps = range(0, (last - moment) // MINUTE + 1, 7)
        somebody = [place for place, people in places.items() if people]
        assert all(
            any(quiet_hours.is_quiet(place, moment + MINUTE * nth, windows) for place in somebody)
            for nth in steps
        )


@given(CROWDS, MOMENTS, RULES)
def test_the_whole_is_the_sum_of_its_places(
    places: Mapping[Place, int], moment: datetime, windows: Mapping[str | None, Window]
) -> None:
    verdict = quiet_hours.judge(places, moment, windows)
    parts = [quiet_hours.judge({place: people}, moment, windows) for place, people in places.items()]
    assert verdict.people == sum(part.people for part in parts)
    assert verdict.quiet == sum(part.quiet for part in parts) == sum(people for _, people in verdict.zones)
    assert verdict.quiet == sum(
        people for place, people in places.items() if quiet_hours.is_quiet(place, moment, windows)
    )


@given(WINDOWS, TIMES)
def test_a_window_and_its_complement_make_a_day(window: Window, wall: time) -> None:
    assert window.holds(wall) is not Window(window.ends, window.begins).holds(wall)


@given(WINDOWS)
def test_a_window_is_read_as_it_is_written(window: Window) -> None:
    assert Window.parse(str(window)) == window


@pytest.mark.parametrize("written", ["21:00-08:00", " 21:00 - 8:00 ", "21:00\u201308:00"])
def test_reads_a_window(written: str) -> None:
    assert Window.parse(written) == NIGHT


@pytest.mark.parametrize(
    "written", ["", "21-8", "21:00", "25:00-08:00", "21:00-08:60", "9pm-8am", "21:00-08:00-"]
)
def test_says_how_to_write_a_window(written: str) -> None:
    with pytest.raises(ValueError, match=r"like 21:00-08:00\."):
        Window.parse(written)


def test_refuses_a_window_without_length() -> None:
    with pytest.raises(ValueError, match=r"different times"):
        Window.parse("08:00-08:00")


@pytest.mark.parametrize("end", [time(8, 0, 1), time(8, 0, 0, 1), time(8, tzinfo=UTC)])
def test_a_window_ends_on_a_whole_local_minute(end: time) -> None:
    with pytest.raises(ValueError, match=r"whole minute"):
        Window(time(21), end)


def test_refuses_a_time_without_a_zone() -> None:
    naive = datetime(2026, 6, 1)  # noqa: DTZ001 - that is what is refused
    with pytest.raises(ValueError, match=r"without a zone"):
        quiet_hours.is_quiet(PACIFIC, naive, {})
    with pytest.raises(ValueError, match=r"without a zone"):
        quiet_hours.judge({}, naive, {})
