"""Attempt once: the one way in which anything is written to SMS-iT, and learned what came of it.

The claim is committed before the request. Whatever happens then, a crash included, the same row is never
claimed again without a person's or a proof's word: one whose attempt nobody is at any more becomes unknown.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar

from sqlalchemy import Connection

from bot import metrics, spans
from bot.logs import describe
from bot.spans import Step
from bot.store import Database, attempt_journal
from bot.store.launches import Launch
from bot.store.outcome_codes import OutcomeCode

_log = logging.getLogger(__name__)

Row = TypeVar("Row")
Clock = Callable[[], datetime]

STOPPED: Final = "stopped"
"""What an attempt is counted as that was not made: the number is on the do-not-text list, for instance."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """SMS-iT took it: at once, or (`at_smsit`) to be held there until its time.

    `is_found` where its answer was unclear, and it was found there afterwards.
    """

    at_smsit: bool = False
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """SMS-iT said no, or was not asked: nothing happened. `sentence` is for the person and names nobody."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proven that nothing reached SMS-iT: connection refused, or its name not resolved."""

    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether SMS-iT took it. `what` is a short code: `timeout`, `reset`, `crash`."""

    what: str
    sentence: str | None = None


Settled = Accepted | Refused | Unknown
"""An outcome that ends an attempt: the row does not wait for another one."""
Outcome = Settled | NotSent


class Ledger(Protocol[Row]):
    """Where the attempts of one kind of row are written down: of sends, appointment calls, rows of imports.

    Each write is one guarded UPDATE, so of two that compete one wins. A claimed row carries the token of its
    attempt, and is written to only while it still does. What else a feature does at an outcome (following a
    text, enqueueing what was put back) stands here too, so that it is committed with the outcome or not at
    all.
    """

    def claim(self, conn: Connection, row_id: str, *, token: str, now: datetime) -> Row | None:
        """Take a row that waits; None when there is none to take, because somebody has it or decided."""

    def stops(self, conn: Connection, row: Row) -> Refused | None:
        """Return why a row just claimed must not go after all; None when nothing stands in its way."""

    def record(self, conn: Connection, row: Row, outcome: Settled, *, now: datetime) -> bool:
        """Write what came of an attempt; a late answer mends a row that became unknown meanwhile.

        False when another attempt has the row by now, or a person has decided.
        """

    def put_back(self, conn: Connection, row: Row, outcome: NotSent, *, now: datetime) -> bool:
        """Let a row wait again whose attempt provably told SMS-iT nothing. False as in :meth:`record`."""

    def stale(self, conn: Connection, now: datetime, launch: Launch) -> Sequence[Row]:
        """Return rows whose attempt nobody is at any more.

        Its process is known to be gone, for `launch` outlived it; or it outlived its own limit and a margin.
        """

    def key(self, row: Row) -> str:
        """Return what the journal of attempts calls a row: up to 64 characters that no other row has."""

    def kind(self, row: Row) -> str:
        """Return under which word attempts of such rows are counted."""

    def label(self, row: Row) -> str:
        """Return how the log calls a row; it names nobody."""


@dataclass(frozen=True, slots=True)
class Claimed(Generic[Row]):
    """A row that is this attempt's alone, committed; `stopped` says why it must not go after all."""

    row: Row
    stopped: Refused | None = None


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Row]):
    """One attempt that was made. `recorded` is False when the row was decided elsewhere while it ran."""

    row: Row
    outcome: Outcome
    recorded: bool


def attempt_once(
    database: Database,
    ledger: Ledger[Row],
    row_id: str,
    request: Callable[[Row], Outcome],
    *,
    clock: Clock,
    token: str | None = None,
) -> Attempt[Row] | None:
    """Make the one request of a row that waits, and record what came of it; None when it did not wait.

    `request` must have given up by the limit its ledger knows of, because the sweeper counts on it. An
    exception from it counts as `Unknown`. `token` marks the row as this attempt's, up to 32 characters that
    no other attempt has; without one it is made up.

    Attempts that come at the same moment share a transaction, each committed before its own request.
    """
    claimed = claim(database, ledger, row_id, clock=clock, token=token)
    return None if claimed is None else carry_out(database, ledger, claimed, request, clock=clock)


def claim(
    database: Database, ledger: Ledger[Row], row_id: str, *, clock: Clock, token: str | None = None
) -> Claimed[Row] | None:
    """Do the first half of an attempt: take the row. It is committed on return."""
    own = token or database.launch.token()

    def take(conn: Connection) -> Claimed[Row] | None:
        row = ledger.claim(conn, row_id, token=own, now=clock())
        if row is None:
            return None
        attempt_journal.note(conn, ledger.key(row), own)
        return Claimed(row, ledger.stops(conn, row))

    return database.write_with_others(take, urgent=False)


def carry_out(
    database: Database,
    ledger: Ledger[Row],
    claimed: Claimed[Row],
    request: Callable[[Row], Outcome],
    *,
    clock: Clock,
) -> Attempt[Row]:
    """Do the second half of an attempt: make the request, unless it was stopped, and record the outcome."""
    row = claimed.row
    with spans.span(Step.WORK, f"attempt {ledger.kind(row)}") as span:
        outcome = claimed.stopped or _ask(ledger, row, request)
        span.note(result=STOPPED if claimed.stopped else _named(outcome))

    def record(conn: Connection) -> bool:
        if isinstance(outcome, NotSent):
            return ledger.put_back(conn, row, outcome, now=clock())
        return ledger.record(conn, row, outcome, now=clock())

    made = Attempt(row, outcome, database.write_with_others(record, urgent=False))
    _count(ledger, row, STOPPED if claimed.stopped else _named(outcome))
    return made


def interrupted(_row: object) -> Settled:
    """Return the outcome of an attempt that nobody is at any more."""
    return Unknown(OutcomeCode.INTERRUPTED)


def sweep(
    database: Database,
    ledger: Ledger[Row],
    clock: Clock,
    *,
    became: Callable[[Row], Settled | None] = interrupted,
) -> tuple[Row, ...]:
    """Settle the attempts nobody is at any more, and return their rows. A late answer still mends them.

    They become unknown, unless `became` finds out more: it runs outside of any transaction, and may return
    None to be asked again at the next sweep.
    """
    with database.read() as conn:  # nearly always there is none, and nobody need wait for a write
        stale = ledger.stale(conn, clock(), database.launch)
    return tuple(row for row in stale if _settle(database, ledger, row, became(row), clock))


def _ask(ledger: Ledger[Row], row: Row, request: Callable[[Row], Outcome]) -> Outcome:
    try:
        return request(row)
    except Exception as error:  # noqa: BLE001 -- whatever it was, SMS-iT may have taken it
        _log.error("The attempt of %s ended unforeseen: %s", ledger.label(row), describe(error))
        return Unknown(OutcomeCode.UNFORESEEN)


def _settle(database: Database, ledger: Ledger[Row], row: Row, outcome: Settled | None, clock: Clock) -> bool:
    if outcome is None:
        return False
    with database.write() as conn:
        recorded = ledger.record(conn, row, outcome, now=clock())
    if recorded:
        _count(ledger, row, OutcomeCode.INTERRUPTED)
    return recorded


def _named(outcome: Outcome) -> str:
    """Return what an outcome is counted as; features have outcomes of their own, each one of these four."""
    match outcome:
        case Accepted():
            return "accepted"
        case Refused():
            return "refused"
        case Unknown():
            return "unknown"
        case NotSent():
            return "not_sent"


def _count(ledger: Ledger[Row], row: Row, outcome: str) -> None:
    metrics.ATTEMPTS.labels(ledger.kind(row), outcome).inc()
