"""Who is told that Slack messages are out of date: after the commit, each subject once, and nobody else."""

import logging
import threading

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.store import Database, contact_imports, messages, sends, verifications
from bot.store.contact_imports import ImportState, NewImport
from bot.store.group_commit import GroupCommit
from bot.store.messages import Purpose
from bot.store.sends import SendKind, groups, lists
from bot.store.states import SendState
from bot.store.tables import contact_group
from bot.store.verifications import NewVerification
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store.samples import NOON, a_draft, a_send_in, claim_message, claim_messages, new_send


@pytest.fixture
def told(either: Database) -> list[str]:
    """What the listener of a database of each kind was told."""
    found: list[str] = []
    either.on_outdated(found.append)
    return found


def queue(conn: Connection, send_id: str) -> bool:
    return sends.move(conn, send_id, SendState.QUEUED, now=NOON)


def test_a_move_is_told_once_it_has_been_committed(either: Database, told: list[str]) -> None:
    draft = a_draft(either)
    with either.write() as conn:
        assert queue(conn, draft.id)
        assert told == []
    assert told == [draft.id]


def test_the_listener_may_write(either: Database) -> None:
    draft = a_draft(either)
    drawn: list[str] = []

    def draw(subject_id: str) -> None:
        with either.write(urgent=True) as conn:
            claimed = claim_message(conn, subject_id, NOON, 60)
        assert claimed is not None
        drawn.append(claimed.subject_id)

    either.on_outdated(draw)
    either.write_with_others(lambda conn: queue(conn, draft.id))
    assert drawn == [draft.id]


def test_what_is_rolled_back_is_not_told(either: Database, told: list[str]) -> None:
    draft, other = a_draft(either, key="one"), a_draft(either, key="other")

    def change_its_mind(conn: Connection) -> None:
        queue(conn, draft.id)
        raise LookupError

    with pytest.raises(LookupError):
        either.write_with_others(change_its_mind)
    with either.write() as conn:  # on the same pooled connection, perhaps
        queue(conn, other.id)
    assert told == [other.id]


def test_what_cannot_be_committed_is_not_told(either: Database, told: list[str]) -> None:
    draft = a_draft(either)
    known = {"name": "VIP", "first_seen": NOON, "seen_at": NOON}

    def fail(conn: Connection) -> None:
        queue(conn, draft.id)
        conn.execute(contact_group.insert(), [known, known])

    with pytest.raises(IntegrityError):
        either.write_with_others(fail)
    assert told == []


def test_each_subject_is_told_once_a_transaction_in_their_order(either: Database, told: list[str]) -> None:
    first, second = a_draft(either, key="first"), a_draft(either, key="second")
    with either.write() as conn:
        queue(conn, second.id)
        queue(conn, first.id)
        messages.open_another(conn, second.id, Purpose.DETAILS)
        messages.outdate(conn, (second.id, first.id))
    assert told == [second.id, first.id]


def test_what_changes_in_bulk_is_left_to_the_clock(either: Database, told: list[str]) -> None:
    draft = a_draft(either)
    with either.write(soon=False) as conn:
        assert queue(conn, draft.id)
    assert told == []
    with either.write() as conn:
        assert [each.subject_id for each in claim_messages(conn, NOON, 60.0, 10)] == [draft.id]


def test_what_has_no_message_or_does_not_change_is_not_told(either: Database, told: list[str]) -> None:
    parent = a_draft(either, key="list", kind=SendKind.LIST)
    row = a_draft(either, key="row", parent_id=parent.id, line=1)
    accepted = a_send_in(either, SendState.ACCEPTED, now=NOON, key="accepted")
    told.clear()
    with either.write() as conn:
        queue(conn, row.id)
        assert not sends.move(conn, accepted.id, SendState.CANCELLED, now=NOON)
        messages.outdate(conn, (row.id, "no such id"))
        sends.note_values(conn, accepted.id, now=NOON, people=accepted.people)
    assert told == []


def test_an_attempt_is_told_when_its_outcome_is_known(either: Database, told: list[str]) -> None:
    queued = a_send_in(either, SendState.QUEUED, now=NOON)
    told.clear()
    with either.write() as conn:
        assert sends.claim(conn, queued.id, token="t", now=NOON, limit_seconds=35)
    assert told == []
    with either.write() as conn:
        sends.record(conn, queued.id, token="t", to=SendState.ACCEPTED, now=NOON)
    assert told == [queued.id]


def test_whatever_has_messages_drawn_again_is_told(either: Database, told: list[str]) -> None:
    broadcast = a_send_in(either, SendState.ACCEPTED, now=NOON, key="group", kind=SendKind.GROUP)
    texts = a_draft(either, key="list", kind=SendKind.LIST)
    told.clear()
    with either.write() as conn:
        groups.add_report(conn, broadcast.id, groups.Report(NOON, 1, 0))
    with either.write() as conn:
        groups.mark_main_dirty(conn, (broadcast.id,))
    with either.write() as conn:
        lists.heartbeat(conn, texts.id, NOON, details=False)
    new = NewImport("key", "T0HARBOUR", "U0MAYA", None, "people.csv", 1, 0, {})
    with either.write() as conn:
        import_id = contact_imports.insert(conn, new, NOON) or ""
        contact_imports.move(conn, import_id, ImportState.RUNNING, only_from={ImportState.QUEUED}, now=NOON)
    with either.write() as conn:
        contact_imports.heartbeat(conn, import_id, NOON)
    assert told == [broadcast.id, broadcast.id, texts.id, import_id, import_id]


def test_a_code_that_was_made_is_left_to_the_outcome_of_its_text(either: Database, told: list[str]) -> None:
    code = a_draft(either, kind=SendKind.OTP)
    new = NewVerification(code.id, "U0MAYA", code.to_number, code.to_phone, "sign in", 3)
    with either.write() as conn:
        verifications.insert_making(conn, new, NOON)
        assert verifications.open_(conn, code.id, "hash", NOON)
        found = messages.get(conn, code.id)
    assert found is not None
    assert found.version == 1  # the clock draws it, if nothing comes of the text
    assert told == []


def test_a_part_that_is_undone_takes_its_own_notes_with_it(database: Database) -> None:
    told: list[str] = []
    database.on_outdated(told.append)
    first, undone, both, last = (a_draft(database, key=key).id for key in "abcd")
    leads, go = threading.Event(), threading.Event()

    def wait(conn: Connection) -> None:
        leads.set()
        assert go.wait(PATIENCE_SECONDS)

    def keep(*ids: str) -> None:
        def work(conn: Connection) -> None:
            for each in ids:
                queue(conn, each)

        together.run(work)

    def fail() -> None:
        def work(conn: Connection) -> None:
            queue(conn, undone)
            messages.outdate(conn, (both,))
            raise LookupError

        with pytest.raises(LookupError):
            together.run(work)

    together = GroupCommit(database.write)
    works = (lambda: together.run(wait), lambda: keep(first, both), fail, lambda: keep(last))
    threads = [threading.Thread(target=work) for work in works]
    threads[0].start()
    assert leads.wait(PATIENCE_SECONDS)
    for number, thread in enumerate(threads[1:], start=1):
        thread.start()
        wait_until(lambda number=number: len(together._waiting) >= number)
    go.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert told == [first, both, last]


def test_two_threads_are_told_their_own(either: Database) -> None:
    drafts = [a_draft(either, key=str(number)).id for number in range(20)]
    told: list[tuple[str, str]] = []
    either.on_outdated(lambda subject_id: told.append((threading.current_thread().name, subject_id)))

    def write(mine: list[str]) -> None:
        for each in mine:
            with either.write() as conn:
                queue(conn, each)

    shares = {"one": drafts[:10], "other": drafts[10:]}
    threads = [threading.Thread(target=write, args=(share,), name=name) for name, share in shares.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert sorted(told) == sorted((name, each) for name, share in shares.items() for each in share)


def test_a_listener_that_breaks_harms_no_writer_and_no_other(
    either: Database, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = a_draft(either, key="first"), a_draft(either, key="second")
    told: list[str] = []

    def listen(subject_id: str) -> None:
        told.append(subject_id)
        if subject_id == first.id:
            raise RuntimeError("+1 415-555-0100 cannot be drawn")

    either.on_outdated(listen)
    with caplog.at_level(logging.ERROR), either.write() as conn:
        queue(conn, first.id)
        queue(conn, second.id)
    assert told == [first.id, second.id]
    assert "RuntimeError" in caplog.text
    assert "555-0100" not in caplog.text
    with either.read() as conn:
        assert {each.state for each in sends.get_many(conn, (first.id, second.id))} == {SendState.QUEUED}


def test_without_a_listener_nothing_is_told(either: Database) -> None:
    draft = either.write_with_others(lambda conn: sends.insert_draft(conn, new_send(), now=NOON))
    assert either.write_with_others(lambda conn: queue(conn, draft.id))
