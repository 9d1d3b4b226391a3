"""Work that comes several times within a moment is done once, and the newest of it always."""

import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TooBusy
from bot.slack.outgoing import coalescer
from bot.slack.outgoing.background import Background, Work
from bot.slack.outgoing.coalescer import Coalescer
from tests.patience import PATIENCE_SECONDS


class Straight(Background):
    """Does work straight away, unless there is no room."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.full = False

    def run(self, work: Work) -> None:
        if self.full:
            raise TooBusy
        work()


@pytest.fixture
def background() -> Iterator[Straight]:
    background = Straight()
    yield background
    background.stop()


class Timed:
    """A coalescer of one second on a clock that moves only when told to, and what was done when."""

    def __init__(self, background: Background) -> None:
        self.now = 0.0
        self.done: list[tuple[float, str, int]] = []
        self.coalescer = Coalescer(background, seconds=1.0, monotonic=lambda: self.now)

    def come(self, key: str, nth: int) -> None:
        self.coalescer.run(key, lambda: self.done.append((self.now, key, nth)))

    def pass_by(self, seconds: float) -> None:
        """Let time pass in steps of a hundredth, as the thread of the coalescer would see it."""
        for _ in range(round(seconds * 100)):
            self.now = round(self.now + 0.01, 2)
            self.coalescer.pass_on()


COMING = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from((0.0, 0.2, 0.5, 0.9, 1.0, 1.7))), max_size=20
)


@given(COMING)
def test_no_two_within_a_second_and_the_last_always(coming: list[tuple[str, float]]) -> None:
    background = Straight()
    timed = Timed(background)
    for nth, (key, pause) in enumerate(coming):
        timed.come(key, nth)
        timed.pass_by(pause)
    timed.pass_by(1.0)

    assert timed.coalescer.is_quiet()
    for key in {key for key, _pause in coming}:
        done = [(at, nth) for at, of, nth in timed.done if of == key]
        assert done[-1][1] == max(nth for nth, (of, _pause) in enumerate(coming) if of == key)
        later = [at for at, _nth in done]
        assert all(after - before >= 0.99 for before, after in pairwise(later))
    timed.coalescer.stop()
    background.stop()


def test_the_first_after_a_pause_is_done_straight_away_and_the_next_counts_from_that(
    background: Straight,
) -> None:
    timed = Timed(background)
    for nth, pause in enumerate((5.0, 0.4, 2.0, 0.0)):
        timed.come("a", nth)
        timed.pass_by(pause)
    timed.pass_by(1.0)

    assert timed.done == [(0.0, "a", 0), (5.0, "a", 1), (6.0, "a", 2), (7.4, "a", 3)]


def test_what_is_late_does_not_come_after_what_is_newer(background: Straight) -> None:
    timed = Timed(background)
    timed.come("a", 0)
    timed.come("a", 1)
    timed.now = 1.5  # the second one may not have been handed over yet
    timed.come("a", 2)
    timed.pass_by(2.0)

    done = [nth for _at, _key, nth in timed.done]
    assert done in ([0, 2], [0, 1, 2])


def test_what_waits_is_done_at_the_stop_and_nothing_waits_afterwards(background: Straight) -> None:
    timed = Timed(background)
    timed.come("a", 0)
    timed.come("a", 1)
    assert (timed.coalescer.waiting, timed.coalescer.is_quiet()) == ({"a"}, False)

    timed.coalescer.stop()
    timed.come("a", 2)

    assert [nth for _at, _key, nth in timed.done] == [0, 1, 2]


def test_it_hands_over_by_itself(background: Straight) -> None:
    coalescer, done = Coalescer(background, seconds=0.001), threading.Event()
    coalescer.run("a", list)
    coalescer.run("a", done.set)
    assert done.wait(PATIENCE_SECONDS)
    coalescer.stop()


def test_where_there_is_no_room_it_says_so_or_leaves_it(
    background: Straight, caplog: pytest.LogCaptureFixture
) -> None:
    timed = Timed(background)
    background.full = True
    with pytest.raises(TooBusy):
        timed.come("a", 0)
    timed.come("a", 1)

    timed.coalescer.stop()

    assert timed.done == []
    assert timed.coalescer.is_quiet()


def test_only_the_newest_keys_are_remembered(background: Straight, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalescer, "MOST_KNOWN", 1)
    timed = Timed(background)
    for key in ("a", "b", "a"):
        timed.come(key, 0)
    assert len(timed.done) == 3
