"""How long a broadcast takes, in words."""

from datetime import timedelta

import pytest

from bot.features.broadcast.pace import about, lasts, progress, rhythm


@pytest.mark.parametrize(
    ("people", "throttle", "said"),
    [
        (30, 1, "less than a minute"),
        (60, 1, "about 1 min"),
        (300, 5, "about 25 min"),
        (300, None, "about 5 min"),
        (3600, 2, "about 2 h"),
        (4000, 6, "about 6 h 40 min"),
    ],
)
def test_a_duration_is_an_estimate_in_words(people: int, throttle: int | None, said: str) -> None:
    assert about(lasts(people, throttle)) == said


@pytest.mark.parametrize(
    ("elapsed", "whole", "said"),
    [
        (12.5, 25, "about 12 of 25 minutes"),
        (0, 25, "about 0 of 25 minutes"),
        (25, 25, "it takes longer than reckoned"),
        (0, 0.1, "about a minute in all"),
    ],
)
def test_progress_is_reckoned_from_the_time(elapsed: float, whole: float, said: str) -> None:
    assert progress(timedelta(minutes=elapsed), timedelta(minutes=whole)) == said


@pytest.mark.parametrize(
    ("throttle", "said"),
    [(None, "one text a second"), (1, "one text a second"), (5, "one text every 5 seconds")],
)
def test_the_pace_is_told_in_words(throttle: int | None, said: str) -> None:
    assert rhythm(throttle) == said
