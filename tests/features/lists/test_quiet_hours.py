"""Quiet hours over the whole time a list takes."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.features.lists.quiet_hours import duration, judged
from bot.texting.number_places import Place
from bot.texting.quiet_hours import Window

PARIS = Place("FR", ("Europe/Paris",))
NIGHT = {None: Window(time(21), time(8))}
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_without_windows_there_is_no_quiet() -> None:
    assert judged({PARIS: 3}, NOON, timedelta(hours=30), {}) is None


def test_a_list_that_ends_in_time_is_not_quiet() -> None:
    assert judged({PARIS: 3}, NOON, timedelta(hours=8), NIGHT) is None


@pytest.mark.parametrize("hours", [9.5, 10, 23, 40, 400])
def test_a_list_that_runs_into_the_night_is(hours: float) -> None:
    quiet = judged({PARIS: 3}, NOON, timedelta(hours=hours), NIGHT)
    assert quiet is not None
    assert (quiet.people, quiet.begins_later) == (3, True)
    assert quiet.until == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert NOON < quiet.at <= NOON + timedelta(hours=hours)


def test_a_list_that_begins_at_night_is_quiet_from_its_beginning() -> None:
    quiet = judged({PARIS: 3}, NOON + timedelta(hours=12), timedelta(), NIGHT)
    assert quiet is not None
    assert not quiet.begins_later


def test_five_a_second_are_a_hundred_thousand_in_five_and_a_half_hours() -> None:
    assert duration(100_000, 5) == timedelta(seconds=20_000)
