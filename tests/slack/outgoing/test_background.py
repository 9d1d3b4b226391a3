"""Work behind a listener's back: bounded, and never silent about what breaks."""

import threading
from collections.abc import Callable, Iterator

import pytest

from bot import foreground, request_ids
from bot.errors import TooBusy
from bot.slack.outgoing.background import Background, LatestWins
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.fair_queue import FairQueue
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.slack.outgoing.held import Held, finish


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=2)
    yield background
    background.stop()


def test_work_is_handed_over_and_done_by_another_thread(background: Background) -> None:
    threads: list[int] = []
    background.run(lambda: threads.append(threading.get_ident()))
    finish(background)

    assert threads
    assert threads[0] != threading.get_ident()


def test_when_too_much_is_waiting_more_is_refused_until_there_is_room(background: Background) -> None:
    held, done = Held(), threading.Semaphore(0)
    background.run(held)
    assert held.begun.wait(PATIENCE_SECONDS)
    background.run(done.release)
    background.run(done.release)

    with pytest.raises(TooBusy) as refused:
        background.run(done.release)

    assert "Try again in a minute" in refused.value.sentence
    held.go_on.set()
    assert done.acquire(timeout=PATIENCE_SECONDS)
    assert done.acquire(timeout=PATIENCE_SECONDS)
    finish(background)


def test_work_that_breaks_is_logged_without_its_text_and_the_thread_lives_on(
    background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> None:
        raise ValueError("+14155550100 says hello")

    for _ in range(4):
        background.run(breaks)
        finish(background)

    assert len(caplog.records) == 4
    assert "ValueError" in caplog.text
    assert "test_background.py" in caplog.text
    assert "4155550100" not in caplog.text


def test_it_is_quiet_while_nothing_runs_or_waits(background: Background) -> None:
    held = Held()
    assert background.is_quiet()

    background.run(held)
    background.run(list)
    assert not background.is_quiet()

    held.go_on.set()
    wait_until(background.is_quiet)


def test_after_the_stop_nothing_is_taken_on_and_the_place_is_given_back() -> None:
    background = Background(threads=1, waiting=0)
    background.stop()

    for _ in range(3):
        with pytest.raises(TooBusy):
            background.run(lambda: None)


def test_the_stop_waits_for_what_has_begun_and_drops_what_has_not() -> None:
    background = Background(threads=1, waiting=100_000)
    held, dropped = Held(), threading.Event()
    background.run(held)
    assert held.begun.wait(PATIENCE_SECONDS)

    def takes_no_more() -> bool:
        try:
            background.run(dropped.set)
        except TooBusy:
            return True
        return False

    assert not takes_no_more()
    stopping = threading.Thread(target=background.stop)
    stopping.start()
    wait_until(takes_no_more)
    assert stopping.is_alive()

    held.go_on.set()
    stopping.join(PATIENCE_SECONDS)

    assert not stopping.is_alive()
    assert not dropped.is_set()


def test_the_stop_tells_that_all_has_ended() -> None:
    background = Background(threads=1, waiting=3)
    background.run(list)

    assert background.stop()


def test_the_stop_does_not_wait_for_ever_for_what_hangs() -> None:
    background = Background(threads=1, waiting=3)
    held, dropped = Held(), threading.Event()
    background.run(held)
    assert held.begun.wait(PATIENCE_SECONDS)
    background.run(dropped.set)

    assert not background.stop(patience=0.01)

    held.go_on.set()
    assert background.stop()
    assert background.is_quiet()
    assert not dropped.is_set()


def test_work_begins_once_slack_has_its_answer(background: Background) -> None:
    begun = threading.Event()
    with foreground.answering():
        background.run(begun.set)
        assert not background.is_quiet()
        assert not begun.wait(0.05)
    assert begun.wait(PATIENCE_SECONDS)
    assert background.finish(PATIENCE_SECONDS)


def test_a_stop_before_the_answer_drops_what_was_handed_over(background: Background) -> None:
    with foreground.answering():
        background.run(list)
        background.stop(patience=0)
    assert background.is_quiet()


@pytest.mark.parametrize("way", ["background", "latest", "fair", "coalescer"])
def test_work_is_done_for_the_request_it_was_handed_over_for(background: Background, way: str) -> None:
    latest, fair = LatestWins(background), FairQueue(background)
    edits = Coalescer(background, seconds=3600)
    ways: dict[str, Callable[[Callable[[], object]], None]] = {
        "background": background.run,
        "latest": lambda work: latest.run("view", work),
        "fair": lambda work: fair.run("U0MAYA", work),
        "coalescer": lambda work: edits.run("message", work),
    }
    seen: list[str] = []
    held = Held()
    background.run(held)
    assert held.begun.wait(PATIENCE_SECONDS)

    for each in ("first", "second"):  # the second one waits behind the first, where the way has it wait
        with request_ids.during(each):
            ways[way](lambda: seen.append(request_ids.current()))
    held.go_on.set()
    edits.stop()
    expected = ["second"] if way == "latest" else ["first", "second"]
    wait_until(lambda: len(seen) == len(expected))

    assert seen == expected
