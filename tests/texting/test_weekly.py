"""The fullest seven days around a moment."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.texting.weekly import WEEK, most_around
from tests.clock import START

HOURS = st.integers(-24 * 9, 24 * 9)


def at(hours: int) -> object:
    return START + timedelta(hours=hours)


def test_two_texts_a_week_apart_are_not_within_a_week() -> None:
    assert most_around([START - WEEK, START + WEEK], START) == 0
    assert most_around([START - WEEK + timedelta(seconds=1)], START) == 1
    assert most_around([START - timedelta(days=6), START + timedelta(days=6)], START) == 1
    assert most_around([START - timedelta(days=3), START + timedelta(days=4)], START) == 1


@given(hours=st.lists(HOURS, max_size=12))
def test_it_is_what_a_look_at_every_hour_finds(hours: list[int]) -> None:
    moments = [START + timedelta(hours=each) for each in hours]
    begins = [START - timedelta(hours=each) for each in range(24 * 7)]
    slowly = max(sum(begin <= each < begin + WEEK for each in moments) for begin in begins)

    assert most_around(moments, START) == slowly
