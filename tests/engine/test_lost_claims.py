"""The database loses its newest transactions: nothing in them is done again, or goes out after all."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from bot.access import Role, Who
from bot.engine.attempts import Ledger, interrupted, sweep
from bot.features.contacts.ledger import AdditionLedger
from bot.features.series.service import SeriesService
from bot.store import (
    Database,
    SendState,
    contact_additions,
    sends,
    series,
    unrecorded,
    verifications,
)
from bot.store.contact_additions import NewAddition
from bot.store.sends import SendKind, scheduled
from bot.store.sends.unrecorded import SENTENCE
from bot.store.tables import contact_addition, message, send
from bot.store.tables import series as series_table
from bot.store.verifications import NewVerification, Reason, Stage
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Kept, Rule
from tests.clock import FakeClock
from tests.engine.ledgers import KINDS, ASend, Kind, Row, SmsIt, attempt
from tests.store.samples import LATER, NOON, a_send_in, the


class AnAddition(Kind):
    """A contact that somebody adds by hand."""

    table = contact_addition
    states = {**ASend.states, "waiting": "waiting", "accepted": "added"}  # noqa: RUF012 -- as the others have it

    def _waiting(self) -> str:
        with self.database.write() as conn:
            new = NewAddition(key="k", user_id="U0MAYA", number="14155550100", group_name="VIP")
            return contact_additions.insert(conn, new, now=NOON).id

    def _ledger(self) -> object:
        return AdditionLedger(limit=timedelta(seconds=30))


@contextmanager
def lost(database: Database) -> Iterator[None]:
    """Have the database lose what is committed meanwhile, as with a write-ahead log that is damaged."""
    assert database.path is not None
    assert database.settle()
    before = database.path.with_name("before.db")
    shutil.copyfile(database.path, before)
    yield
    assert database.settle()
    with database.engine.connect() as conn:  # in place: the file stays the one it was
        conn.exec_driver_sql("ATTACH DATABASE ? AS older", (str(before),))
        conn.exec_driver_sql("PRAGMA foreign_keys=OFF")
        tables = conn.exec_driver_sql(
            "SELECT name FROM older.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name <> 'audit_entry'"
        ).scalars()
        for name in tables.all():
            conn.exec_driver_sql(f'DELETE FROM main."{name}"')  # noqa: S608 -- the names are its own
            conn.exec_driver_sql(f'INSERT INTO main."{name}" SELECT * FROM older."{name}"')  # noqa: S608
        conn.commit()
        conn.exec_driver_sql("DETACH DATABASE older")


def start(database: Database) -> int:
    """Do what a start does."""
    assert database.journal is not None
    with database.write() as conn:
        return unrecorded.make_unknown(conn, database.journal.latest(), now=LATER)


@pytest.mark.parametrize("made", [*KINDS, AnAddition], ids=lambda made: made.__name__)
def test_what_reached_smsit_does_not_reach_it_again_when_its_claim_is_lost(
    database: Database, clock: FakeClock, made: Callable[[Database], Kind]
) -> None:
    kind, smsit = made(database), SmsIt()
    with lost(database):
        assert attempt(kind, smsit, clock)
    assert kind.state == "waiting"

    assert start(database) == 1
    assert attempt(kind, smsit, clock) is None
    clock.advance(seconds=86_400)
    sweep(database, kind.ledger, clock, became=interrupted)

    assert smsit.reached == 1
    assert kind.state == "unknown"
    assert start(database) == 0


@pytest.mark.parametrize("made", [*KINDS, AnAddition], ids=lambda made: made.__name__)
def test_what_the_database_did_not_lose_stays_as_it_is(
    database: Database, clock: FakeClock, made: Callable[[Database], Kind]
) -> None:
    kind = made(database)
    assert attempt(kind, SmsIt(), clock)
    assert start(database) == 0
    assert kind.state == "accepted"


def test_every_ledger_is_tried_here() -> None:
    ledgers = {type(kind.ledger).__name__ for kind in _all_of_them()}
    assert ledgers == {"SendLedger", "CallLedger", "ImportLedger", "AdditionLedger"}


def cancel(database: Database, send_id: str) -> None:
    with database.write() as conn:
        assert sends.move(conn, send_id, SendState.CANCELLED, now=NOON)


def cancel_many(database: Database, send_id: str) -> None:
    with database.write() as conn:
        sends.move_many(conn, (send_id,), SendState.CANCELLED, now=NOON)


def change(database: Database, send_id: str) -> None:
    seen = the(database, send_id)
    with database.write() as conn:
        values = {"body": "Other words."}
        assert scheduled.change(
            conn, send_id, state=seen.state, seen=seen.updated_at, now=LATER, values=values
        )


@pytest.mark.parametrize("decide", [cancel, cancel_many, change])
def test_what_a_person_called_off_or_changed_does_not_go_out_as_it_was(
    database: Database, decide: Callable[[Database, str], None]
) -> None:
    waits = a_send_in(database, SendState.SCHEDULED, token=None, send_at=LATER)
    with lost(database):
        decide(database, waits.id)
    assert the(database, waits.id).state is SendState.SCHEDULED

    assert start(database) == 1

    assert the(database, waits.id).state is SendState.UNKNOWN
    assert start(database) == 0


def test_what_was_changed_and_is_not_lost_waits_for_its_time(database: Database) -> None:
    waits = a_send_in(database, SendState.SCHEDULED, token=None, send_at=LATER)
    change(database, waits.id)
    with database.write() as conn:
        assert not sends.move(conn, waits.id, SendState.REJECTED, now=NOON), "it waits for nobody's approval"
    assert start(database) == 0
    assert the(database, waits.id).state is SendState.SCHEDULED


@pytest.mark.parametrize("state", [SendState.RUNNING, SendState.PAUSED, SendState.SCHEDULED])
def test_a_list_that_was_cancelled_stays_cancelled(database: Database, state: SendState) -> None:
    going = a_send_in(database, state, token=None)
    with database.write() as conn:
        conn.execute(send.update().values(kind=SendKind.LIST.value))
    with lost(database):
        cancel(database, going.id)

    assert start(database) == 1

    assert the(database, going.id).state is SendState.CANCELLED
    with database.read() as conn:
        assert conn.execute(message.select().where(message.c.subject_id == going.id)).one().version > 0


def test_a_series_that_was_stopped_is_paused_and_its_owner_looks_at_it(database: Database) -> None:
    going = a_send_in(database, SendState.REPEATING, token=None)
    with database.write() as conn:
        conn.execute(series_table.insert().values(send_id=going.id, next_at=LATER))
    with lost(database), database.write() as conn:
        assert sends.move(conn, going.id, SendState.ENDED, now=NOON)

    assert start(database) == 1

    with database.read() as conn:
        kept = conn.execute(series_table.select()).one()
    assert (kept.paused_by, kept.why) == (series.BOT, SENTENCE)
    assert start(database) == 0


@pytest.mark.parametrize("decide", ["skip", "pause", "stop"])
def test_a_series_that_was_skipped_paused_or_stopped_sends_no_date_before_its_owner_looks_at_it(
    database: Database, decide: str
) -> None:
    first = NOON + timedelta(days=1)
    kept = Kept(Rule(Cycle.DAILY, times=4), first, first + timedelta(days=3), 4)
    going = a_send_in(database, SendState.REPEATING, token=None, recurrence=recurrence.dump(kept))
    with database.write() as conn:
        series.begin(conn, going.id, first)
    permissions = SimpleNamespace(require_send=print, require_role=print)
    kinds = {kind: SimpleNamespace(role=Role.SENDER, label="Text") for kind in SendKind}
    service = SeriesService(database, permissions, kinds, lambda: NOON)
    maya = Who("U0MAYA", "T0")
    with lost(database):
        if decide == "skip":
            service.skip(going.id, first.isoformat(), maya)
        else:
            getattr(service, decide)(going.id, maya)
    with database.read() as conn:
        assert series.due(conn, first) == (going.id,)

    assert start(database) == 1

    with database.read() as conn:
        assert series.due(conn, first) == ()
        found = series.get(conn, going.id)
    assert found is not None
    assert (found.paused_by, found.why) == (series.BOT, SENTENCE)
    service.resume(going.id, maya)
    assert start(database) == 0


def test_a_request_that_was_rejected_is_approved_by_nobody_after_all(database: Database) -> None:
    asked = a_send_in(database, SendState.AWAITING_APPROVAL, token=None)
    with lost(database), database.write() as conn:
        assert sends.move(conn, asked.id, SendState.REJECTED, now=NOON)

    assert start(database) == 1

    assert the(database, asked.id).state is SendState.UNKNOWN


def test_a_code_that_was_typed_verifies_nobody_once_more(database: Database) -> None:
    of = a_send_in(database, SendState.ACCEPTED).id
    with database.write() as conn:
        new = NewVerification(of, "U0MAYA", "14155550100", "14155550100", "Reset", tries_left=3)
        verifications.insert_making(conn, new, NOON)
        assert verifications.open_(conn, of, "hash", LATER)
    with lost(database), database.write() as conn:
        assert verifications.check(conn, of, LATER)

    assert start(database) == 1

    with database.write() as conn:
        found = verifications.get(conn, of)
        assert not verifications.check(conn, of, LATER)
    assert found is not None
    assert (found.state, found.reason, found.code_hash) == (Stage.FAILED, Reason.UNCLEAR, None)


def _all_of_them() -> Iterator[Kind]:
    for each in (*KINDS, AnAddition):
        bare = object.__new__(each)
        bare.row_id = ""
        bare.ledger = cast("Ledger[Row]", bare._ledger())
        yield bare
