"""Many people ask for work at once: each waits for a little of what the others asked for, and no longer."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TooBusy
from bot.slack.outgoing.background import Background, LatestWins
from bot.slack.outgoing.fair_queue import FairQueue
from tests.patience import PATIENCE_SECONDS, wait_until


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=None)
    yield background
    background.stop()


class OneThread:
    """A background whose only thread is the test's own: it takes on everything, and works when told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], object]] = []

    def run(self, work: Callable[[], object]) -> None:
        self.waiting.append(work)

    def hand_on(self, work: Callable[[], object]) -> None:
        self.waiting.append(work)

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@given(st.lists(st.sampled_from("abcd"), max_size=40))
def test_people_take_turns_and_each_gets_theirs_in_order(people: list[str]) -> None:
    thread, done = OneThread(), list[tuple[str, int]]()
    queue = FairQueue(thread, each=40)  # type: ignore[arg-type] # a thread of the test's own
    for number, person in enumerate(people):
        queue.run(person, lambda person=person, number=number: done.append((person, number)))
    thread.work()

    for person in set(people):
        own = [number for who, number in done if who == person]
        assert own == [number for number, who in enumerate(people) if who == person]
    # Between two pieces of one person comes one of each of those who still have any.
    left = Counter(people)
    since = Counter[str]()
    for person, _number in done:
        assert not since[person] or all(since[other] for other in left if left[other])
        if since[person]:
            since.clear()
        since[person] += 1
        left[person] -= 1


@given(st.integers(0, 12), st.integers(1, 4), st.integers(1, 20))
def test_only_who_is_over_their_own_limit_is_refused(each: int, at_once: int, others: int) -> None:
    thread = OneThread()
    queue = FairQueue(thread, each=each, at_once=at_once)  # type: ignore[arg-type] # a thread of the test's own
    for _ in range(at_once + each):
        queue.run("busy", list)
    assert len(thread.waiting) == at_once
    with pytest.raises(TooBusy):
        queue.run("busy", list)
    for number in range(others):
        queue.run(f"other {number}", list)

    thread.work()
    for _ in range(at_once + each):
        queue.run("busy", list)


def test_one_person_never_holds_more_threads_than_allowed() -> None:
    background = Background(threads=4, waiting=None)
    queue = FairQueue(background, at_once=2)
    go_on, running, others = threading.Event(), list[int](), threading.Event()

    def hold() -> None:
        running.append(1)
        assert go_on.wait(PATIENCE_SECONDS)

    for _ in range(10):
        queue.run("viewer", hold)
    wait_until(lambda: len(running) == 2)
    queue.run("sender", others.set)
    assert others.wait(PATIENCE_SECONDS)
    assert len(running) == 2

    go_on.set()
    wait_until(background.is_quiet)
    assert len(running) == 10
    assert background.stop()


def test_what_breaks_does_not_keep_back_what_the_person_asked_for_next(
    background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    queue, done = FairQueue(background), threading.Event()

    def breaks() -> None:
        raise ValueError("+14155550100")

    queue.run("U1", breaks)
    queue.run("U1", done.set)

    assert done.wait(PATIENCE_SECONDS)
    assert "ValueError" in caplog.text
    assert "4155550100" not in caplog.text


def test_who_was_refused_for_want_of_threads_may_come_again() -> None:
    background = Background(threads=1, waiting=0)
    queue, go_on, done = FairQueue(background), threading.Event(), threading.Event()
    queue.run("first", lambda: go_on.wait(PATIENCE_SECONDS))
    for _ in range(2):
        with pytest.raises(TooBusy):
            queue.run("second", done.set)
    go_on.set()
    wait_until(background.is_quiet)

    queue.run("second", done.set)
    assert done.wait(PATIENCE_SECONDS)
    assert background.stop()


def test_the_stop_drops_what_waits() -> None:
    background = Background(threads=1, waiting=None)
    queue, begun, go_on = FairQueue(background), threading.Event(), threading.Event()
    done: list[int] = []

    def first() -> None:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)

    queue.run("U1", first)
    for number in range(3):
        queue.run("U1", lambda number=number: done.append(number))
    assert begun.wait(PATIENCE_SECONDS)
    background.stop(0)
    go_on.set()

    assert background.finish(PATIENCE_SECONDS)
    assert done == []


class RefusesOnce(OneThread):
    """Takes nothing on at first; while it refuses, ``meanwhile`` happens."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = meanwhile

    def run(self, work: Callable[[], object]) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
            raise TooBusy
        super().run(work)


def test_what_was_taken_on_while_another_piece_was_refused_is_done() -> None:
    done: list[str] = []
    thread = RefusesOnce(lambda: queue.run("U1", lambda: done.append("second")))
    queue = FairQueue(thread)  # type: ignore[arg-type] # a thread of the test's own

    with pytest.raises(TooBusy):
        queue.run("U1", lambda: done.append("first"))
    thread.work()

    assert done == ["second"]


def test_an_edit_that_was_taken_on_while_another_was_refused_is_made() -> None:
    made: list[str] = []
    thread = RefusesOnce(lambda: edits.run("V1", lambda: made.append("newer")))
    edits = LatestWins(thread)  # type: ignore[arg-type] # a thread of the test's own

    edits.run("V1", lambda: made.append("refused"))
    thread.work()
    edits.run("V1", lambda: made.append("later"))
    thread.work()

    assert made == ["newer", "later"]
