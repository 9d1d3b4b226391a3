"""How long a broadcast takes, in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.broadcast.pace import THROTTLES, Pace, progress
from bot.texting import words


@pytest.mark.parametrize(
    ("people", "throttle", "said"),
    [
        (30, 1, "under 1 min"),
        (60, 1, "about 1 min"),
        (300, 5, "about 25 min"),
        (300, None, "about 5 min"),
        (3600, 2, "about 2 h"),
        (4000, 6, "about 6 h 40 min"),
    ],
)
def test_a_duration_is_an_estimate_in_words(people: int, throttle: int | None, said: str) -> None:
    assert words.about(Pace(throttle).lasts(people)) == said


@pytest.mark.parametrize(
    ("elapsed", "whole", "said"),
    [
        (12.5, 25, "about 12 of 25 min"),
        (0, 25, "about 0 of 25 min"),
        (25, 25, "taking longer than expected"),
        (0, 0.1, "about a minute in total"),
    ],
)
def test_progress_is_calculated_from_the_time(elapsed: float, whole: float, said: str) -> None:
    assert progress(timedelta(minutes=elapsed), timedelta(minutes=whole)) == said


@pytest.mark.parametrize(
    ("pace", "said"),
    [
        (Pace(None), "1 text per second"),
        (Pace(1, numbers=3), "1 text per second"),
        (Pace(5), "1 text every 5 seconds"),
        (Pace(5, rotate=True), "1 text every 5 seconds from each number"),
        (Pace(1, rotate=True, numbers=3), "1 text per second from each of 3 numbers"),
    ],
)
def test_the_pace_is_told_in_words(pace: Pace, said: str) -> None:
    assert pace.rhythm() == said


@given(st.integers(0, 5000), st.sampled_from(THROTTLES), st.booleans(), st.integers(1, 20))
def test_numbers_in_turn_divide_the_time_and_never_what_must_not_be_too_short(
    people: int,
    throttle: int,
    rotate: bool,  # noqa: FBT001 - drawn by Hypothesis
    numbers: int,
) -> None:
    pace = Pace(throttle, rotate, numbers)
    each = [0] * (numbers if rotate else 1)
    for person in range(people):
        each[person % len(each)] += throttle

    assert pace.lasts(people) == timedelta(seconds=max(each))
    assert pace.at_most(people) == timedelta(seconds=people * throttle)
