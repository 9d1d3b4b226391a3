"""What is written down of what happened: with the change, and only if that is committed."""

import sqlite3
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DatabaseError

from bot.store import Database, SendState, audit, audit_chain, contact_imports, sends
from bot.store.audit import Entry, Event, Subject
from bot.store.contact_imports import ImportState, NewImport
from bot.store.prepared import Prepared, Values
from bot.store.sends import annotations, groups, unknown_rows, unrecorded
from bot.store.tables import audit_entry
from tests.store.samples import LATER, NOON, TOKEN, a_draft, a_send_in


def told(database: Database, subject_id: str) -> list[tuple[str, str | None, dict[str, object]]]:
    with database.read() as conn:
        found = audit.of(conn, subject_id, 100)
    return [(each.kind, each.user_id, dict(each.facts)) for each in found]


def everything(conn: Connection) -> list[Entry]:
    return [audit.entry(row) for row in conn.execute(select(audit_entry).order_by(audit_entry.c.id))]


def test_a_move_is_written_down_with_who_decided_it(either: Database) -> None:
    draft = a_draft(either)
    with either.write() as conn:
        assert sends.move(conn, draft.id, SendState.QUEUED, now=NOON, wave=2)
        assert sends.move(conn, draft.id, SendState.CANCELLED, now=LATER, decided_by="U0TOM")
    assert told(either, draft.id) == [("queued", None, {"wave": 2}), ("cancelled", "U0TOM", {})]


def test_a_move_that_does_not_happen_is_not_written_down(either: Database) -> None:
    send = a_send_in(either, SendState.CANCELLED)
    with either.write() as conn:
        assert not sends.move(conn, send.id, SendState.QUEUED, now=NOON)
    assert told(either, send.id) == []


def test_an_attempt_is_written_down_with_its_beginning_and_its_outcome(either: Database) -> None:
    send = a_send_in(either, SendState.ATTEMPTING, now=NOON)
    with either.write() as conn:
        values = {"attempting_at": NOON, "outcome_code": "timeout", "outcome_sentence": "No answer."}
        assert sends.record(conn, send.id, token=TOKEN, to=SendState.UNKNOWN, now=LATER, **values)
    assert told(either, send.id) == [
        ("unknown", None, {"attempting_at": NOON.isoformat(), "outcome_code": "timeout"})
    ]


@pytest.mark.parametrize("code", ["no such number 14155550100", "14155550100", "x" * 41, ""])
def test_a_code_that_may_be_somebodys_words_is_left_out(database: Database, code: str) -> None:
    draft = a_draft(database)
    with database.write() as conn:
        sends.move(conn, draft.id, SendState.QUEUED, now=NOON, outcome_code=code)
    assert told(database, draft.id) == [("queued", None, {})]


def test_reports_on_many_are_written_down_of_each(either: Database) -> None:
    accepted = [a_send_in(either, SendState.ACCEPTED) for _ in range(3)]
    other = a_send_in(either, SendState.CANCELLED)
    with either.write() as conn:
        ids = [send.id for send in (*accepted, other)]
        sends.move_many(conn, ids, SendState.DELIVERED, now=LATER, report_status="delivered")
    assert [told(either, send.id) for send in accepted] == [[("delivered", None, {})]] * 3
    assert told(either, other.id) == []


def test_an_older_text_whose_report_is_hidden_is_written_down(either: Database) -> None:
    old = a_send_in(either, SendState.ACCEPTED, now=NOON)
    with either.write() as conn:
        assert sends.supersede_older(conn, old.to_phone, before=LATER, now=LATER) == (old.id,)
    assert told(either, old.id) == [("superseded", None, {})]


def test_what_no_move_tells_is_written_down_too(either: Database) -> None:
    held = a_send_in(either, SendState.SCHEDULED, hold_code=None)
    lost = a_send_in(either, SendState.QUEUED)
    followed = a_draft(either, kind=sends.SendKind.ELSEWHERE, to_number="")
    listed = a_send_in(either, SendState.RUNNING)
    with either.write() as conn:
        annotations.note_overdue(conn, held.id, "late", LATER)
        unrecorded.make_unknown(conn, {lost.id: "b" * 32}, now=LATER)
        groups.accept_elsewhere(conn, followed.id, "41001", now=LATER)
        unknown_rows.again(conn, listed.id, LATER, LATER, "U0LENA")
    assert told(either, held.id) == [(Event.HELD, None, {"hold_code": "late"})]
    assert told(either, lost.id) == [("unknown", None, {"outcome_code": "unrecorded"})]
    assert told(either, followed.id) == [(Event.TAKEN, None, {})]
    assert told(either, listed.id) == [(Event.ROWS_AGAIN, "U0LENA", {"rows": 0})]


def test_an_import_is_written_down(either: Database) -> None:
    new = NewImport("key", "T0HARBOUR", "U0MAYA", None, "people.csv", 7, 1, {})
    with either.write() as conn:
        import_id = contact_imports.insert(conn, new, NOON)
        assert import_id is not None
        assert contact_imports.insert(conn, new, NOON) is None  # delivered again
        open_ = {ImportState.QUEUED}
        move = contact_imports.move
        assert move(conn, import_id, ImportState.CANCELLED, only_from=open_, now=LATER, decided_by="U0TOM")
        assert not move(conn, import_id, ImportState.DONE, only_from=open_, now=LATER)
    assert told(either, import_id) == [
        (Event.IMPORTED, "U0MAYA", {"rows": 7}),
        ("cancelled", "U0TOM", {}),
    ]
    with either.read() as conn:
        assert {each.subject for each in everything(conn)} == {Subject.IMPORT}


def test_what_is_rolled_back_is_not_written_down(either: Database) -> None:
    draft = a_draft(either)

    def move_and_fail() -> None:
        with either.write() as conn:
            sends.move(conn, draft.id, SendState.QUEUED, now=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        move_and_fail()
    assert told(either, draft.id) == []


def test_a_part_that_is_undone_takes_its_notes_with_it(database: Database) -> None:
    def part(name: str, *, fails: bool) -> Callable[[Connection], None]:
        def work(conn: Connection) -> None:
            audit.note(conn, name, "a" * 32, at=NOON)
            if fails:
                raise ZeroDivisionError

        return work

    parts = [part("first", fails=False), part("second", fails=True), part("third", fails=False)]
    waiting = [_part(work) for work in parts]
    assert database._urgent is not None
    database._urgent._commit(waiting)
    assert [type(each.error) for each in waiting] == [type(None), ZeroDivisionError, type(None)]
    assert [kind for kind, _who, _facts in told(database, "a" * 32)] == ["first", "third"]


def _part(work: Callable[[Connection], None]):  # noqa: ANN202 - a private class
    from bot.store.group_commit import _Part  # noqa: PLC0415 - only here

    return _Part(work)


def test_all_notes_of_a_transaction_are_one_statement(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [a_draft(database) for _ in range(5)]
    inserts: list[int] = []

    class Counted(Prepared):
        def run_each(self, conn: Connection, rows: Sequence[Values]) -> None:
            inserts.append(len(rows))
            super().run_each(conn, rows)

    monkeypatch.setattr(audit, "_INSERT", Counted(insert(audit_entry)))
    with database.write() as conn:
        for draft in drafts:
            sends.move(conn, draft.id, SendState.QUEUED, now=NOON)
    with database.write() as conn:
        sends.mark_dirty(conn, (drafts[0].id,))  # nothing happened: nothing is written
    assert inserts == [5]
    with database.read() as conn:
        assert [len(audit.of(conn, draft.id, 9)) for draft in drafts] == [1] * 5


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET kind = 'delivered'",
        "UPDATE audit_entry SET user_id = NULL",
        "UPDATE audit_entry SET place = 7",
        "UPDATE audit_entry SET facts = '{}'",
    ],
)
@pytest.mark.parametrize("chained", [True, False])
def test_the_database_itself_refuses_to_change_an_entry(
    either: Database, statement: str, *, chained: bool
) -> None:
    with either.write() as conn:
        audit.note(conn, "queued", "a" * 32, at=NOON, by="U0MAYA", facts={"attempts": 1})
    if chained:
        with either.write() as conn:
            assert audit_chain.chain(conn) == 1
    elif "place" in statement:
        return  # that is what chaining does
    with pytest.raises((DatabaseError, sqlite3.DatabaseError)), either.write() as conn:
        conn.exec_driver_sql(statement)
    with either.read() as conn:
        assert [each.kind for each in everything(conn)] == ["queued"]
