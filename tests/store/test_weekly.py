"""What a limit of texts to one person counts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.features.sends.weekly import ROW, Weekly
from bot.policy.model import Limits
from bot.store import Database, SendState
from bot.store.sends import Send, SendKind, lists, weekly
from bot.store.sends.model import TEST
from tests.store.samples import NOON, a_send_in

PHONE, OTHER = "14155550100", "14155550101"
DAY = timedelta(days=1)
NEVER = {
    SendState.DRAFT,
    SendState.REJECTED,
    SendState.EXPIRED,
    SendState.CANCELLED,
    SendState.REFUSED,
    SendState.ENDED,
    SendState.UNDELIVERED,
    SendState.REPEATING,
}


def sent(database: Database, state: SendState = SendState.ACCEPTED, **changes: object) -> Send:
    return a_send_in(database, state, **changes)


def over(database: Database, per_week: int = 1, days: int = 0, **changes: str) -> dict[str, int]:
    with database.read() as conn:
        return dict(
            Weekly(Limits(person_per_week=per_week)).over(conn, (PHONE, OTHER), NOON + days * DAY, **changes)
        )


def test_texts_before_and_scheduled_ones_after_count_together(either: Database) -> None:
    sent(either, attempting_at=NOON - 2 * DAY)
    waits = sent(either, SendState.SCHEDULED, attempting_at=None, goes_at=NOON + 3 * DAY)
    sent(either, attempting_at=NOON - 7 * DAY)

    assert over(either, 2) == {PHONE: 2}
    assert over(either, 3) == {}
    assert over(either, 2, but=waits.id) == {}
    assert over(either, 1, days=9) == {PHONE: 1}
    assert over(either, 1, days=10) == {}


@pytest.mark.parametrize("state", list(SendState), ids=str)
def test_only_what_arrives_or_may_counts(database: Database, state: SendState) -> None:
    sent(database, state)

    assert over(database) == ({} if state in NEVER else {PHONE: 1})


@pytest.mark.parametrize(
    "changes",
    [{"appointment_id": "f" * 32}, {"kind": SendKind.OTP.value}, {"to_number": "1", "to_phone": "1"}],
)
def test_codes_appointments_and_other_people_do_not_count(
    database: Database, changes: dict[str, object]
) -> None:
    sent(database, **changes)

    assert over(database) == {}


def test_a_row_that_waits_for_its_turn_counts_when_its_list_goes(either: Database) -> None:
    of = sent(either, SendState.SCHEDULED, kind="list", to_number="", to_phone="", goes_at=NOON + 3 * DAY)
    sent(either, SendState.DRAFT, attempting_at=None, goes_at=None, parent_id=of.id)

    assert over(either, days=9) == {PHONE: 1}
    assert over(either, days=10) == {}
    assert over(either, days=-4) == {}


def around(database: Database, *phones: str) -> dict[str, list[timedelta]]:
    with database.read() as conn:
        found = weekly.around(conn, phones, NOON)
    return {phone: sorted(at - NOON for at in moments) for phone, moments in found.items()}


@pytest.mark.parametrize("phones", [(PHONE,), (PHONE, "14155550199")], ids=["one", "several"])
def test_of_some_phones_nothing_but_theirs_within_a_week_is_found(
    either: Database, phones: tuple[str, ...]
) -> None:
    sent(either, to_number=OTHER, attempting_at=NOON)
    for days in (-7, -6, 6, 7):
        sent(either, attempting_at=NOON + days * DAY)

    assert around(either, *phones) == {PHONE: [-6 * DAY, 6 * DAY]}
    assert around(either, "14155550198") == {}


def test_what_went_late_counts_when_it_went(either: Database) -> None:
    sent(either, attempting_at=NOON - 2 * DAY, goes_at=NOON - 8 * DAY)

    assert around(either, PHONE) == {PHONE: [-2 * DAY]}


def test_a_test_to_oneself_does_not_count(database: Database) -> None:
    sent(database, key=f"{TEST}1")

    assert over(database) == {}


@pytest.mark.parametrize(("days", "left"), [(7, 0), (6, 1)])
def test_a_week_ago_is_long_enough_for_a_row(either: Database, days: int, left: int) -> None:
    of = sent(either, SendState.RUNNING, kind="list", to_number="", to_phone="", goes_at=NOON)
    sent(either, SendState.DRAFT, attempting_at=None, parent_id=of.id, line=1)
    sent(either, attempting_at=NOON - days * DAY)

    with either.write() as conn:
        Weekly(Limits(person_per_week=1)).leave_out(conn, of.id, (PHONE, OTHER), NOON)

    with either.read() as conn:
        assert len(lists.rejected(conn, of.id, 10)) == left


def test_before_a_row_goes_what_is_to_come_and_its_own_list_do_not_count(either: Database) -> None:
    of = sent(either, SendState.RUNNING, kind="list", to_number="", to_phone="", goes_at=NOON)
    sent(either, SendState.QUEUED, attempting_at=None, goes_at=NOON, parent_id=of.id)
    sent(either, SendState.AWAITING_APPROVAL, attempting_at=None, goes_at=NOON + DAY)
    other = sent(either, SendState.RUNNING, kind="list", to_number="", to_phone="", goes_at=NOON)
    sent(either, SendState.DRAFT, attempting_at=None, parent_id=other.id)
    sent(either, attempting_at=NOON)

    with either.read() as conn:
        assert weekly.before(conn, (PHONE,), NOON, list_id=of.id) == {PHONE: [NOON]}
        assert weekly.before(conn, (PHONE,), NOON, list_id="f" * 32) == {PHONE: [NOON, NOON]}


def test_without_a_limit_nothing_is_asked(database: Database) -> None:
    sent(database)
    with database.read() as conn:
        assert Weekly(Limits()).over(conn, (PHONE,), NOON) == {}


def test_rows_of_people_who_got_enough_meanwhile_are_left_out_with_a_reason(either: Database) -> None:
    of = sent(either, SendState.RUNNING, kind="list", to_number="", to_phone="", goes_at=NOON)
    for line, number in enumerate((PHONE, OTHER), 1):
        row = {"to_number": number, "to_phone": number, "parent_id": of.id, "line": line}
        sent(either, SendState.DRAFT, attempting_at=None, **row)
    for days in (-1, 1):  # one that asks, and one whose time comes later
        waits = {"attempting_at": None, "goes_at": NOON + days * DAY, "to_number": OTHER, "to_phone": OTHER}
        sent(either, SendState.SCHEDULED, **waits)
    sent(either, attempting_at=NOON - DAY)

    with either.write() as conn:
        Weekly(Limits(person_per_week=1)).leave_out(conn, of.id, (PHONE, OTHER), NOON)
        Weekly(Limits()).leave_out(conn, of.id, (PHONE, OTHER), NOON)

    with either.read() as conn:
        assert lists.rejected(conn, of.id, 10) == ((1, ROW),)


def test_the_phones_of_a_batch_are_found_by_their_index_in_one_statement(database: Database) -> None:
    asked: list[tuple[str, Any]] = []
    with database.read() as conn:

        @event.listens_for(conn, "before_cursor_execute")
        def hear(_conn: object, _cursor: object, sql: str, parameters: object, *_more: object) -> None:
            asked.append((sql, parameters))

        phones = [f"141555501{number:02}" for number in range(50)]
        weekly.around(conn, phones, NOON)
        event.remove(conn, "before_cursor_execute", hear)
        ((sql, parameters),) = asked
        plan = [str(row[3]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]

    assert any("ix_send_phone (to_phone=?)" in step for step in plan), plan
    assert not any(step.startswith("SCAN send") for step in plan), plan
