from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.store import Database, SendState, follow_ups
from bot.store.follow_ups import FollowUp, next_poll
from tests.store.samples import NOON, a_send_in

HOUR = timedelta(hours=1)
LEASE = 60


def claimed(database: Database, seconds: float, limit: int = 10) -> tuple[FollowUp, ...]:
    now = NOON + timedelta(seconds=seconds)
    with database.write() as conn:
        is_any = follow_ups.any_due(conn, now)
        found = follow_ups.claim_due(conn, now, LEASE, limit)
    assert is_any is bool(found)
    return found


def watched(database: Database, *, rank: int = follow_ups.FIRST, seconds: float = 0) -> str:
    each = a_send_in(database, SendState.ACCEPTED)
    now = NOON + timedelta(seconds=seconds)
    with database.write() as conn:
        follow_ups.start(conn, each.id, now, now + HOUR, rank=rank)
    return each.id


def test_the_first_rank_comes_first_and_within_a_rank_what_is_due_longest(either: Database) -> None:
    rows = [watched(either, rank=follow_ups.LAST, seconds=each) for each in (1, 0)]
    singles = [watched(either, seconds=each) for each in (30, 20)]
    found = [claimed(either, 90, limit=1)[0].send_id for _ in range(4)]
    assert found == [*reversed(singles), *reversed(rows)]


def test_the_first_question_comes_after_ten_seconds(either: Database) -> None:
    send_id = watched(either)
    assert claimed(either, 9) == ()
    assert claimed(either, 10) == (FollowUp(send_id, NOON + timedelta(seconds=10), NOON + HOUR, 0),)


def test_a_lost_claim_comes_back_when_its_lease_ends(either: Database) -> None:
    watched(either)
    first = claimed(either, 10)
    assert claimed(either, 10 + LEASE - 1) == ()
    assert claimed(either, 10 + LEASE) == first


def test_asked_again_at_the_time_written(either: Database) -> None:
    watched(either)
    (row,) = claimed(either, 10)
    later = replace(row, due_at=NOON + timedelta(seconds=40), polls=1)
    with either.write() as conn:
        follow_ups.reschedule(conn, [later])
        follow_ups.reschedule(conn, [])
    assert claimed(either, 39) == ()
    assert claimed(either, 40) == (later,)


def test_a_chunk_is_bounded(either: Database) -> None:
    ids = {watched(either), watched(either)}
    first, second = claimed(either, 10, limit=1), claimed(either, 10, limit=1)
    assert {row.send_id for row in first + second} == ids
    assert len(first) == 1


def test_watching_twice_changes_nothing(either: Database) -> None:
    send_id = watched(either)
    with either.write() as conn:
        follow_ups.start(conn, send_id, NOON + HOUR, NOON + 2 * HOUR)
    assert claimed(either, 10)[0].deadline == NOON + HOUR


def test_finished_is_not_asked_about(either: Database) -> None:
    send_id = watched(either)
    with either.write() as conn:
        follow_ups.finish(conn, [send_id])
        assert not follow_ups.any_due(conn, NOON + HOUR)
    assert claimed(either, 3600) == ()


def test_the_pauses_grow() -> None:
    far = NOON + 24 * HOUR
    pauses = [(next_poll(polls, NOON, far) - NOON).total_seconds() for polls in range(7)]
    assert pauses == [10, 30, 60, 300, 900, 900, 900]


@given(polls=st.integers(0, 10_000), left=st.floats(0, 1e6))
def test_a_question_is_never_later_than_the_deadline(polls: int, left: float) -> None:
    deadline = NOON + timedelta(seconds=left)
    assert NOON <= next_poll(polls, NOON, deadline) <= deadline


def test_the_last_question_falls_on_the_deadline() -> None:
    assert next_poll(9, NOON, NOON + timedelta(seconds=5)) == NOON + timedelta(seconds=5)


def test_one_of_many_is_asked_about_after_a_minute_or_at_its_deadline(either: Database) -> None:
    send_id = watched(either, rank=follow_ups.LAST)
    assert claimed(either, 59) == ()
    assert claimed(either, 60) == (FollowUp(send_id, NOON + timedelta(seconds=60), NOON + HOUR, 0),)
