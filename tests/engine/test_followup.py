import logging
from datetime import timedelta

import pytest

from bot.engine.followup import Answer, NotAsked, Poll, follow, verdict
from bot.store import Database, SendState, follow_ups, sends
from bot.store.follow_ups import FollowUp
from bot.store.sends import Send
from bot.store.tables import follow_up
from tests.clock import FakeClock
from tests.store.samples import a_send_in, the, version_of

DEADLINE = timedelta(hours=1)


class Reports:
    """Stands for the report endpoint."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, send: Send) -> Answer:
        self.asked.append(send.id)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def watched(database: Database, clock: FakeClock) -> str:
    each = a_send_in(database, SendState.ACCEPTED, now=clock())
    with database.write() as conn:
        follow_ups.start(conn, each.id, clock(), clock() + DEADLINE)
    return each.id


def watching(database: Database) -> int:
    with database.read() as conn:
        return len(conn.execute(follow_up.select()).all())


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("delivered", SendState.DELIVERED),
        (" Delivered ", SendState.DELIVERED),
        ("undelivered", SendState.UNDELIVERED),
        ("failed", SendState.UNDELIVERED),
        ("REJECTED", SendState.UNDELIVERED),
    ],
)
def test_a_final_word_ends_the_following(
    either: Database, clock: FakeClock, word: str, state: SendState
) -> None:
    send_id = watched(either, clock)
    clock.advance(seconds=10)
    assert follow(either, clock, Reports(Poll(word, "Carrier said no"))) == (send_id,)
    found = the(either, send_id)
    assert (found.state, found.report_status, found.report_error) == (state, word, "Carrier said no")
    assert watching(either) == 0
    with either.read() as conn:
        assert version_of(conn, send_id) == 1


@pytest.mark.parametrize("word", ["", "queued", "sending", "sent", "handset off", "delivered?"])
def test_any_other_word_is_still_in_progress(word: str) -> None:
    assert verdict(word) is None


def test_nothing_due_asks_nobody(either: Database, clock: FakeClock) -> None:
    watched(either, clock)
    clock.advance(seconds=9)
    assert follow(either, clock, Reports()) == ()


def test_the_questions_become_rarer_and_end_at_the_deadline(either: Database, clock: FakeClock) -> None:
    send_id = watched(either, clock)
    began = clock()
    times: list[float] = []
    while watching(either):
        clock.advance(seconds=5)
        if follow(either, clock, Reports(Poll("sent"))):
            times.append((clock() - began).total_seconds())
    assert times == [10, 40, 100, 400, 1300, 2200, 3100, 3600]
    assert the(either, send_id).state is SendState.NO_NEWS


def test_progress_is_kept_without_drawing_the_message(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    clock.advance(seconds=10)
    follow(database, clock, Reports(Poll("sent")))
    first = the(database, send_id)
    clock.advance(seconds=30)
    follow(database, clock, Reports(Poll("sent")))
    assert (first.state, first.report_status) == (SendState.ACCEPTED, "sent")
    assert the(database, send_id) == first
    with database.read() as conn:
        assert version_of(conn, send_id) == 0


@pytest.mark.parametrize("answer", [None, ValueError("14155550100 is odd")])
def test_a_report_that_cannot_be_read_is_asked_for_again(
    database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture, answer: Exception | None
) -> None:
    first, second = watched(database, clock), watched(database, clock)
    clock.advance(seconds=10)
    with caplog.at_level(logging.ERROR):
        follow(database, clock, Reports(answer, Poll("delivered")))
    states = {the(database, first).state, the(database, second).state}
    assert states == {SendState.ACCEPTED, SendState.DELIVERED}
    assert watching(database) == 1
    assert "14155550100" not in caplog.text


def test_no_answer_at_the_deadline_is_no_news(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    clock.advance(seconds=3600)
    follow(database, clock, Reports(None))
    assert the(database, send_id).state is SendState.NO_NEWS


def test_a_last_answer_at_the_deadline_counts(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    clock.advance(seconds=3600)
    follow(database, clock, Reports(Poll("delivered")))
    assert the(database, send_id).state is SendState.DELIVERED


def the_follow_up(database: Database) -> FollowUp:
    with database.read() as conn:
        row = conn.execute(follow_up.select()).one()
    return FollowUp(row.send_id, row.due_at, row.deadline, row.polls)


def test_what_was_not_asked_does_not_count_as_a_question(either: Database, clock: FakeClock) -> None:
    watched(either, clock)
    clock.advance(seconds=10)
    until = clock() + timedelta(seconds=30)

    follow(either, clock, Reports(NotAsked(until)))

    waits = the_follow_up(either)
    assert (waits.polls, waits.due_at) == (0, until)
    clock.advance(seconds=29)
    assert follow(either, clock, Reports()) == ()
    clock.advance(seconds=1)
    follow(either, clock, Reports(Poll("sent")))
    waits = the_follow_up(either)
    assert (waits.polls, waits.due_at) == (1, clock() + timedelta(seconds=30))


def test_a_question_that_was_not_asked_by_the_deadline_is_asked_after_it(
    database: Database, clock: FakeClock
) -> None:
    send_id = watched(database, clock)
    clock.advance(seconds=3600)
    follow(database, clock, Reports(NotAsked(clock() + timedelta(seconds=30))))
    assert the(database, send_id).state is SendState.ACCEPTED

    clock.advance(seconds=30)
    follow(database, clock, Reports(Poll("delivered")))

    assert the(database, send_id).state is SendState.DELIVERED


def test_a_send_that_moved_on_is_not_asked_about(database: Database, clock: FakeClock) -> None:
    send_id = watched(database, clock)
    with database.write() as conn:
        assert sends.move(conn, send_id, SendState.SUPERSEDED, now=clock())
    clock.advance(seconds=10)
    reports = Reports()
    assert follow(database, clock, reports) == (send_id,)
    assert reports.asked == []
    assert watching(database) == 0


def test_a_chunk_is_bounded(database: Database, clock: FakeClock) -> None:
    for _ in range(3):
        watched(database, clock)
    clock.advance(seconds=10)
    assert len(follow(database, clock, Reports(None, None), limit=2)) == 2
    assert len(follow(database, clock, Reports(None), limit=2)) == 1
