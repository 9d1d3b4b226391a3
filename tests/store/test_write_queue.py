"""Who writes next: in the order they came, a person before a job."""

import threading

import pytest

from bot.store.write_queue import WriteQueue
from tests.patience import PATIENCE_SECONDS, wait_until


def queue_up(turns: WriteQueue, told: list[str], name: str, *, urgent: bool) -> threading.Thread:
    """Start a thread that waits for a turn, and return when it stands in line."""
    line = turns._urgent if urgent else turns._patient
    before = len(line)

    def wait() -> None:
        with turns.take(urgent=urgent):
            told.append(name)

    thread = threading.Thread(target=wait)
    thread.start()
    wait_until(lambda: len(line) > before)
    return thread


def test_the_urgent_go_first_and_each_line_keeps_its_order() -> None:
    turns, told = WriteQueue(), list[str]()

    with turns.take(urgent=False):
        threads = [
            queue_up(turns, told, "job 1", urgent=False),
            queue_up(turns, told, "person 1", urgent=True),
            queue_up(turns, told, "job 2", urgent=False),
            queue_up(turns, told, "person 2", urgent=True),
        ]
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert told == ["person 1", "person 2", "job 1", "job 2"]


def test_a_turn_inside_a_turn_is_refused_not_waited_for() -> None:
    turns = WriteQueue()

    with (
        turns.take(urgent=False),
        pytest.raises(RuntimeError, match="inside another"),
        turns.take(urgent=True),
    ):
        pass

    with turns.take(urgent=True):
        pass


def test_what_breaks_in_a_turn_hands_it_on() -> None:
    turns = WriteQueue()

    with pytest.raises(LookupError), turns.take(urgent=False):
        raise LookupError

    with turns.take(urgent=False):
        pass
