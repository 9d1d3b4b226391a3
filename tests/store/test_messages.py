from datetime import timedelta

from bot.store import Database, SendState, messages, sends
from tests.store.samples import NOON, a_draft, a_send_in

LEASE = 30


def a_dirty(database: Database) -> str:
    each = a_send_in(database, SendState.QUEUED)
    with database.write() as conn:
        sends.mark_dirty(conn, [each.id])
    return each.id


def claimed(database: Database, seconds: float = 0, limit: int = 10) -> list[str]:
    with database.write() as conn:
        found = messages.claim_dirty(conn, NOON + timedelta(seconds=seconds), LEASE, limit)
        return sorted(each.send_id for each in found)


def test_what_changed_is_claimed_once_until_the_lease_ends(either: Database) -> None:
    dirty = a_dirty(either)
    a_draft(either)
    assert claimed(either) == [dirty]
    assert claimed(either, LEASE - 1) == []
    assert claimed(either, LEASE) == [dirty]


def test_a_claim_takes_no_more_than_asked(either: Database) -> None:
    both = sorted([a_dirty(either), a_dirty(either)])
    first = claimed(either, limit=1)
    second = claimed(either, limit=1)
    assert len(first) == len(second) == 1
    assert sorted(first + second) == both


def test_a_message_not_posted_yet_has_no_place(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        found = messages.claim_one(conn, dirty, NOON, LEASE)
        assert messages.claim_one(conn, dirty, NOON, LEASE) is None
    assert found == messages.DirtyMessage(dirty, None, None, None, version=1, failures=0)


def test_what_is_shown_is_clean_and_knows_its_place(either: Database) -> None:
    dirty = a_dirty(either)
    claimed(either)
    with either.write() as conn:
        messages.shown(conn, dirty, 1, "C0FRONT", "1.2", thread_ts="1.1")
    assert claimed(either, 1000) == []
    with either.write() as conn:
        messages.shown(conn, dirty, 1, "C0FRONT", "1.2")
        found = messages.get(conn, dirty)
    assert found == messages.DirtyMessage(dirty, "C0FRONT", "1.2", "1.1", version=1, failures=0)


def test_a_change_while_drawing_is_drawn_next(either: Database) -> None:
    dirty = a_dirty(either)
    claimed(either)
    with either.write() as conn:
        sends.mark_dirty(conn, [dirty])
        messages.shown(conn, dirty, 1, "C0FRONT", "1.2")
    assert claimed(either) == [dirty]


def test_after_a_failure_it_waits(either: Database) -> None:
    dirty = a_dirty(either)
    claimed(either)
    with either.write() as conn:
        messages.postpone(conn, dirty, NOON + timedelta(seconds=60))
        found = messages.get(conn, dirty)
    assert found is not None
    assert found.failures == 1
    assert claimed(either, 59) == []
    assert claimed(either, 60) == [dirty]


def test_an_unknown_send_has_no_message(either: Database) -> None:
    with either.write() as conn:
        assert messages.get(conn, "0" * 32) is None
        assert messages.claim_one(conn, "0" * 32, NOON, LEASE) is None
