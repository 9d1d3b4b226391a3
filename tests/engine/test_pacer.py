"""The pace of all lists together."""

import threading
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.pacer import Pacer
from tests.patience import PATIENCE_SECONDS


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


@given(rate=st.integers(1, 1000), pauses=st.lists(st.floats(0, 5), min_size=1, max_size=40))
def test_moments_are_never_closer_than_the_rate_allows(rate: int, pauses: list[float]) -> None:
    seconds = Seconds()
    pacer = Pacer(lambda: rate, monotonic=seconds, wait=seconds.wait)
    taken = []
    for pause in pauses:
        seconds.now += pause
        assert pacer.take()
        taken.append(seconds.now)
    assert all(later - sooner >= 1 / rate - 1e-6 for sooner, later in pairwise(taken))


def test_the_first_moment_is_now() -> None:
    seconds = Seconds()
    assert Pacer(lambda: 1, monotonic=seconds, wait=seconds.wait).take()
    assert seconds.now == 100.0


def test_whoever_has_more_to_do_gets_every_moment_of_the_pace_and_none_that_passed() -> None:
    seconds = Seconds()
    waits: list[float] = []

    def wait(pause: float) -> bool:
        waits.append(pause)
        return seconds.wait(pause)

    pacer = Pacer(lambda: 4, monotonic=seconds, wait=wait)
    for _ in range(3):
        assert pacer.take()
    assert seconds.now == 100.5
    seconds.now += 10
    for _ in range(2):
        assert pacer.take()
    assert seconds.now == 110.75
    assert waits == [0.25, 0.25, 0.25]


def test_stopping_wakes_who_waits_and_lets_nobody_begin() -> None:
    pacer = Pacer(lambda: 0.01)
    assert pacer.take()
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(pacer.take()))
    waiting.start()
    pacer.stop()
    waiting.join(PATIENCE_SECONDS)
    assert answers == [False]
    assert not pacer.take()
