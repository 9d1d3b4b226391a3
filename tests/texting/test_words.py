"""Words that every view uses the same way."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.texting.words import join_and, pluralize, when, when_in_zone, zone_or_utc

LONDON, LOS_ANGELES = ZoneInfo("Europe/London"), ZoneInfo("America/Los_Angeles")


def test_a_moment_is_told_in_the_readers_zone_without_naming_it() -> None:
    at = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)

    assert when(at, LOS_ANGELES, None) == "Mon 23 Nov 2026, 17:05"
    assert when(at, LONDON, None) == "Tue 24 Nov 2026, 01:05"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "Today 17:05"),  # midnight there
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), "Mon 23 Nov, 17:05"),  # still Sunday there
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), "Today 17:05"),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "Mon 23 Nov, 17:05"),
        (datetime(2027, 1, 1, 7, 59, tzinfo=UTC), "Mon 23 Nov, 17:05"),
        (datetime(2027, 1, 1, 8, 0, tzinfo=UTC), "Mon 23 Nov 2026, 17:05"),
    ],
)
def test_what_day_and_year_it_is_now_need_not_be_said(now: datetime, told: str) -> None:
    assert when(datetime(2026, 11, 24, 1, 5, tzinfo=UTC), LOS_ANGELES, now) == told


def test_a_moment_told_to_readers_elsewhere_names_its_zone() -> None:
    at = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)

    assert when_in_zone(at, LOS_ANGELES) == "Mon 23 Nov 2026, 17:05 (America/Los_Angeles)"


def test_a_moment_that_clocks_show_twice_says_which_of_the_two_it_is() -> None:
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))

    assert when(first, LOS_ANGELES, None) == "Sun 1 Nov 2026, 01:30 PDT"
    assert when(second, LOS_ANGELES, None) == "Sun 1 Nov 2026, 01:30 PST"
    assert when(second, LOS_ANGELES, first) == "Today 01:30 PST"
    assert when(second, ZoneInfo("America/Sao_Paulo"), None) == "Sun 1 Nov 2026, 06:30"


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../etc/passwd", "/etc/passwd"])
def test_an_unknown_zone_is_utc(name: str | None) -> None:
    assert zone_or_utc(name).key == "UTC"


def test_a_known_zone_is_that_zone() -> None:
    assert zone_or_utc("Asia/Kolkata").key == "Asia/Kolkata"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 credits"), (1, "1 credit"), (2, "2 credits"), (1234, "1,234 credits")]
)
def test_a_number_takes_its_noun(number: int, words: str) -> None:
    assert pluralize(number, "credit") == words


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert pluralize(2, "reply", "replies") == "2 replies"


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_items_stand_as_a_list_in_a_sentence(items: list[str], words: str) -> None:
    assert join_and(iter(items)) == words
