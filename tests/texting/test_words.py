"""Words that every view uses the same way."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.texting.words import join_and, pluralize, when, zone_or_utc


def test_a_moment_is_told_in_the_readers_zone_and_names_it() -> None:
    at = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)

    assert when(at, ZoneInfo("America/Los_Angeles")) == "Mon 23 Nov 2026, 17:05 (America/Los_Angeles)"
    assert when(at, ZoneInfo("Europe/London")) == "Tue 24 Nov 2026, 01:05 (Europe/London)"


def test_a_moment_that_clocks_show_twice_says_which_of_the_two_it_is() -> None:
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))

    assert when(first, ZoneInfo("America/Los_Angeles")) == "Sun 1 Nov 2026, 01:30 PDT (America/Los_Angeles)"
    assert when(second, ZoneInfo("America/Los_Angeles")) == "Sun 1 Nov 2026, 01:30 PST (America/Los_Angeles)"
    assert when(second, ZoneInfo("America/Sao_Paulo")) == "Sun 1 Nov 2026, 06:30 (America/Sao_Paulo)"


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
