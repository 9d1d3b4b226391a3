"""Whatever is read of a list is of its own rows: another list, the same in all, changes nothing of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.store import Database, SendState
from bot.store.sends import lists, rows, unknown_rows
from tests.store.samples import LATER, NOON, TOKEN, the
from tests.store.test_rows import a_list, put, put_list

S = SendState

Read = Callable[[Connection, str], object]

READ: dict[str, Read] = {
    "counts": lists.counts,
    "count of those left out": lists.rejected_count,
    "reasons of those left out": lambda conn, each: lists.rejected_reasons(conn, each, 10),
    "those left out": lambda conn, each: lists.rejected(conn, each, 10),
    "refusals": lambda conn, each: lists.refusals(conn, each, 10),
    "unknown": lists.unknown,
    "minutes": lists.by_minute,
    "totals": rows.totals,
    "size": rows.size,
    "first drafts": lambda conn, each: rows.first_drafts(conn, each, 10),
    "bodies": lambda conn, each: sorted(rows.bodies(conn, each)),
    "numbers": lambda conn, each: sorted(rows.numbers(conn, each, 1, 10)),
    "phones": lambda conn, each: sorted(rows.phones(conn, each)),
    "queued": lambda conn, each: rows.queued(conn, each, 1, 10),
    "unknown by a moment": lambda conn, each: unknown_rows.by(conn, each, NOON),
    "longest unseen": lambda conn, each: unknown_rows.longest_unseen(conn, each, 10),
    "looked into": lambda conn, each: unknown_rows.looked_into(conn, each, 10),
    "marked": lambda conn, each: sorted(row.id for row in unknown_rows.marked(conn, each, TOKEN, 10)),
}


def a_list_under_way(database: Database) -> str:
    parent = a_list(database, 7, rejected=2)
    put_list(database, parent, S.RUNNING)
    put(database, parent, {1: S.QUEUED})
    put(database, parent, {2: S.ACCEPTED, 3: S.DELIVERED}, attempting_at=NOON)
    put(database, parent, {4: S.REFUSED}, outcome_code="-6", outcome_sentence="Not a contact.")
    put(database, parent, {5: S.UNKNOWN}, token=TOKEN, updated_at=NOON)
    return parent.id


@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_what_is_read_of_one_list(either: Database, read: Read) -> None:
    list_id = a_list_under_way(either)
    with either.read() as conn:
        alone = read(conn, list_id)
        nothing = read(conn, "0" * 32)
    a_list_under_way(either)
    with either.read() as conn:
        assert read(conn, list_id) == alone
        assert read(conn, "0" * 32) == nothing
    assert alone != nothing


def test_whether_a_row_is_left_is_asked_of_one_list(either: Database) -> None:
    finished = a_list(either, 1)
    put(either, finished, {1: S.ACCEPTED})
    a_list_under_way(either)
    with either.read() as conn:
        assert not rows.any_left(conn, finished.id)


@pytest.mark.parametrize("state", SendState)
def test_a_list_is_set_going_once_more_while_its_rows_may_go_out(either: Database, state: SendState) -> None:
    parent = a_list(either, 1)
    put_list(either, parent, state, wave=4)
    goes_on = state in {S.RUNNING, S.ACCEPTED}
    with either.write() as conn:
        assert lists.next_wave(conn, parent.id, LATER) == (5 if goes_on else None)
        assert lists.standing(conn, parent.id) == (state, 5 if goes_on else 4)
    found = the(either, parent.id)
    assert (found.state, found.updated_at) == (state, LATER if goes_on else NOON)


def test_those_left_out_are_told_in_the_order_of_their_lines_and_the_commonest_reason_first(
    either: Database,
) -> None:
    parent = a_list(either, 1, rejected=3)
    put(either, parent, {1: S.REFUSED}, outcome_code="-6", outcome_sentence="Not a contact.")
    put(either, parent, {2: S.REFUSED}, outcome_sentence="It is long.")
    put(either, parent, {4: S.REFUSED}, line=1)
    with either.read() as conn:
        assert lists.rejected(conn, parent.id, 2) == ((1, "No number."), (3, "It is long."))
        assert lists.rejected_reasons(conn, parent.id, 5) == (("No number.", 2), ("It is long.", 1))
        assert lists.rejected_reasons(conn, parent.id, 1) == (("No number.", 2),)
        assert lists.rejected_count(conn, parent.id) == 3
