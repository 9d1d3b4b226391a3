"""Of the edits that wait for one view only the newest is made."""

import threading
from collections.abc import Callable, Iterator

import pytest

from bot import foreground
from bot.errors import TooBusy
from bot.slack.outgoing import background as module
from bot.slack.outgoing.background import Background, LatestWins
from tests.patience import PATIENCE_SECONDS
from tests.slack.outgoing.held import Held, finish


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=2)
    yield background
    background.stop()


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
