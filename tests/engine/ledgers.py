"""A row of each kind that is attempted once, and the ledger of its kind: what all of them have in common."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import ClassVar, Protocol, cast

import pytest
from sqlalchemy import Table, select, update

from bot.engine.attempts import Accepted, Attempt, Ledger, NotSent, Outcome, Refused, Unknown, attempt_once
from bot.features.appointments.effects import Effects
from bot.features.appointments.ledger import CallLedger
from bot.features.imports.ledger import ImportLedger
from bot.features.sends.ledger import SendLedger
from bot.store import (
    Database,
    SendState,
    appointment_calls,
    appointments,
    contact_import_rows,
    contact_imports,
)
from bot.store.appointment_calls import NewCall
from bot.store.appointments import NewAppointment, Status
from bot.store.contact_import_rows import NewRow
from bot.store.contact_imports import OPEN, ImportState, NewImport
from bot.store.tables import appointment_call, contact_import_row, send
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.store.samples import NOON, a_send_in

LIMIT = timedelta(seconds=30)
LATEST = timedelta(days=1)


class Row(Protocol):
    """What rows of every kind carry."""

    @property
    def token(self) -> str | None:
        """The attempt it belongs to."""


class Kind:
    """A row that waits, and its ledger. ``states`` says what the kind calls the states of an attempt.

    ``followed`` counts what was done in the transactions that recorded an outcome.
    """

    table: ClassVar[Table]
    states: ClassVar[Mapping[str, str]]

    def __init__(self, database: Database) -> None:
        self.database = database
        self.followed = 0
        self.row_id = self._waiting()
        self.ledger = cast("Ledger[Row]", self._ledger())

    def _waiting(self) -> str:
        raise NotImplementedError

    def _ledger(self) -> object:
        raise NotImplementedError

    @property
    def state(self) -> str:
        """Where the row stands, in words that all kinds share."""
        with self.database.read() as conn:
            stored = conn.execute(select(self.table.c.state)).scalar_one()
        return {theirs: ours for ours, theirs in self.states.items()}[stored]

    def put(self, state: str, **values: object) -> None:
        """Have somebody decide about the row."""
        with self.database.write() as conn:
            conn.execute(update(self.table).values(state=self.states[state], **values))

    def _count(self, *_given: object, **_named: object) -> None:
        self.followed += 1


class ASend(Kind):
    """A text to one person."""

    table = send
    states = MappingProxyType(
        {
            "waiting": "queued",
            "attempting": "attempting",
            "accepted": "accepted",
            "refused": "refused",
            "unknown": "unknown",
        }
    )

    def _waiting(self) -> str:
        return a_send_in(self.database, SendState.QUEUED, token=None).id

    def _ledger(self) -> object:
        return SendLedger(limit_seconds=int(LIMIT.total_seconds()), follow=self._count)


class ACall(Kind):
    """A call about an appointment."""

    table = appointment_call
    states = ASend.states

    def _waiting(self) -> str:
        with self.database.write() as conn:
            new = NewAppointment(
                key="key",
                team_id="T0HARBOUR",
                user_id="U0MAYA",
                number="14155550100",
                phone="14155550100",
                at=NOON + timedelta(days=3),
                zone="Europe/London",
                sender="14155550190",
            )
            known = appointments.insert_draft(conn, new, now=NOON)
            wanted = NewCall(known.id, None, "U0MAYA", known.at, Status.CONFIRMED)
            call = appointment_calls.insert(conn, wanted, now=NOON)
        assert call is not None
        return call.id

    def _ledger(self) -> object:
        return CallLedger(effects=cast("Effects", self), enqueue=self._count, limit=LIMIT, latest=LATEST)

    take: Callable[..., None] = Kind._count


class AnImportRow(Kind):
    """A row of an import."""

    table = contact_import_row
    states = MappingProxyType(
        {
            "waiting": "waiting",
            "attempting": "attempting",
            "accepted": "added",
            "refused": "refused",
            "unknown": "unknown",
        }
    )

    def _waiting(self) -> str:
        with self.database.write() as conn:
            new = NewImport("key", "T0HARBOUR", "U0MAYA", "C0FRONT", "people.csv", 1, 0, {})
            import_id = contact_imports.insert(conn, new, NOON)
            assert import_id is not None
            row = NewRow(1, 2, ("x",), "14155550100", "VIP", "Ada Lovelace")
            contact_import_rows.insert(conn, import_id, [row])
            contact_imports.move(conn, import_id, ImportState.RUNNING, only_from=OPEN, now=NOON, wave=1)
        return import_id

    def _ledger(self) -> object:
        return ImportLedger(wave=1, imports=(self.row_id,), limit=LIMIT)


KINDS = (ASend, ACall, AnImportRow)


LATER = LIMIT.total_seconds() + 31
REFUSED = Refused("-6", "It cannot be.")
OUTCOMES = (Accepted(), REFUSED, Unknown("timeout"), NotSent())


class SmsIt:
    """Counts who asks, and answers as told. A process may die before it is reached, or after."""

    def __init__(self, answer: Outcome | Exception | str = "", during: Callable[[], object] = list) -> None:
        self.answer = answer or Accepted()
        self.during = during
        self.reached = 0

    def __call__(self, _row: Row) -> Outcome:
        if self.answer == "dies before":
            raise Crash
        if isinstance(self.answer, NotSent):
            return self.answer
        self.reached += 1
        self.during()
        if self.answer == "dies after":
            raise Crash
        if isinstance(self.answer, Exception):
            raise self.answer
        assert not isinstance(self.answer, str)
        return self.answer


def attempt(kind: Kind, smsit: SmsIt, clock: FakeClock, token: str | None = None) -> Attempt[Row] | None:
    return attempt_once(kind.database, kind.ledger, kind.row_id, smsit, clock=clock, token=token)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest, either: Database) -> Kind:
    made: Kind = request.param(either)
    return made


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def on_sqlite(request: pytest.FixtureRequest, database: Database) -> Kind:
    made: Kind = request.param(database)
    return made
