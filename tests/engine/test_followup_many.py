"""Reports on many texts at once, and many texts to be reported on."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Connection

from bot.engine.followup import Answer, Learned, Poll, follow, follow_all
from bot.store import Database, SendState
from bot.store.sends import Send
from tests.engine.test_followup import DEADLINE, Reports, watched, watching
from tests.store.samples import FakeClock, the, version_of

SOON = 10.0


def test_figures_are_written_and_the_question_comes_again(either: Database, clock: FakeClock) -> None:
    send_id = watched(either, clock)
    noted: list[str] = []

    def note(_conn: Connection, send: Send, _now: datetime) -> None:
        noted.append(send.id)

    clock.advance(10)
    follow(either, clock, Reports(Learned({"successful": 3, "failed": 1}, noted=note)))

    found = the(either, send_id)
    assert (found.state, found.successful, found.failed) == (SendState.ACCEPTED, 3, 1)
    assert noted == [send_id]
    assert watching(either) == 1
    with either.read() as conn:
        assert version_of(conn, send_id) == 1


def test_figures_that_stay_the_same_draw_nothing_anew(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    for _ in range(2):
        clock.advance(60)
        follow(database, clock, Reports(Learned({"successful": 3, "failed": 0})))
    with database.read() as conn:
        assert version_of(conn, send_id) == 1


def test_a_last_report_ends_the_following(either: Database, clock: FakeClock) -> None:
    send_id = watched(either, clock)
    clock.advance(10)
    follow(either, clock, Reports(Learned({"successful": 4, "failed": 0}, final=SendState.DELIVERED)))
    found = the(either, send_id)
    assert (found.state, found.successful) == (SendState.DELIVERED, 4)
    assert watching(either) == 0


def test_at_the_deadline_the_last_figures_stand(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    clock.advance(DEADLINE.total_seconds())
    follow(database, clock, Reports(Learned({"successful": 2, "failed": 0})))
    found = the(database, send_id)
    assert (found.state, found.successful) == (SendState.NO_NEWS, 2)


def test_everything_due_is_asked_about_chunk_after_chunk(database: Database, clock: FakeClock) -> None:
    ids = {watched(database, clock) for _ in range(230)}
    clock.advance(10)
    asked: list[str] = []

    def poll(send: Send) -> Answer:
        asked.append(send.id)
        return Poll("delivered")

    with ThreadPoolExecutor(4) as executor:
        assert follow_all(database, clock, poll, executor) == 230
        assert follow_all(database, clock, poll, executor) == 0

    assert sorted(asked) == sorted(ids)
    assert watching(database) == 0


def test_one_tick_asks_no_more_than_so_many(database: Database, clock: FakeClock) -> None:
    for _ in range(230):
        watched(database, clock)
    clock.advance(10)
    with ThreadPoolExecutor(1) as executor:
        assert follow_all(database, clock, lambda _send: Poll("delivered"), executor, most=100) == 100
    assert watching(database) == 130


def test_questions_are_asked_side_by_side(database: Database, clock: FakeClock) -> None:
    for _ in range(2):
        watched(database, clock)
    clock.advance(10)
    together = threading.Barrier(2)

    def poll(_send: Send) -> Answer:
        together.wait(SOON)  # breaks when they come one after the other
        return Poll("delivered")

    with ThreadPoolExecutor(2) as executor:
        assert follow_all(database, clock, poll, executor) == 2
    assert watching(database) == 0
