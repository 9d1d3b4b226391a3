"""A tick of the clock with nothing due costs one question, whatever has happened before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

import pytest
from sqlalchemy import event

from bot.store.states import SendState
from tests.flows.harness import Harness
from tests.patience import PATIENCE_SECONDS, wait_until


@contextmanager
def statements(harness: Harness) -> Iterator[list[str]]:
    """Give what this thread has the database do; the other threads of the bot are left out."""
    here, made = threading.get_ident(), list[str]()

    def note(statement: str) -> None:
        if threading.get_ident() == here:
            made.append(statement)

    def begin(connection: Connection, *_: object) -> None:
        connection.set_trace_callback(note)

    event.listen(harness.bot.database.engine, "checkout", begin)
    try:
        yield made
    finally:
        event.remove(harness.bot.database.engine, "checkout", begin)


def idle_tick(harness: Harness) -> list[str]:
    """Tick until nothing is left to do, and return what the last tick had the database do."""
    found = list[str]()

    def is_idle() -> bool:
        with statements(harness) as made:
            harness.tick(seconds=5)
        found[:] = made
        return len(made) <= 3

    wait_until(is_idle)
    return found


def test_an_idle_tick_asks_one_question(harness: Harness) -> None:
    made = idle_tick(harness)
    assert [each for each in made if each not in {"BEGIN", "ROLLBACK"}] == made[1:2], made


def test_what_has_come_to_its_end_is_not_asked_about_again(harness: Harness) -> None:
    harness.send("/sms 14155550100 See you tomorrow")
    harness.until(SendState.ACCEPTED)
    harness.drawn()
    harness.clock.advance(days=30)
    assert len(idle_tick(harness)) == 3
    assert harness.newest().state in {SendState.DELIVERED, SendState.NO_NEWS}


def test_work_that_went_on_while_it_looked_is_not_rest(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = harness.bot._infrastructure
    edits = house.edits

    def another_begins() -> bool:
        house.background.run(list)
        assert house.background.finish(PATIENCE_SECONDS)
        return True

    with monkeypatch.context() as patched:
        patched.setattr(edits, "is_quiet", another_begins)
        assert not harness.bot.is_quiet()
    assert harness.bot.is_quiet()


def test_what_was_over_between_two_looks_is_waited_for_while_it_is_drawn(harness: Harness) -> None:
    house, drawn = harness.bot._infrastructure, threading.Event()

    def draws() -> None:
        assert drawn.wait(PATIENCE_SECONDS)

    def its_job_just_ended() -> bool:
        house.background.run(draws)
        return True

    def its_drawing_just_ended() -> bool:
        house.background.run(list)
        assert house.background.finish(PATIENCE_SECONDS)
        return True

    harness.quiet()
    assert not harness.rests(its_job_just_ended)
    drawn.set()
    harness.quiet()
    assert not harness.rests(its_drawing_just_ended)
    assert harness.rests(lambda: True)
