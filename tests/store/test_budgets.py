from datetime import datetime, timedelta
from sqlite3 import Connection as SqliteConnection
from typing import cast

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.store import Database, SendState, budgets
from bot.store.budgets import ATTEMPTED, COUNTED, ENDED, Spent
from bot.store.sends import SendKind
from tests.store import postgres
from tests.store.samples import NOON, a_send_in

DAY = timedelta(days=1)
NOTHING = Spent()


def spent(database: Database, *, channel: str | None = "C0FRONT", without: str = "") -> Spent:
    with database.read() as conn:
        found, _may_have_series = budgets.spent(
            conn, NOON, NOON + DAY, person="U0MAYA", channel=channel, without=without
        )
    return found


def put(database: Database, state: SendState, **changes: object) -> str:
    usual = {"goes_at": NOON, "credits_upper": 5, "origin_channel": "C0FRONT"}
    return a_send_in(database, state, **(usual | changes)).id


OF_SERIES = {SendState.REPEATING, SendState.ENDED}
"""States of a series that is kept here, which has a rule: its dates count, each for itself."""


@pytest.mark.parametrize("state", sorted(OF_SERIES))
def test_a_series_that_is_kept_here_counts_by_the_sends_of_its_dates(
    database: Database, state: SendState
) -> None:
    put(database, state, recurrence={"kept": "here"})

    assert spent(database) == NOTHING


@pytest.mark.parametrize("state", sorted(set(SendState) - OF_SERIES))
def test_a_send_counts_from_its_confirmation_unless_it_was_not_sent(
    database: Database, state: SendState
) -> None:
    put(database, state)

    assert spent(database) == (Spent(5, 5, 5) if state in COUNTED else NOTHING)


def test_what_never_went_out_does_not_count() -> None:
    assert set(SendState) - COUNTED == {
        SendState.DRAFT,
        SendState.REFUSED,
        SendState.REJECTED,
        SendState.EXPIRED,
        SendState.CANCELLED,
        *OF_SERIES,
    }
    assert ATTEMPTED < COUNTED


def test_each_budget_has_its_own_sum(either: Database) -> None:
    put(either, SendState.ACCEPTED)
    put(either, SendState.ACCEPTED, user_id="U0TOM", credits_upper=7)
    put(either, SendState.ACCEPTED, origin_channel=None, credits_upper=11)
    assert spent(either) == Spent(person=16, channel=12, everybody=23)
    assert spent(either, channel=None) == Spent(person=16, channel=0, everybody=23)


def test_a_day_ends_where_the_next_begins(either: Database) -> None:
    put(either, SendState.QUEUED)
    put(either, SendState.QUEUED, goes_at=NOON - timedelta(seconds=1))
    put(either, SendState.QUEUED, goes_at=NOON + DAY)
    put(either, SendState.QUEUED, goes_at=None)
    assert spent(either).everybody == 5


def test_the_send_that_is_asked_for_does_not_count(either: Database) -> None:
    held = put(either, SendState.SCHEDULED)
    assert spent(either, without=held) == NOTHING


def test_of_a_list_under_way_the_whole_counts_and_not_its_rows(either: Database) -> None:
    whole = put(either, SendState.RUNNING, kind=SendKind.LIST)
    put(either, SendState.ACCEPTED, parent_id=whole, goes_at=None)
    put(either, SendState.QUEUED, parent_id=whole)
    assert spent(either) == Spent(5, 5, 5)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_of_a_list_that_has_ended_the_rows_count_that_were_attempted(
    database: Database, state: SendState
) -> None:
    whole = put(database, state, kind=SendKind.LIST, credits_upper=100)
    for row in (*ATTEMPTED, SendState.REFUSED, SendState.CANCELLED, SendState.DRAFT):
        put(database, row, parent_id=whole, goes_at=None, credits_upper=2, user_id="U0ELSE")
    credits_ = 2 * len(ATTEMPTED)
    assert spent(database) == Spent(credits_, credits_, credits_)
    assert spent(database, without=whole) == NOTHING


def test_each_earlier_attempt_that_may_have_gone_out_counts_anew(either: Database) -> None:
    put(either, SendState.UNKNOWN, risked=2)
    put(either, SendState.QUEUED, risked=1, user_id="U0TOM")
    assert spent(either) == Spent(person=15, channel=25, everybody=25)


@pytest.mark.parametrize("state", [SendState.RUNNING, SendState.ACCEPTED])
def test_what_rows_take_again_counts_on_the_day_they_were_sent_again(
    either: Database, state: SendState
) -> None:
    whole = put(either, state, kind=SendKind.LIST, goes_at=NOON - DAY)
    put(either, SendState.ACCEPTED, parent_id=whole, goes_at=None)
    again = put(either, SendState.QUEUED, parent_id=whole, risked=1)
    assert spent(either) == Spent(5, 5, 5)
    assert spent(either, without=whole) == NOTHING
    before = {"person": "U0MAYA", "channel": "C0FRONT", "without": ""}
    with either.read() as conn:
        on_its_day, _may_have_series = budgets.spent(conn, NOON - DAY, NOON, **before)
    assert on_its_day.everybody == (10 if state is SendState.ACCEPTED else 5)
    assert again


def test_a_row_that_waited_when_its_list_was_cancelled_took_nothing(either: Database) -> None:
    whole = put(either, SendState.CANCELLED, kind=SendKind.LIST)
    put(either, SendState.QUEUED, parent_id=whole, goes_at=None)
    assert spent(either) == NOTHING


def test_a_series_is_given_and_not_summed(either: Database) -> None:
    end = NOON + 3 * DAY
    rule = {"repeat": "Daily", "every": 1, "until": end.isoformat()}
    counted = put(either, SendState.SCHEDULED_AT_SMSIT, recurrence=rule, ends_at=end)
    put(either, SendState.REJECTED, recurrence=rule, ends_at=end)
    later = put(either, SendState.QUEUED, recurrence=rule, goes_at=NOON + DAY, ends_at=end)
    put(either, SendState.QUEUED)
    assert spent(either) == Spent(5, 5, 5)

    def between(begins: datetime, ends: datetime, without: str = "") -> set[str]:
        with either.read() as conn:
            return {each.id for each in budgets.series(conn, begins, ends, without=without)}

    assert between(NOON, NOON + DAY) == between(NOON, NOON + 2 * DAY, later) == {counted}
    assert between(NOON, NOON + DAY, counted) == between(NOON - DAY, NOON) == set()
    assert between(end, end + DAY) == {counted, later}
    assert between(end + timedelta(seconds=1), end + DAY) == set()


def test_a_day_is_looked_up_by_its_time_and_not_by_reading_all_that_was_ever_sent(database: Database) -> None:
    asked: list[str] = []
    with database.read() as conn:
        driver = cast("SqliteConnection", conn.connection.driver_connection)
        driver.set_trace_callback(asked.append)  # told each statement with its values in it
        budgets.spent(conn, NOON, NOON + DAY, person="U0MAYA", channel="C0FRONT", without="")
        budgets.series(conn, NOON, NOON + DAY, without="")
        driver.set_trace_callback(None)
        plans = [str(row[3]) for each in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {each}")]

    sums = {"SCAN sends", "SCAN ended", "SCAN again"}  # one row each
    looked_up = {each for each in plans if each.startswith(("SEARCH", "SCAN"))} - sums
    assert looked_up == {
        "SEARCH send USING INDEX ix_send_spent (goes_at>? AND goes_at<?)",
        "SEARCH lists USING INDEX ix_send_list_goes (goes_at>? AND goes_at<?)",
        "SEARCH list_rows USING COVERING INDEX ix_send_rows (parent_id=? AND state=?)",
        "SEARCH send USING INDEX ix_send_row_goes (goes_at>? AND goes_at<?)",
        "SEARCH send USING INDEX ix_send_series (ends_at>?)",
    }


def test_only_postgresql_needs_to_be_locked(database: Database) -> None:
    asked: list[str] = []
    with database.read() as conn:
        event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        budgets.lock(conn)

    assert asked == []


def test_on_postgresql_who_comes_second_waits_for_the_first_to_commit() -> None:
    database = Database(postgres.without_rows())
    with database.write() as first:
        budgets.lock(first)
        with database.read() as second:
            second.exec_driver_sql("SET LOCAL lock_timeout = '20ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                budgets.lock(second)
    with database.read() as second:
        second.exec_driver_sql("SET LOCAL lock_timeout = '20ms'")
        budgets.lock(second)
    database.close()
