"""Reports on many texts at once, and many texts to be reported on."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event

from bot.engine.followup import CHUNK, Answer, Learned, NotAsked, Poll, follow, follow_all, verdict
from bot.store import Database, SendState
from bot.store.follow_ups import LAST, finish
from bot.store.sends import Send
from bot.store.tables import follow_up
from bot.store.tables import send as send_table
from tests.clock import FakeClock
from tests.engine.test_followup import DEADLINE, Reports, watched, watching
from tests.patience import PATIENCE_SECONDS
from tests.store.samples import the, version_of


def test_figures_are_written_and_the_question_comes_again(either: Database, clock: FakeClock) -> None:
    send_id = watched(either, clock)
    noted: list[str] = []

    def note(_conn: Connection, send: Send, _now: datetime) -> None:
        noted.append(send.id)

    clock.advance(seconds=10)
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
        clock.advance(seconds=60)
        follow(database, clock, Reports(Learned({"successful": 3, "failed": 0})))
    with database.read() as conn:
        assert version_of(conn, send_id) == 1


def test_a_last_report_ends_the_following(either: Database, clock: FakeClock) -> None:
    send_id = watched(either, clock)
    clock.advance(seconds=10)
    follow(either, clock, Reports(Learned({"successful": 4, "failed": 0}, final=SendState.DELIVERED)))
    found = the(either, send_id)
    assert (found.state, found.successful) == (SendState.DELIVERED, 4)
    assert watching(either) == 0


def test_at_the_deadline_the_last_figures_stand(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    clock.advance(seconds=DEADLINE.total_seconds())
    follow(database, clock, Reports(Learned({"successful": 2, "failed": 0})))
    found = the(database, send_id)
    assert (found.state, found.successful) == (SendState.NO_NEWS, 2)


def test_everything_due_is_asked_about_chunk_after_chunk(database: Database, clock: FakeClock) -> None:
    ids = {watched(database, clock) for _ in range(230)}
    clock.advance(seconds=10)
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
    clock.advance(seconds=10)
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
            clock.advance(seconds=10)  # now the single text is due as well
        return Poll("delivered")

    clock.advance(seconds=9)
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
    clock.advance(seconds=10)
    together = threading.Barrier(2)

    def poll(_send: Send) -> Answer:
        together.wait(PATIENCE_SECONDS)  # breaks when they come one after the other
        return Poll("delivered")

    with ThreadPoolExecutor(2) as executor:
        assert follow_all(database, clock, poll, executor) == 2
    assert watching(database) == 0


SAID = (None, Poll("delivered"), Poll("failed", "Carrier said no"), Poll("sent"), Poll("sent", "odd"))


def test_each_of_many_is_written_as_if_it_were_alone(either: Database, clock: FakeClock) -> None:
    ids = [watched(either, clock) for _ in range(4 * len(SAID))]
    said = {each: SAID[place % len(SAID)] for place, each in enumerate(ids)}
    with either.write() as conn:
        conn.execute(
            send_table.update().where(send_table.c.id.in_(ids[:5])).values(state=SendState.SUPERSEDED.value)
        )
    clock.advance(seconds=10)

    follow(either, clock, lambda send: said[send.id])

    for each in ids[:5]:
        assert the(either, each).state is SendState.SUPERSEDED
    for each in ids[5:]:
        found, answer = the(either, each), said[each]
        final = None if answer is None else verdict(answer.status)
        assert found.state is (final or SendState.ACCEPTED)
        expected = (None, None) if answer is None else (answer.status, answer.error)
        assert (found.report_status, found.report_error) == expected
        with either.read() as conn:
            assert version_of(conn, each) == (1 if final else 0)
    assert watching(either) == sum(
        answer is None or verdict(answer.status) is None for answer in list(said.values())[5:]
    )


@pytest.mark.parametrize("late", [False, True])
def test_answers_of_every_kind_in_one_chunk_count_as_if_each_came_alone(
    database: Database, clock: FakeClock, *, late: bool
) -> None:
    def learned(limit: int) -> list[tuple[object, ...]]:
        until = clock() + 2 * DEADLINE
        last = Learned({"successful": 4}, final=SendState.DELIVERED)
        every = (NotAsked(until), last, Learned({"successful": 3}), *SAID) * 2
        said = {watched(database, clock): each for each in every}
        clock.advance(seconds=DEADLINE.total_seconds() if late else 10)
        asked = [follow(database, clock, lambda send: said[send.id], limit=limit) for _ in range(len(said))]
        assert {each for chunk in asked for each in chunk} == said.keys()
        with database.write() as conn:
            waiting = {row.send_id: row for row in conn.execute(follow_up.select())}
            finish(conn, list(waiting))
        return [
            (found.state, found.report_status, found.report_error, found.successful, version)
            + (() if next_ is None else (next_.polls, next_.due_at - clock()))
            for each in said
            for found, version in [(the(database, each), _version(database, each))]
            for next_ in [waiting.get(each)]
        ]

    assert learned(CHUNK) == learned(1)


def _version(database: Database, send_id: str) -> int:
    with database.read() as conn:
        return version_of(conn, send_id)


def test_a_chunk_takes_as_many_statements_as_there_are_answers_not_texts(
    database: Database, clock: FakeClock
) -> None:
    taken: list[int] = []
    for texts in (5, CHUNK):
        ids = [watched(database, clock) for _ in range(texts)]
        said = {each: SAID[place % len(SAID)] for place, each in enumerate(ids)}
        clock.advance(seconds=10)
        with statements(database) as made:
            assert len(follow(database, clock, lambda send, said=said: said[send.id])) == texts
        taken.append(len(made))
        with database.write() as conn:
            finish(conn, ids)
    assert taken[0] == taken[1]


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Give the statements that are sent to the database meanwhile."""
    made: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        made.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield made
    event.remove(database.engine, "before_cursor_execute", note)
