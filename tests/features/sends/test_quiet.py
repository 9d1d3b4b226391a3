"""Quiet hours of a send, from its first text to its last."""

from datetime import UTC, datetime, time, timedelta

from bot.features.sends.quiet import judged
from bot.texting.number_places import Place
from bot.texting.quiet_hours import Window, Windows

WEST, EAST = Place("US", ("America/Los_Angeles",)), Place("US", ("America/New_York",))
PLACES = {WEST: 10, EAST: 4}
NIGHT: Windows = {None: Window(time(21), time(8))}
NOON = datetime(2026, 11, 23, 20, tzinfo=UTC)  # in Los Angeles
EVENING = datetime(2026, 11, 24, 1, 50, tzinfo=UTC)  # 17:50 there, 20:50 in New York
BRIEF = timedelta(minutes=2)


def test_without_windows_or_people_nothing_is_quiet() -> None:
    assert judged(PLACES, [NOON], BRIEF, {}) is None
    assert judged({}, [NOON], BRIEF, NIGHT) is None
    assert judged(PLACES, [NOON], BRIEF, NIGHT) is None


def test_a_broadcast_that_begins_at_night_is_quiet_until_morning() -> None:
    found = judged(PLACES, [NOON + timedelta(hours=10)], timedelta(), NIGHT)
    assert found is not None

    assert (found.people, found.dates, found.begins_later) == (14, 1, False)
    assert found.zones == (("America/Los_Angeles", 10), ("America/New_York", 4))
    assert found.until == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_one_that_runs_into_the_night_is_quiet_before_its_end() -> None:
    found = judged(PLACES, [EVENING], timedelta(minutes=30), NIGHT)
    assert found is not None

    assert (found.people, found.begins_later) == (4, True)
    assert found.at == EVENING + timedelta(minutes=30)
    assert judged(PLACES, [EVENING], BRIEF, NIGHT) is None


def test_a_long_one_is_judged_all_the_way() -> None:
    found = judged(PLACES, [NOON], timedelta(hours=24), NIGHT)
    assert found is not None

    assert found.people == 14


def test_every_date_of_a_series_is_judged() -> None:
    dates = [NOON, EVENING + timedelta(minutes=20), NOON + timedelta(hours=10)]

    found = judged(PLACES, dates, BRIEF, NIGHT)
    assert found is not None

    assert (found.people, found.dates) == (14, 2)


def test_of_the_dates_of_a_series_the_one_that_reaches_most_in_the_night_is_told() -> None:
    morning = NOON + timedelta(hours=18, minutes=30)  # 6:30 in Los Angeles, 9:30 in New York
    night = NOON + timedelta(hours=10)

    for dates in ([night, night + timedelta(hours=24), morning + timedelta(hours=24)], [morning, night]):
        found = judged(PLACES, dates, BRIEF, NIGHT)
        assert found is not None
        assert (found.people, found.at) == (14, night)
