"""Which rows of a list are sent again: what did not arrive for sure, and no other list has taken over."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from bot.store import Database, SendState, sends
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send, SendKind, again, new_rows, rows
from bot.store.sends.again import FailedRow
from bot.store.sends.new_rows import NewRow
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.store import postgres
from tests.store.samples import LATER, NOON, new_send
from tests.store.test_rows import a_list, put, put_list

S = SendState


def count(database: Database, parent: Send) -> int:
    with database.read() as conn:
        found = again.count(conn, parent.id)
        assert len(again.failed(conn, parent.id)) == found
    return found


def of_two(database: Database) -> Send:
    """A list with two texts that did not arrive."""
    parent = a_list(database, 3, rejected=1)
    put_list(database, parent, S.NO_NEWS)
    put(database, parent, {1: S.UNDELIVERED, 2: S.REFUSED, 3: S.DELIVERED})
    return parent


def another(database: Database, parent: Send, state: SendState, *places: int) -> Send:
    """A list that sends texts of another again."""
    new = new_send(kind=SendKind.LIST, to_number="", to_name="again", people=0, again_of=parent.id)
    made = [NewRow(nth, place, f"1415555{place:04}", "Hi", 1, 1) for nth, place in enumerate(places, start=1)]
    with database.write() as conn:
        found = sends.insert_draft(conn, new, now=NOON)
        new_rows.insert(conn, found, made, NOON)
    put_list(database, found, state)
    return found


@pytest.mark.parametrize("state", S)
def test_only_what_did_not_arrive_for_sure(either: Database, state: SendState) -> None:
    parent = a_list(either, 1)
    put(either, parent, {1: state})
    assert count(either, parent) == int(state in {S.UNDELIVERED, S.REFUSED})


def test_what_is_known_of_them(either: Database) -> None:
    parent = of_two(either)
    put(either, parent, {2: S.REFUSED}, body=None)
    with either.read() as conn:
        assert again.failed(conn, parent.id) == (
            FailedRow(2, "14155550001", "14155550001", "Hi"),
            FailedRow(3, "14155550002", "14155550002", None),
        )


def test_they_come_in_the_order_of_their_lines_and_then_of_their_places(either: Database) -> None:
    parent = a_list(either, 0)
    made = [NewRow(place, line, f"1415555000{place}") for place, line in ((4, 7), (3, 4), (2, 7), (1, 9))]
    with either.write() as conn:
        new_rows.insert(conn, parent, made, NOON)
    put(either, parent, dict.fromkeys((1, 2, 3, 4), S.UNDELIVERED))
    with either.read() as conn:
        found = again.failed(conn, parent.id)
    assert [(each.line, each.phone[-1]) for each in found] == [(4, "3"), (7, "2"), (7, "4"), (9, "1")]


def test_a_row_of_before_lines_were_kept_has_none(database: Database) -> None:
    parent = a_list(database, 1)
    put(database, parent, {1: S.UNDELIVERED}, line=None)
    with database.read() as conn:
        assert [each.line for each in again.failed(conn, parent.id)] == [0]


def test_not_what_an_earlier_attempt_may_have_brought(either: Database) -> None:
    parent = of_two(either)
    put(either, parent, {1: S.UNDELIVERED}, risked=1)
    assert count(either, parent) == 1


def test_whose_texts_they_were(either: Database) -> None:
    parent = of_two(either)
    second = another(either, parent, S.RUNNING, 1)
    with either.read() as conn:
        assert again.origin(conn, second.id) == (parent.id,)
        assert again.origin(conn, parent.id) == again.origin(conn, "0" * 32) == ()


def test_nobody_who_was_erased(either: Database) -> None:
    parent = of_two(either)
    put(either, parent, {1: S.UNDELIVERED}, to_number="", to_phone="")
    assert count(either, parent) == 1


@pytest.mark.parametrize("state", S)
def test_a_list_that_was_confirmed_takes_them_over(either: Database, state: SendState) -> None:
    parent = of_two(either)
    another(either, parent, state, 1)
    free = {S.DRAFT, S.CANCELLED, S.REJECTED, S.EXPIRED, S.REFUSED, S.ENDED}
    assert count(either, parent) == (2 if state in free else 1)


@pytest.mark.parametrize("row", S)
def test_what_such_a_list_did_not_come_to_send_is_free_again(either: Database, row: SendState) -> None:
    parent = of_two(either)
    put(either, another(either, parent, S.CANCELLED, 1), {1: row})
    assert count(either, parent) == (2 if row in {S.DRAFT, S.CANCELLED} else 1)


@pytest.mark.parametrize("code", ["-6", OutcomeCode.SENT_ELSEWHERE])
def test_only_what_such_a_list_tried_to_send_is_taken_over(either: Database, code: str) -> None:
    parent = of_two(either)
    put(either, another(either, parent, S.RUNNING, 1), {1: S.REFUSED}, outcome_code=code)
    assert count(either, parent) == (1 if code == "-6" else 2)


def test_of_two_lists_the_second_leaves_to_the_first_what_it_sends(either: Database) -> None:
    parent = of_two(either)
    another(either, parent, S.RUNNING, 1)
    for state in (S.DRAFT, S.AWAITING_APPROVAL):
        another(either, parent, state, 2)  # may never be sent
    second = another(either, parent, S.RUNNING, 1, 2)
    other = another(either, a_list(either, 3), S.RUNNING, 1)
    with either.write() as conn:
        assert again.leave_to_others(conn, second.id, parent.id, LATER) == 1
        assert again.leave_to_others(conn, second.id, parent.id, LATER) == 0
        first, left = rows.page(conn, second.id, 1, 2)
        [untouched] = rows.page(conn, other.id, 1, 1)
    assert (first.state, first.outcome_code, first.updated_at) == (
        S.REFUSED,
        OutcomeCode.SENT_ELSEWHERE,
        LATER,
    )
    assert (left.state, untouched.state) == (S.DRAFT, S.DRAFT)
    assert count(either, second) == 0  # it is the first list's to send it once more


def test_on_postgresql_of_two_lists_that_begin_together_one_waits_for_the_other() -> None:
    database = Database(postgres.without_rows())
    parent = of_two(database)
    first, second = (another(database, parent, S.QUEUED, 1, 2) for _ in range(2))

    def begin(conn: Connection, child: Send) -> int:
        assert sends.move(conn, child.id, S.RUNNING, now=NOON, only_from=S.QUEUED)
        return again.leave_to_others(conn, child.id, parent.id, NOON)

    def beside() -> int:
        with database.write() as conn:
            return begin(conn, second)

    with ThreadPoolExecutor(1) as pool:
        with database.write() as conn:
            assert begin(conn, first) == 0
            other = pool.submit(beside)
            wait_until(lambda: other.done() or postgres.somebody_waits(conn))
        assert other.result(PATIENCE_SECONDS) == 2
    database.close()
