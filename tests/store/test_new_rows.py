"""Rows as they are recorded, copied to another list, or left out before anything is sent."""

from datetime import timedelta

from bot.store import Database, SendState
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import lists, new_rows, rows
from bot.store.sends.new_rows import NewRow
from tests.store.samples import NOON
from tests.store.test_rows import a_list, put

S = SendState


def test_a_rejected_row_keeps_its_reason_and_no_number(either: Database) -> None:
    parent = a_list(either, 1, rejected=1)
    with either.read() as conn:
        (_kept, left_out) = rows.page(conn, parent.id, 1, 2)
        assert lists.rejected(conn, parent.id, 10) == ((3, "No number."),)
        assert lists.rejected_count(conn, parent.id) == 1
    assert (left_out.state, left_out.outcome_code) == (S.REFUSED, "row")
    assert (left_out.to_number, left_out.to_phone, left_out.body) == ("", "", None)


def test_the_same_place_again_changes_nothing(either: Database) -> None:
    parent = a_list(either, 1)
    with either.write() as conn:
        new_rows.insert(conn, parent, [NewRow(1, 9, "19999999999", "Other")], NOON)
        new_rows.insert(conn, parent, [], NOON)
        (only,) = rows.page(conn, parent.id, 1, 5)
    assert only.to_number == "14155550001"


def test_a_phone_has_one_text_of_a_list(either: Database) -> None:
    parent, other = a_list(either, 3), a_list(either, 3)
    twice = [NewRow(place, 9, "14155550002", "Hi again", 1, 1) for place in (12, 11)]
    with either.write() as conn:
        new_rows.insert(conn, parent, twice, NOON)
        assert new_rows.leave_out_repeated(conn, parent.id, NOON) == 2
        assert new_rows.leave_out_repeated(conn, parent.id, NOON) == 0
        assert rows.totals(conn, parent.id).people == rows.totals(conn, other.id).people == 3
        left_out = rows.page(conn, parent.id, 11, 12)
        assert [row.line for row in rows.first_drafts(conn, parent.id, 9)] == [2, 3, 4]
    assert {(row.state, row.outcome_code, row.to_phone, row.body) for row in left_out} == {
        (S.REFUSED, "row", "", None)
    }
    assert {(row.to_number, row.to_name, row.outcome_sentence) for row in left_out} == {
        ("", None, "This person is on the list already.")
    }


def test_of_each_that_stands_there_twice_the_first_one_stays(either: Database) -> None:
    parent = a_list(either, 3)
    twice = [NewRow(place, 9, f"1415555000{place - 3}", "Hi again", 1, 1) for place in (4, 5)]
    with either.write() as conn:
        new_rows.insert(conn, parent, twice, NOON)
        assert new_rows.leave_out_repeated(conn, parent.id, NOON) == 2
        found = rows.page(conn, parent.id, 1, 5)
    assert [row.state for row in found] == [S.DRAFT] * 3 + [S.REFUSED] * 2


def test_only_drafts_of_their_list_are_left_out(either: Database) -> None:
    parent, other = a_list(either, 3), a_list(either, 1)
    put(either, parent, {2: S.ACCEPTED})
    phones = ("14155550001", "14155550002")
    with either.write() as conn:
        before = (*rows.page(conn, parent.id, 2, 3), *rows.page(conn, other.id, 1, 1))
        new_rows.leave_out(conn, parent.id, phones, "Not today.", NOON + timedelta(hours=1))
        (left_out, *after) = (*rows.page(conn, parent.id, 1, 3), *rows.page(conn, other.id, 1, 1))
    assert (left_out.state, left_out.outcome_code) == (S.REFUSED, OutcomeCode.LEFT_OUT)
    assert (left_out.to_number, left_out.to_phone, left_out.to_name, left_out.body) == ("", "", None, None)
    assert left_out.outcome_sentence == "Not today."
    assert left_out.updated_at == NOON + timedelta(hours=1)
    assert tuple(after) == before


def test_drafts_are_copied_to_the_same_places_of_another_list(either: Database) -> None:
    parent, other = a_list(either, 6), a_list(either, 1)
    put(either, parent, {2: S.CANCELLED})
    put(either, parent, {3: S.DRAFT}, body=None)
    put(either, parent, {4: S.DRAFT}, to_number="", to_phone="")
    put(either, parent, {5: S.DRAFT}, to_name="Ada", to_phone="447700900123", line=rows.NO_LINE)
    later = NOON + timedelta(hours=1)
    with either.write() as conn:
        kept = rows.page(conn, other.id, 1, 1)
        new_rows.copy(conn, parent.id, other, 1, 5, later)
        (_, *copied) = found = rows.page(conn, other.id, 1, 9)
        (of_parent,) = rows.page(conn, parent.id, 5, 5)
    assert found[:1] == kept
    (copy,) = copied
    assert (copy.key, copy.parent_id, copy.state, copy.created_at) == (
        f"{other.id}:5",
        other.id,
        S.DRAFT,
        later,
    )
    same = ("line", "to_number", "to_phone", "to_name", "body", "segments", "credits", "credits_upper")
    assert {name: getattr(copy, name) for name in same} == {name: getattr(of_parent, name) for name in same}
