"""Reports on many texts at once, and many texts to be reported on."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.engine.followup import CHUNK, Answer, Learned, Poll, follow, follow_all
from bot.store import Database, SendState
from bot.store.follow_ups import LAST, finish
from bot.store.sends import Send
from bot.store.tables import follow_up
from bot.store.tables import send as send_table
from tests.engine.test_followup import DEADLINE, Reports, watched, watching
from tests.patience import PATIENCE_SECONDS
from tests.store.samples import FakeClock, the, version_of


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


def test_a_single_text_that_comes_due_among_thousands_of_rows_is_asked_about_in_the_next_chunk(
    database: Database, clock: FakeClock
) -> None:
    rows, single = many_rows(database, clock, 6000), watched(database, clock)
    asked: list[str] = []

    def poll(send: Send) -> Answer:
        asked.append(send.id)
        if len(asked) == 1:
            clock.advance(10)  # now the single text is due as well
        return Poll("delivered")

    clock.advance(9)
    follow(database, clock, poll)
    assert set(asked) <= rows
    assert len(asked) == CHUNK
    follow(database, clock, poll)
    assert single in asked[CHUNK:]
    assert len(asked) == 2 * CHUNK


def many_rows(database: Database, clock: FakeClock, count: int) -> set[str]:
    """Rows of a list that are due already, so many that many chunks are needed for them."""
    like = the(database, watched(database, clock))
    usual = {column.name: getattr(like, column.name) for column in send_table.columns}
    ids = [f"{number:032x}" for number in range(count)]
    values = [usual | {"id": each, "key": each, "parent_id": "list", "line": 1} for each in ids]
    due = {"due_at": clock() - timedelta(minutes=1), "deadline": clock() + DEADLINE, "rank": LAST}
    with database.write() as conn:
        finish(conn, [like.id])
        conn.execute(send_table.insert(), values)
        conn.execute(follow_up.insert(), [{"send_id": each, **due} for each in ids])
    return set(ids)


def test_questions_are_asked_side_by_side(database: Database, clock: FakeClock) -> None:
    for _ in range(2):
        watched(database, clock)
    clock.advance(10)
    together = threading.Barrier(2)

    def poll(_send: Send) -> Answer:
        together.wait(PATIENCE_SECONDS)  # breaks when they come one after the other
        return Poll("delivered")

    with ThreadPoolExecutor(2) as executor:
        assert follow_all(database, clock, poll, executor) == 2
    assert watching(database) == 0
