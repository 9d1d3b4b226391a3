from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store import Database, SendState
from bot.store.sends import SendKind, annotations
from tests.store.samples import NOON, a_send_in, the, version_of

LATER = NOON + timedelta(minutes=5)
FOUND = {"evidence": {"balance": "It fell."}, "first_look_at": NOON, "last_look_at": NOON, "looks": 1}


def test_unknown_sends_are_explained_once(either: Database) -> None:
    unknown = a_send_in(either, SendState.UNKNOWN)
    a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        assert [each.id for each in annotations.unexplained(conn, NOON)] == [unknown.id]
        annotations.note_evidence(conn, unknown, FOUND, LATER)
        assert annotations.unexplained(conn, NOON) == ()
        assert version_of(conn, unknown.id) == 1
    found = the(either, unknown.id)
    assert (found.evidence, found.looks, found.updated_at) == (FOUND["evidence"], 1, LATER)


def test_what_was_settled_meanwhile_needs_no_evidence(either: Database) -> None:
    accepted = a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        annotations.note_evidence(conn, accepted, FOUND, LATER)
        assert version_of(conn, accepted.id) == 0
    assert the(either, accepted.id) == accepted


def test_what_was_found_for_one_attempt_is_not_kept_with_the_next(either: Database) -> None:
    again = a_send_in(either, SendState.UNKNOWN, wave=1)
    with either.write() as conn:
        annotations.note_evidence(conn, replace(again, wave=0), FOUND, LATER)
        assert version_of(conn, again.id) == 0
    assert the(either, again.id) == again


def test_a_claim_shows_nothing_and_one_left_behind_gives_way(either: Database) -> None:
    unknown, looked = (a_send_in(either, SendState.UNKNOWN) for _ in range(2))
    with either.write() as conn:
        assert annotations.locked_unknown(conn, unknown.id) == unknown
        annotations.note_claim(conn, unknown.id, NOON)
        annotations.note_evidence(conn, looked, FOUND, NOON)
        annotations.note_claim(conn, looked.id, NOON)
        assert annotations.unexplained(conn, NOON) == ()
        left = annotations.unexplained(conn, NOON + timedelta(microseconds=1))
        assert left == (replace(unknown, looking_since=NOON),)
        annotations.note_claim(conn, unknown.id, None)
        assert [each.id for each in annotations.unexplained(conn, NOON)] == [unknown.id]
        assert version_of(conn, unknown.id) == 0


def test_what_changed_lately_is_looked_into_again_the_longest_unseen_first(
    either: Database,
) -> None:
    looked = {"evidence": {"report": "Sent."}, "last_look_at": NOON}
    earlier = {"evidence": {}, "last_look_at": NOON - timedelta(hours=1)}
    later = a_send_in(either, SendState.UNKNOWN, updated_at=LATER + timedelta(seconds=1), **looked)
    at_it = a_send_in(either, SendState.UNKNOWN, updated_at=LATER, **looked)
    a_send_in(either, SendState.UNKNOWN, updated_at=LATER - timedelta(seconds=1), **looked)
    a_send_in(either, SendState.UNKNOWN, updated_at=LATER)
    row = a_send_in(either, SendState.UNKNOWN, updated_at=LATER, parent_id="a" * 32, line=1, **earlier)
    a_send_in(either, SendState.ACCEPTED, updated_at=LATER, **looked)
    with either.read() as conn:
        assert annotations.unknown_since(conn, LATER) == (row, at_it, later)
        assert annotations.unknown_since(conn, LATER, limit=1) == (row,)


def test_only_what_is_unknown_is_locked_to_be_looked_into(either: Database) -> None:
    accepted = a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        assert annotations.locked_unknown(conn, accepted.id) is None
        assert annotations.locked_unknown(conn, "no such id") is None


def test_a_late_scheduled_send_is_marked_once_and_keeps_waiting(either: Database) -> None:
    held = a_send_in(either, SendState.SCHEDULED)
    with either.write() as conn:
        for _ in range(2):
            annotations.note_overdue(conn, held.id, "overdue", LATER)
        assert version_of(conn, held.id) == 1
    found = the(either, held.id)
    assert (found.state, found.hold_code) == (SendState.SCHEDULED, "overdue")


@pytest.mark.parametrize("state", sorted(set(SendState) - {SendState.SCHEDULED}))
def test_only_what_the_bot_holds_is_late(database: Database, state: SendState) -> None:
    each = a_send_in(database, state)
    with database.write() as conn:
        annotations.note_overdue(conn, each.id, "overdue", LATER)
        assert version_of(conn, each.id) == 0
    assert the(database, each.id) == each


def test_a_persons_newest_sends_come_first(either: Database) -> None:
    older = a_send_in(either, SendState.DELIVERED)
    newer = a_send_in(either, SendState.QUEUED, created_at=LATER)
    a_send_in(either, SendState.DRAFT)
    a_send_in(either, SendState.DELIVERED, user_id="U0TOM")
    a_send_in(either, SendState.DELIVERED, parent_id="a" * 32, line=1)
    a_send_in(either, SendState.ACCEPTED, kind=SendKind.ELSEWHERE.value)
    with either.read() as conn:
        assert [each.id for each in annotations.newest_of(conn, "U0MAYA", 5)] == [newer.id, older.id]
        assert [each.id for each in annotations.newest_of(conn, "U0MAYA", 1)] == [newer.id]


@pytest.mark.parametrize("about", [None, "a" * 32])
@pytest.mark.parametrize("state", [SendState.CANCELLED, SendState.DELIVERED])
def test_a_reminder_that_went_with_a_change_of_its_appointment_is_not_among_them(
    either: Database, about: str | None, state: SendState
) -> None:
    found = a_send_in(either, state, appointment_id=about)
    with either.read() as conn:
        newest = [each.id for each in annotations.newest_of(conn, "U0MAYA", 5)]
    assert (newest == [found.id]) is not (about is not None and state is SendState.CANCELLED)
