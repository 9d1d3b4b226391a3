"""What is asked of some rows of a list, or done to them, concerns these rows alone."""

from datetime import timedelta

from bot.store import Database, SendState
from bot.store.sends import new_rows, rows
from bot.store.sends.new_rows import NewRow
from bot.store.sends.rows import Totals
from tests.store.samples import NOON, the
from tests.store.test_rows import a_list, put

S = SendState
LATER = NOON + timedelta(minutes=5)


def test_only_the_drafts_of_a_range_are_queued_and_no_other_row_is_told_of(either: Database) -> None:
    parent, other = a_list(either, 12), a_list(either, 12)
    put(either, parent, {1: S.QUEUED, 12: S.QUEUED, 9: S.ACCEPTED})
    with either.write() as conn:
        before = {row.id: row for each in (parent, other) for row in rows.page(conn, each.id, 1, 12)}
        assert rows.queue(conn, parent.id, 8, 11, LATER) == (8, 10, 11)
        after = {row.id: row for each in (parent, other) for row in rows.page(conn, each.id, 1, 12)}
        queued = rows.queued(conn, parent.id, 8, 11)
    changed = [row for row in after.values() if row != before[row.id]]
    assert [(row.parent_id, row.line, row.state, row.updated_at) for row in changed] == [
        (parent.id, place + 1, S.QUEUED, LATER) for place in (8, 10, 11)
    ]
    assert queued == tuple((row.id, f"1415555{row.line - 1:04}") for row in changed if row.line)


def test_numbers_are_those_still_to_be_texted(either: Database) -> None:
    parent, _other = a_list(either, 4), a_list(either, 4)
    put(either, parent, {1: S.QUEUED, 2: S.ACCEPTED, 3: S.UNKNOWN})
    with either.read() as conn:
        assert set(rows.numbers(conn, parent.id, 1, 4)) == {"14155550001", "14155550004"}


def test_words_and_first_rows_are_those_of_drafts(either: Database) -> None:
    parent, _other = a_list(either, 4, rejected=1), a_list(either, 4)
    put(either, parent, {1: S.QUEUED}, body="Queued")
    put(either, parent, {2: S.DRAFT}, body="Second", line=9)
    put(either, parent, {4: S.DRAFT}, body=None)
    with either.read() as conn:
        assert sorted(rows.bodies(conn, parent.id)) == ["Hi", "Second"]
        assert [row.line for row in rows.first_drafts(conn, parent.id, 5)] == [4, 5, 9]
        assert [row.line for row in rows.first_drafts(conn, parent.id, 1)] == [4]


def test_a_list_is_described_by_all_that_its_rows_come_to(either: Database) -> None:
    parent, other = a_list(either, 1), a_list(either, 1)
    with either.write() as conn:
        rows.describe(conn, parent.id, Totals(7, 8, 9, 2), 5000, LATER)
    found = the(either, parent.id)
    assert (found.people, found.credits, found.credits_upper, found.segments) == (7, 8, 9, 2)
    assert (found.balance_shown, found.updated_at) == (5000, LATER)
    assert the(either, other.id) == other


def test_a_row_goes_to_whom_it_names(either: Database) -> None:
    parent = a_list(either, 0)
    with either.write() as conn:
        new_rows.insert(conn, parent, [NewRow(1, 2, "14155550100", "Hi", name="Ada Lovelace")], LATER)
        (row,) = rows.page(conn, parent.id, 1, 1)
    assert (row.to_name, row.to_number, row.to_phone) == ("Ada Lovelace", "14155550100", "14155550100")
    assert (row.created_at, row.updated_at) == (LATER, LATER)
