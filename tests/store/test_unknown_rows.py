"""Rows of unknown outcome are settled as a person saw them: those that were unknown by then, and no other."""

from datetime import timedelta

from bot.store import Database, SendState, audit, sends
from bot.store.audit import Event
from bot.store.sends import NO_EVIDENCE, annotations, lists, rows, unknown_rows
from bot.store.sends.lists import Unknown
from bot.store.sends.unknown_rows import Looked, UnknownRows
from tests.store.samples import NOON, version_of
from tests.store.test_rows import a_list, put

S = SendState
LATER = NOON + timedelta(seconds=30, microseconds=123456)


def test_what_counts_is_when_a_row_became_unknown(either: Database) -> None:
    parent = a_list(either, 4)
    put(either, parent, {1: S.UNKNOWN, 2: S.UNKNOWN}, attempting_at=LATER, updated_at=NOON)
    put(either, parent, {3: S.UNKNOWN}, attempting_at=NOON, updated_at=LATER)
    put(either, parent, {4: S.ATTEMPTING}, attempting_at=NOON, updated_at=NOON)
    with either.read() as conn:
        assert lists.unknown(conn, parent.id) == Unknown(3, LATER, (Looked(None, None),) * 3)
        assert unknown_rows.by(conn, parent.id, NOON) == UnknownRows(2, 2, 2 + 3)
        assert unknown_rows.by(conn, parent.id, LATER) == UnknownRows(3, 3, 2 + 3 + 4)
        assert unknown_rows.by(conn, parent.id, NOON - timedelta(seconds=1)) == UnknownRows(0, 0, 0)


def test_evidence_does_not_make_a_row_unknown_anew(either: Database) -> None:
    parent = a_list(either, 1)
    put(either, parent, {1: S.UNKNOWN}, updated_at=NOON)
    with either.write() as conn:
        (row,) = rows.page(conn, parent.id, 1, 1)
        annotations.note_evidence(conn, row, {"evidence": {"report": "nothing"}}, LATER)
        (row,) = rows.page(conn, parent.id, 1, 1)
    assert (row.evidence, row.updated_at) == ({"report": "nothing"}, NOON)


def test_rows_whose_words_are_kept_go_again_and_may_go_out_twice(either: Database) -> None:
    parent = a_list(either, 4)
    put(either, parent, {1: S.UNKNOWN, 3: S.UNKNOWN}, outcome_code="timeout", evidence={"a": "b"}, risked=1)
    put(either, parent, {1: S.UNKNOWN}, first_look_at=NOON, last_look_at=NOON, looks=1, looking_since=NOON)
    put(either, parent, {1: S.UNKNOWN}, outcome_sentence="Nobody knows.")
    put(either, parent, {2: S.UNKNOWN}, body=None)
    put(either, parent, {3: S.UNKNOWN}, updated_at=LATER)
    with either.write() as conn:
        assert unknown_rows.by(conn, parent.id, NOON) == UnknownRows(2, 1, 2)
        assert unknown_rows.again(conn, parent.id, NOON, LATER, "U0MAYA") == 1
        assert unknown_rows.again(conn, parent.id, NOON, LATER, "U0MAYA") == 0
        first, second, third, fourth = rows.page(conn, parent.id, 1, 4)
    assert (first.state, first.wave, first.risked, first.decided_by) == (S.QUEUED, 1, 2, "U0MAYA")
    assert (first.outcome_code, first.outcome_sentence) == (None, None)
    assert {name: getattr(first, name) for name in NO_EVIDENCE} == NO_EVIDENCE
    assert (first.goes_at, first.updated_at) == (LATER, LATER)
    assert [row.state for row in (second, third, fourth)] == [S.UNKNOWN, S.UNKNOWN, S.DRAFT]


def test_who_had_how_many_sent_again_is_written_down(database: Database) -> None:
    parent = a_list(database, 3)
    put(database, parent, {1: S.UNKNOWN, 2: S.UNKNOWN, 3: S.ACCEPTED})
    with database.write() as conn:
        assert unknown_rows.again(conn, parent.id, LATER, LATER, "U0MAYA") == 2
    with database.read() as conn:
        (entry,) = audit.of(conn, parent.id, 9)
    assert (entry.kind, entry.at, entry.user_id) == (Event.ROWS_AGAIN, LATER, "U0MAYA")
    assert entry.facts == {"rows": 2}


def test_marked_rows_are_found_until_they_are_settled_and_no_late_answer_counts(either: Database) -> None:
    parent = a_list(either, 3)
    put(either, parent, {1: S.UNKNOWN, 2: S.UNKNOWN}, token="a" * 32)
    put(either, parent, {3: S.UNKNOWN}, token="a" * 32, updated_at=LATER)
    mark = "b" * 32
    with either.write() as conn:
        assert unknown_rows.mark(conn, parent.id, NOON, mark) == 2
        first, second = unknown_rows.marked(conn, parent.id, mark, 5)
        assert len(unknown_rows.marked(conn, parent.id, mark, 1)) == 1
        assert not sends.record(conn, first.id, token="a" * 32, to=S.REFUSED, now=LATER)
        assert sends.move(conn, first.id, S.ACCEPTED, now=LATER)
        assert [row.id for row in unknown_rows.marked(conn, parent.id, mark, 5)] == [second.id]


def test_rows_nobody_looked_into_come_first_and_what_was_found_last_is_told_first(either: Database) -> None:
    parent = a_list(either, 4)
    put(either, parent, {1: S.UNKNOWN, 2: S.UNKNOWN, 3: S.UNKNOWN, 4: S.ACCEPTED})
    found = (Looked({"report": "nothing"}, LATER), Looked({}, NOON))
    with either.write() as conn:
        before = version_of(conn, parent.id)
        one, two, three = rows.page(conn, parent.id, 1, 3)
        for row, each in zip((one, two), found, strict=True):
            annotations.note_evidence(conn, row, {"evidence": each.evidence, "last_look_at": each.at}, LATER)
        assert version_of(conn, parent.id) == before + 2
        assert unknown_rows.longest_unseen(conn, parent.id, 9) == (three.id, two.id, one.id)
        assert unknown_rows.longest_unseen(conn, parent.id, 1) == (three.id,)
        assert unknown_rows.looked_into(conn, parent.id, 9) == (*found, Looked(None, None))
        assert unknown_rows.looked_into(conn, parent.id, 1) == found[:1]
        assert lists.unknown(conn, parent.id).looked_into == (*found, Looked(None, None))


def test_of_rows_looked_into_equally_the_first_lines_come_first(database: Database) -> None:
    parent = a_list(database, 3)
    put(database, parent, dict.fromkeys((1, 2, 3), S.UNKNOWN))
    put(database, parent, {1: S.UNKNOWN}, line=9)
    with database.write() as conn:
        one, two, three = rows.page(conn, parent.id, 1, 3)
        assert unknown_rows.longest_unseen(conn, parent.id, 9) == (two.id, three.id, one.id)
        annotations.note_evidence(conn, one, {"evidence": {}, "last_look_at": NOON}, LATER)
        annotations.note_evidence(conn, two, {"evidence": {"a": "b"}, "last_look_at": LATER}, LATER)
        assert [each.at for each in unknown_rows.looked_into(conn, parent.id, 9)] == [LATER, NOON, None]
