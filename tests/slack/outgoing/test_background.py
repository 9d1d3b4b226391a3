"""Work behind a listener's back: bounded, and never silent about what breaks."""

import threading
from collections.abc import Callable, Iterator

import pytest

from bot import foreground, request_ids
from bot.errors import TooBusy
from bot.slack.outgoing import background as module
from bot.slack.outgoing.background import Background, LatestWins
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.fair_queue import FairQueue
from tests.patience import PATIENCE_SECONDS, wait_until


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=2)
    yield background
    background.stop()


class Held:
    """Work that begins, and then goes on only when told to."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def __call__(self) -> None:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_SECONDS)


def finish(background: Background) -> None:
    """Wait until everything handed over has been done, and what that handed on."""
    assert background.finish(PATIENCE_SECONDS)


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


def test_of_the_edits_that_wait_for_one_view_only_the_newest_is_made(background: Background) -> None:
    edits, made, held = LatestWins(background), list[str](), Held()
    edits.run("V1", held)
    assert held.begun.wait(PATIENCE_SECONDS)
    for text in ("H", "He", "Hel"):
        edits.run("V1", lambda text=text: made.append(text))

    held.go_on.set()
    finish(background)

    assert made == ["Hel"]


def test_edits_that_wait_for_a_view_are_dropped_and_the_one_that_runs_is_waited_for(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OVERTAKEN_SECONDS", PATIENCE_SECONDS)
    edits, made, held, is_dropped = LatestWins(background), list[str](), Held(), threading.Event()
    edits.run("V1", held)
    assert held.begun.wait(PATIENCE_SECONDS)
    edits.run("V1", lambda: made.append("overtaken by the submission"))

    edits.drop("V2")
    dropping = threading.Thread(target=lambda: (edits.drop("V1"), is_dropped.set()))
    dropping.start()
    assert not is_dropped.wait(0.05)
    held.go_on.set()
    assert is_dropped.wait(PATIENCE_SECONDS)
    dropping.join(PATIENCE_SECONDS)
    finish(background)
    edits.run("V1", lambda: made.append("later"))
    finish(background)

    assert made == ["later"]


def test_an_edit_that_does_not_end_holds_the_answer_up_for_a_moment_only(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OVERTAKEN_SECONDS", 0.01)
    edits, held = LatestWins(background), Held()
    edits.run("V1", held)
    assert held.begun.wait(PATIENCE_SECONDS)

    with foreground.answering():
        edits.drop("V1")

    held.go_on.set()
    finish(background)


def test_an_edit_that_no_thread_has_begun_may_be_dropped_or_overtaken_too() -> None:
    later = Later()
    edits, made = LatestWins(later), list[str]()
    edits.run("V1", lambda: made.append("overtaken by the submission"))
    edits.drop("V1")
    edits.run("V2", lambda: made.append("Hel"))
    edits.run("V2", lambda: made.append("Hello"))
    later.begin()

    assert made == ["Hello"]
    edits.run("V1", lambda: made.append("anew"))
    later.begin()
    assert made == ["Hello", "anew"]


class Later:
    """A background whose threads begin when they are told to."""

    def __init__(self) -> None:
        self._work: list[Callable[[], object]] = []
        self.run = self._work.append
        self.hand_on = self._work.append

    def begin(self) -> None:
        """Do all that waits."""
        while self._work:
            self._work.pop(0)()


def test_edits_of_another_view_are_not_overtaken(background: Background) -> None:
    edits, made, held = LatestWins(background), list[str](), Held()
    edits.run("V1", held)
    assert held.begun.wait(PATIENCE_SECONDS)
    edits.run("V1", lambda: made.append("one"))
    edits.run("V2", lambda: made.append("two"))

    held.go_on.set()
    finish(background)

    assert sorted(made) == ["one", "two"]


def test_an_edit_that_breaks_does_not_keep_the_next_one_back(
    background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    edits, made, held = LatestWins(background), list[str](), Held()

    def breaks() -> None:
        held()
        raise ValueError("+14155550100")

    edits.run("V1", breaks)
    assert held.begun.wait(PATIENCE_SECONDS)
    edits.run("V1", lambda: made.append("next"))
    held.go_on.set()
    finish(background)
    edits.run("V1", lambda: made.append("later"))
    finish(background)

    assert made == ["next", "later"]
    assert "ValueError" in caplog.text
    assert "4155550100" not in caplog.text


class FullOnce:
    """A background that refuses the first piece of work and does the others at once."""

    def __init__(self) -> None:
        self.refused = 0

    def run(self, work: Callable[[], object]) -> None:
        if not self.refused:
            self.refused += 1
            raise TooBusy
        work()


def test_a_view_whose_edit_was_refused_may_be_edited_later() -> None:
    edits, made = LatestWins(FullOnce()), list[str]()
    with pytest.raises(TooBusy):
        edits.run("V1", lambda: made.append("refused"))

    edits.run("V1", lambda: made.append("later"))

    assert made == ["later"]


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
