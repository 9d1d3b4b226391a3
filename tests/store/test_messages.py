from datetime import timedelta

from sqlalchemy import Connection

from bot.store import Database, SendState, messages, sends
from bot.store.messages import Purpose
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
        return sorted(each.subject_id for each in found)


def claim(conn: Connection, send_id: str) -> messages.DirtyMessage:
    found = messages.claim_one(conn, send_id, NOON, LEASE)
    assert found is not None
    return found


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
    assert found == messages.DirtyMessage(dirty, Purpose.SEND, None, None, None, version=1, failures=0)


def test_what_is_shown_is_clean_and_knows_its_place(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        messages.shown(conn, claim(conn, dirty), "C0FRONT", "1.2")
    assert claimed(either, 1000) == []
    with either.write() as conn:
        found = messages.get(conn, dirty)
    assert found == messages.DirtyMessage(dirty, Purpose.SEND, "C0FRONT", "1.2", None, version=1, failures=0)


def test_a_change_while_drawing_is_drawn_next(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        drawn = claim(conn, dirty)
        sends.mark_dirty(conn, [dirty])
        messages.shown(conn, drawn, "C0FRONT", "1.2")
    assert claimed(either) == [dirty]


def test_after_a_failure_it_waits(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        messages.postpone(conn, claim(conn, dirty), NOON + timedelta(seconds=60))
        found = messages.get(conn, dirty)
    assert found is not None
    assert found.failures == 1
    assert claimed(either, 59) == []
    assert claimed(either, 60) == [dirty]


def test_an_unknown_send_has_no_message(either: Database) -> None:
    with either.write() as conn:
        assert messages.get(conn, "0" * 32) is None
        assert messages.claim_one(conn, "0" * 32, NOON, LEASE) is None


def test_a_further_message_of_a_send_is_drawn_on_its_own_and_with_every_change(either: Database) -> None:
    send_id = a_dirty(either)
    with either.write() as conn:
        messages.open_another(conn, send_id, Purpose.DETAILS)
        first, second = claim(conn, send_id), claim(conn, send_id)
        assert (first.purpose, second.purpose) == (Purpose.SEND, Purpose.DETAILS)
        messages.shown(conn, first, "C0FRONT", "1.1")
        messages.shown(conn, second, "C0FRONT", "1.2")
    assert claimed(either) == []
    with either.write() as conn:
        messages.open_another(conn, send_id, Purpose.DETAILS)
    assert claimed(either) == [send_id]
    with either.write() as conn:
        sends.mark_dirty(conn, [send_id])
    assert claimed(either) == [send_id]


def test_a_message_can_be_posted_anew(either: Database) -> None:
    send_id = a_dirty(either)
    with either.write() as conn:
        messages.shown(conn, claim(conn, send_id), "C0FRONT", "1.1")
        messages.open_another(conn, send_id, Purpose.SEND, anew=True)
        found = messages.get(conn, send_id)
    assert found is not None
    assert (found.channel, found.ts) == (None, None)
    assert claimed(either) == [send_id]


def test_what_is_to_be_posted_anew_stays_so_though_an_older_version_was_being_drawn(either: Database) -> None:
    send_id = a_dirty(either)
    with either.write() as conn:
        messages.shown(conn, claim(conn, send_id), "C0FRONT", "1.1")
        sends.mark_dirty(conn, [send_id])
        drawn = claim(conn, send_id)
        messages.open_another(conn, send_id, Purpose.SEND, anew=True)
        messages.shown(conn, drawn, "C0FRONT", "1.1")
        found = claim(conn, send_id)
    assert (found.channel, found.ts, found.version) == (None, None, 3)
