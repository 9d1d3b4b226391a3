"""Whoever Slack waits for goes first, and nobody who can wait waits for ever."""

import threading

import pytest

from bot import foreground
from tests.patience import PATIENCE_SECONDS

NEVER = PATIENCE_SECONDS * 10


def test_what_can_wait_waits_until_everybody_is_answered() -> None:
    waited, begun = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        foreground.give_way(NEVER)
        waited.set()

    with foreground.answering():
        with foreground.answering():  # part of the first
            thread = threading.Thread(target=work)
            thread.start()
            assert begun.wait(PATIENCE_SECONDS)
            assert not waited.wait(0.05)
        assert not waited.wait(0.05)
    assert waited.wait(PATIENCE_SECONDS)
    thread.join()


def test_it_gets_on_however_long_somebody_is_being_answered() -> None:
    with foreground.answering():
        foreground.give_way(0.001)
    foreground.give_way(NEVER)


def test_who_waits_for_the_network_is_in_nobodys_way() -> None:
    with foreground.answering():
        with foreground.waiting():
            foreground.give_way(NEVER)
        waited = threading.Event()
        thread = threading.Thread(target=lambda: (foreground.give_way(NEVER), waited.set()))
        thread.start()
        assert not waited.wait(0.05)
        with foreground.waiting():
            assert waited.wait(PATIENCE_SECONDS)
        thread.join()
        foreground.give_way(0.001)  # answered again, so this waits as long as it may


def test_who_answers_nobody_may_wait_for_the_network_too() -> None:
    with foreground.waiting():
        pass
    with foreground.answering():
        thread = threading.Thread(target=lambda: foreground.give_way(NEVER))
        thread.start()
    thread.join()


def test_what_is_put_off_is_done_after_the_answer_even_after_one_that_broke() -> None:
    done: list[str] = []

    def answer(*, breaks: bool) -> None:
        with foreground.answering():
            foreground.after_answer(lambda: done.append("afterwards"))
            done.append("answered")
            if breaks:
                raise ZeroDivisionError

    answer(breaks=False)
    with pytest.raises(ZeroDivisionError):
        answer(breaks=True)
    foreground.after_answer(lambda: done.append("straight away"))

    assert done == [*["answered", "afterwards"] * 2, "straight away"]


def test_another_thread_puts_nothing_off() -> None:
    done = threading.Event()
    with foreground.answering():
        thread = threading.Thread(target=lambda: foreground.after_answer(done.set))
        thread.start()
        assert done.wait(PATIENCE_SECONDS)
        thread.join()
