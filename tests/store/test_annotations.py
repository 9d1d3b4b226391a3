from datetime import timedelta

from bot.store import Database, SendState
from bot.store.sends import annotations
from tests.store.samples import NOON, a_send_in, the, version_of

LATER = NOON + timedelta(minutes=5)


def test_unknown_sends_are_explained_once(either: Database) -> None:
    unknown = a_send_in(either, SendState.UNKNOWN)
    a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        assert [each.id for each in annotations.unexplained(conn)] == [unknown.id]
        annotations.note_evidence(conn, unknown.id, {"balance_before": 145}, LATER)
        assert annotations.unexplained(conn) == ()
        assert version_of(conn, unknown.id) == 1
    assert the(either, unknown.id).evidence == {"balance_before": 145}


def test_what_was_settled_meanwhile_needs_no_evidence(either: Database) -> None:
    accepted = a_send_in(either, SendState.ACCEPTED)
    with either.write() as conn:
        annotations.note_evidence(conn, accepted.id, {"balance_before": 145}, LATER)
        assert version_of(conn, accepted.id) == 0
    assert the(either, accepted.id) == accepted


def test_a_late_scheduled_send_is_marked_once_and_keeps_waiting(either: Database) -> None:
    held = a_send_in(either, SendState.SCHEDULED)
    with either.write() as conn:
        for _ in range(2):
            annotations.note_overdue(conn, held.id, "overdue", LATER)
        assert version_of(conn, held.id) == 1
    found = the(either, held.id)
    assert (found.state, found.outcome_code) == (SendState.SCHEDULED, "overdue")


def test_a_persons_newest_sends_come_first(either: Database) -> None:
    older = a_send_in(either, SendState.DELIVERED)
    newer = a_send_in(either, SendState.QUEUED, created_at=LATER)
    a_send_in(either, SendState.DRAFT)
    a_send_in(either, SendState.DELIVERED, user_id="U0TOM")
    with either.read() as conn:
        assert [each.id for each in annotations.newest_of(conn, "U0MAYA", 5)] == [newer.id, older.id]
        assert [each.id for each in annotations.newest_of(conn, "U0MAYA", 1)] == [newer.id]
