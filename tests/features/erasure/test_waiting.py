"""Texts and rows that wait for somebody who is erased."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.features.erasure.service import Erasure
from bot.store import Database, series
from bot.store.erasing import empty
from bot.store.tables import (
    appointment_call,
    contact_addition,
    contact_import,
    contact_import_row,
    send,
    verification,
)
from tests.clock import FakeClock
from tests.features.erasure.filling import (
    PHONE,
    a_text,
    an_other,
    fill,
    put,
)

LONGEST_AHEAD = timedelta(days=30)


def state_of(database: Database, send_id: str) -> str | None:
    with database.read() as conn:
        found: str | None = conn.execute(select(send.c.state).where(send.c.id == send_id)).scalar()
    return found


class TestWaiting:
    @pytest.mark.parametrize("state", ["awaiting_approval", "scheduled", "queued"])
    def test_what_waits_is_cancelled_and_says_why(
        self, database: Database, clock: FakeClock, erasure: Erasure, state: str
    ) -> None:
        a_text(database, clock(), "1", state=state)
        assert erasure.look(PHONE).cancelled == 1

        assert erasure.erase(PHONE, "root") is not None

        with database.read() as conn:
            row = conn.execute(select(send)).one()
        assert (row.state, row.outcome_code, row.body, row.to_number) == ("cancelled", "erased", None, "")
        assert row.outcome_sentence == empty.NOT_SENT

    def test_a_series_ends_and_never_comes_again(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", state="repeating")
        with database.write() as conn:
            series.begin(conn, "1", clock() + timedelta(days=1))
        assert erasure.look(PHONE).cancelled == 1

        assert erasure.erase(PHONE, "root") is not None

        assert state_of(database, "1") == "ended"
        with database.read() as conn:
            assert series.due(conn, clock() + timedelta(days=9)) == ()

    def test_one_that_may_have_gone_out_before_is_unknown_once_more(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", state="queued", risked=1)

        assert erasure.erase(PHONE, "root") is not None
        assert state_of(database, "1") == "unknown"

    def test_a_draft_is_gone_and_a_row_of_a_list_is_never_sent(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "1", state="draft")
        an_other(database, clock(), "4", kind="list", state="running", to_number="", to_phone="")
        a_text(database, clock(), "4:1", parent_id="4", state="draft")
        an_other(database, clock(), "4:2", parent_id="4", state="draft")

        assert erasure.erase(PHONE, "root") is not None

        assert [state_of(database, each) for each in ("1", "4", "4:1", "4:2")] == [
            None,
            "running",
            "cancelled",
            "draft",
        ]

    def test_a_row_that_waits_to_be_imported_never_is(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        put(database, contact_import, clock(), id="6", key="6", state="running")
        put(database, contact_import_row, clock(), import_id="6", place=1, number=PHONE, state="waiting")
        put(database, contact_import_row, clock(), import_id="6", place=2, number=PHONE, state="attempting")
        assert erasure.look(PHONE).cancelled == 1
        assert erasure.look(PHONE).busy == 1

        assert erasure.erase(PHONE, "root") is None

        with database.read() as conn:
            rows = conn.execute(select(contact_import_row).order_by(contact_import_row.c.place)).all()
        assert [(row.state, row.number) for row in rows] == [("cancelled", None), ("attempting", PHONE)]

    def test_a_code_that_still_counts_ends(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        a_text(database, clock(), "3", kind="otp")
        put(
            database,
            verification,
            clock(),
            send_id="3",
            number=PHONE,
            phone=PHONE,
            state="open",
            code_hash="h",
        )

        assert erasure.erase(PHONE, "root") is not None

        with database.read() as conn:
            row = conn.execute(select(verification)).one()
        assert (row.state, row.reason, row.number, row.code_hash) == ("failed", "expired", "", None)

    def test_what_is_being_done_stands_in_the_way(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        fill(database, clock())
        with database.write() as conn:
            conn.execute(update(appointment_call).values(state="attempting"))
            conn.execute(update(contact_addition).values(state="waiting"))
            conn.execute(update(verification).values(state="checking"))
        put(database, contact_import, clock(), id="13", key="13", state="queued")

        assert erasure.look(PHONE).busy == 4
        assert erasure.erase(PHONE, "root") is None

    def test_what_smsit_holds_is_told_until_its_last_time(
        self, database: Database, clock: FakeClock, erasure: Erasure
    ) -> None:
        ahead = clock() + LONGEST_AHEAD
        a_text(database, clock(), "1", state="scheduled_at_smsit", send_at=ahead)
        a_text(database, clock(), "2", state="scheduled_at_smsit", send_at=clock() - LONGEST_AHEAD)
        an_other(database, clock(), "3", state="scheduled_at_smsit", send_at=ahead)

        assert [(each.id, each.at) for each in erasure.look(PHONE).texts_at_smsit] == [("1", ahead)]
