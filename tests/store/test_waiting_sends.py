"""Sends that wait in the queue, and moves that only one of two may make."""

from datetime import timedelta

import pytest

from bot.store import Database, SendState, sends
from tests.store.samples import NOON, a_send_in, the

LATER = NOON + timedelta(minutes=5)


def test_a_forgotten_send_is_counted_once_however_often_it_is_found(either: Database) -> None:
    queued, attempting = a_send_in(either, SendState.QUEUED), a_send_in(either, SendState.ATTEMPTING)
    other = a_send_in(either, SendState.QUEUED, now=LATER)
    a_send_in(either, SendState.QUEUED, parent_id="a" * 32, line=1)  # whoever runs its list looks after it
    with either.write() as conn:
        assert {each.id for each in sends.queued_before(conn, LATER, now=LATER)} == {queued.id}
        assert sends.requeue(conn, queued.id, wave=0, now=LATER) == 1
        assert sends.requeue(conn, queued.id, wave=0, now=LATER) is None
        assert sends.requeue(conn, attempting.id, wave=0, now=LATER) is None
        assert sends.queued_before(conn, LATER, now=LATER) == ()
    assert the(either, other.id) == other


@pytest.mark.parametrize(("ahead", "found"), [(0, False), (60, False), (61, True), (86_400, True)])
def test_what_was_queued_at_a_time_yet_to_come_is_found_for_the_clock_was_set_back(
    either: Database, ahead: float, *, found: bool
) -> None:
    queued = a_send_in(either, SendState.QUEUED)
    now = NOON - timedelta(seconds=ahead)
    with either.write() as conn:
        forgotten = sends.queued_before(conn, now - timedelta(minutes=8), now=now)
        assert [each.id for each in forgotten] == ([queued.id] if found else [])
        assert sends.requeue(conn, queued.id, wave=0, now=now) == 1
        assert sends.queued_before(conn, now - timedelta(minutes=8), now=now) == ()


@pytest.mark.parametrize("seen", [SendState.SCHEDULED, SendState.DRAFT, SendState.DELIVERED])
def test_a_move_from_the_state_one_has_seen_fails_when_somebody_was_quicker(
    either: Database, seen: SendState
) -> None:
    unknown = a_send_in(either, SendState.UNKNOWN)
    with either.write() as conn:
        assert not sends.move(conn, unknown.id, SendState.QUEUED, now=LATER, only_from=seen)
        assert sends.move(conn, unknown.id, SendState.QUEUED, now=LATER, only_from=SendState.UNKNOWN)


def test_those_that_wait_are_looked_after_a_portion_at_a_time(database: Database) -> None:
    for _ in range(3):
        a_send_in(database, SendState.QUEUED)
    with database.read() as conn:
        assert len(sends.queued_before(conn, LATER, now=LATER, limit=2)) == 2
