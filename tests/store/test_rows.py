"""Rows of lists and lists as a whole, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.store import Database, SendState, messages, sends
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send, SendKind, lists, new_rows, rows
from bot.store.sends.lists import Unknown
from bot.store.sends.new_rows import NewRow
from bot.store.sends.rows import Totals
from bot.store.tables import send
from tests.store.samples import NOON, new_send, the, version_of

S = SendState


def a_list(database: Database, count: int = 5, rejected: int = 0, **changes: object) -> Send:
    """A draft with rows at places 1 to `count`, of growing length, and rejected ones behind them."""
    new = new_send(kind=SendKind.LIST, to_number="", to_name="customers.csv", people=0, **changes)
    made = [
        NewRow(place, place + 1, f"1415555{place:04}", "Hi", segments=place, credits_upper=place + 1)
        for place in range(1, count + 1)
    ]
    made += [NewRow(count + nth, count + nth + 1, rejected="No number.") for nth in range(1, rejected + 1)]
    with database.write() as conn:
        parent = sends.insert_draft(conn, new, now=NOON)
        new_rows.insert(conn, parent, made, NOON)
    return parent


def put(database: Database, parent: Send, places: dict[int, SendState], **values: object) -> None:
    """Put rows straight into states."""
    with database.write() as conn:
        for place, state in places.items():
            here = send.update().where(send.c.key == f"{parent.id}:{place}")
            conn.execute(here.values(state=state.value, **values))


def put_list(database: Database, parent: Send, state: SendState, **values: object) -> None:
    with database.write() as conn:
        conn.execute(send.update().where(send.c.id == parent.id).values(state=state.value, **values))


def test_a_row_is_a_draft_of_its_list_without_a_message(either: Database) -> None:
    of_list = {"add_to_group": "VIP", "origin_channel": "C0FRONT", "alpha_sender": "HARBOUR", "zone": "UTC"}
    parent = a_list(either, 2, **of_list)
    with either.read() as conn:
        first, second = rows.page(conn, parent.id, 1, 2)
        assert messages.get(conn, first.id) is None
    assert (first.state, first.kind, first.parent_id) == (S.DRAFT, SendKind.CONTACT, parent.id)
    assert (first.line, second.line, second.credits, second.credits_upper) == (2, 3, 2, 3)
    assert {name: getattr(first, name) for name in of_list} == of_list
    assert (first.user_id, first.team_id, first.sender) == (parent.user_id, parent.team_id, parent.sender)
    assert (first.to_number, first.to_phone, first.body) == ("14155550001", "14155550001", "Hi")


def test_what_the_drafts_come_to_is_written_to_their_list(either: Database) -> None:
    parent = a_list(either, 3, rejected=2)
    with either.write() as conn:
        found = rows.totals(conn, parent.id)
        rows.describe(conn, parent.id, found, 5000, NOON)
    assert found == Totals(people=3, credits=6, credits_upper=9, segments=3)
    described = the(either, parent.id)
    assert (described.people, described.credits, described.balance_shown) == (3, 6, 5000)


def test_a_confirmed_list_is_not_described_again(either: Database) -> None:
    parent = a_list(either, 1)
    put_list(either, parent, S.QUEUED)
    with either.write() as conn:
        rows.describe(conn, parent.id, Totals(9, 9, 9, 9), 1, NOON)
    assert the(either, parent.id).people == 0


def test_an_empty_list_comes_to_nothing(either: Database) -> None:
    parent = a_list(either, 0)
    with either.read() as conn:
        assert rows.totals(conn, parent.id) == Totals(0, 0, 0, 0)
        assert rows.size(conn, parent.id) == 0
        assert rows.first_drafts(conn, parent.id, 3) == ()


def test_places_are_read_in_their_order(either: Database) -> None:
    parent = a_list(either, 12)
    with either.read() as conn:
        found = rows.page(conn, parent.id, 8, 11)
        assert [rows.place_of(row.key) for row in found] == [8, 9, 10, 11]
        assert rows.size(conn, parent.id) == 12
        assert [row.line for row in rows.first_drafts(conn, parent.id, 3)] == [2, 3, 4]


def test_drafts_of_a_range_are_queued(either: Database) -> None:
    parent = a_list(either, 6)
    put(either, parent, {2: S.QUEUED, 3: S.ACCEPTED})
    with either.write() as conn:
        assert rows.queue(conn, parent.id, 1, 4, NOON) == (1, 2, 4)
        assert [number for _id, number in rows.queued(conn, parent.id, 1, 4)] == [
            "14155550001",
            "14155550002",
            "14155550004",
        ]
        assert set(rows.numbers(conn, parent.id, 4, 6)) == {"14155550004", "14155550005", "14155550006"}


def test_whether_something_is_left_to_send(either: Database) -> None:
    parent = a_list(either, 2)
    put(either, parent, {1: S.ACCEPTED, 2: S.ATTEMPTING})
    with either.read() as conn:
        assert rows.any_left(conn, parent.id)
        assert not rows.any_left(conn, parent.id, rows.STILL_TO_GO)
    put(either, parent, {2: S.UNKNOWN})
    with either.read() as conn:
        assert not rows.any_left(conn, parent.id)


def test_rows_nobody_began_are_cancelled_in_pages(either: Database) -> None:
    parent, other = a_list(either, 4), a_list(either, 1)
    put(either, parent, {1: S.QUEUED, 2: S.ATTEMPTING})
    done = []
    for _ in range(3):
        with either.write() as conn:
            done.append(rows.cancel(conn, parent.id, NOON, 2))
    assert done == [2, 1, 0]
    with either.read() as conn:
        assert lists.counts(conn, parent.id) == {S.CANCELLED: 3, S.ATTEMPTING: 1}
        assert lists.counts(conn, other.id) == {S.DRAFT: 1}


def test_a_row_that_was_to_be_sent_again_is_unknown_again_and_not_cancelled(either: Database) -> None:
    parent = a_list(either, 4)
    put(either, parent, {1: S.QUEUED}, risked=2)
    put(either, parent, {2: S.QUEUED}, outcome_sentence="No connection.")
    put(either, parent, {4: S.QUEUED}, risked=1)
    later = NOON + timedelta(minutes=1)
    with either.write() as conn:
        assert rows.cancel(conn, parent.id, later) == 4
        found = rows.page(conn, parent.id, 1, 4)
    first, second, third, fourth = found
    assert [(row.state, row.risked, row.outcome_code) for row in (first, fourth)] == [
        (S.UNKNOWN, 1, OutcomeCode.NOT_AGAIN),
        (S.UNKNOWN, 0, OutcomeCode.NOT_AGAIN),
    ]
    assert "earlier attempt" in (first.outcome_sentence or "")
    assert {second.state, third.state} == {S.CANCELLED}
    assert (second.outcome_code, second.outcome_sentence, second.risked) == (None, "No connection.", 0)
    assert {row.updated_at for row in found} == {later}


def test_counts_leave_out_rejected_rows(either: Database) -> None:
    parent = a_list(either, 4, rejected=2)
    put(either, parent, {1: S.REFUSED}, outcome_code="-6", outcome_sentence="Not a contact.")
    put(either, parent, {2: S.DELIVERED})
    with either.read() as conn:
        assert lists.counts(conn, parent.id) == {S.REFUSED: 1, S.DELIVERED: 1, S.DRAFT: 2}


def test_a_list_of_rejected_rows_counts_nothing(either: Database) -> None:
    parent = a_list(either, 0, rejected=2)
    with either.read() as conn:
        assert lists.counts(conn, parent.id) == {}


def test_refusals_are_counted_by_code(either: Database) -> None:
    parent = a_list(either, 4, rejected=3)
    put(either, parent, {1: S.REFUSED, 2: S.REFUSED}, outcome_code="-6", outcome_sentence="Not a contact.")
    put(either, parent, {3: S.REFUSED}, outcome_code=None, outcome_sentence=None)
    with either.read() as conn:
        assert lists.refusals(conn, parent.id, 5) == (("Not a contact.", 2), ("", 1))
        assert lists.refusals(conn, parent.id, 1) == (("Not a contact.", 2),)


def test_without_doubts_there_is_no_moment(either: Database) -> None:
    parent = a_list(either, 1)
    with either.read() as conn:
        assert lists.unknown(conn, parent.id) == Unknown(0, None)


def test_attempts_are_counted_by_minute(either: Database) -> None:
    parent = a_list(either, 4)
    put(either, parent, {1: S.ACCEPTED, 2: S.REFUSED}, attempting_at=NOON)
    put(either, parent, {3: S.ACCEPTED}, attempting_at=NOON + timedelta(seconds=61))
    with either.read() as conn:
        assert lists.by_minute(conn, parent.id) == (("2026-03-02T12:00", 2), ("2026-03-02T12:01", 1))


def test_minutes_are_utc_wherever_the_session_is(either: Database) -> None:
    parent = a_list(either, 1)
    put(either, parent, {1: S.ACCEPTED}, attempting_at=NOON)
    with either.read() as conn:
        if not either.is_sqlite:
            conn.execute(text("SET LOCAL TIME ZONE 'Asia/Tokyo'"))
        assert lists.by_minute(conn, parent.id) == (("2026-03-02T12:00", 1),)


@pytest.mark.parametrize("state", [S.RUNNING, S.PAUSED])
def test_lists_under_way_are_found(either: Database, state: SendState) -> None:
    parent = a_list(either, 1)
    put_list(either, parent, state)
    put(either, parent, {1: S.QUEUED})
    with either.read() as conn:
        assert [each.id for each in lists.under_way(conn, state)] == [parent.id]
        assert lists.under_way(conn, S.ACCEPTED) == ()


def test_lists_are_found_by_state_and_age(either: Database) -> None:
    parent = a_list(either, 1)
    put_list(either, parent, S.ACCEPTED)
    put(either, parent, {1: S.ACCEPTED})
    ever = datetime.min.replace(tzinfo=UTC)
    with either.read() as conn:
        assert [each.id for each in lists.in_states(conn, [S.ACCEPTED], since=ever)] == [parent.id]
        assert lists.in_states(conn, [S.ACCEPTED], since=NOON) == ()
        assert lists.in_states(conn, [S.CANCELLED], since=ever) == ()


def test_a_list_is_set_going_once_more_only_while_it_is_being_sent(either: Database) -> None:
    parent = a_list(either, 1)
    with either.write() as conn:
        assert lists.next_wave(conn, parent.id, NOON) is None
        assert lists.standing(conn, "0" * 32) is None
    put_list(either, parent, S.RUNNING)
    with either.write() as conn:
        assert lists.next_wave(conn, parent.id, NOON) == 1
        assert lists.standing(conn, parent.id) == (S.RUNNING, 1)


def test_a_beat_draws_the_main_message_alone(either: Database) -> None:
    parent = a_list(either, 1)
    later = NOON + timedelta(minutes=1)
    with either.write() as conn:
        messages.open_another(conn, parent.id, Purpose.DETAILS)
        before = messages.get(conn, parent.id, Purpose.DETAILS)
        lists.heartbeat(conn, parent.id, later, details=False)
        assert messages.get(conn, parent.id, Purpose.DETAILS) == before
        main = messages.get(conn, parent.id)
        assert main is not None
        assert main.version == 1
        lists.heartbeat(conn, parent.id, later, details=True)
        assert messages.get(conn, parent.id, Purpose.DETAILS) != before
    assert the(either, parent.id).updated_at == later


def test_an_unconfirmed_list_is_purged_with_its_rows(either: Database) -> None:
    parent = a_list(either, 3, rejected=1)
    with either.write() as conn:
        assert version_of(conn, parent.id) == 0
        assert sends.purge_drafts(conn, NOON + timedelta(days=1)) == 1
        assert sends.purged_lists(conn) == (parent.id,)
        assert [sends.purge_rows(conn, parent.id, 3) for _ in range(2)] == [3, 1]
        assert rows.size(conn, parent.id) == 0
