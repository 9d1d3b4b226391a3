"""Where the attempts of calls about appointments are written down, and what follows from each outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Refused, Settled, Unknown
from bot.engine.retry_delays import retry_delay
from bot.features.appointments import change_messages
from bot.features.appointments.effects import Effects
from bot.store import appointment_call_transitions, appointments, messages
from bot.store import appointment_calls as calls
from bot.store.appointment_calls import Call, CallState
from bot.store.launches import Launch
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.queries import ATTEMPT_MARGIN

NO_CONTACT: Final = "-7"
EXISTS: Final = "-8"
"""SMS-iT's codes for a number that is no contact, and for a time at which there is an appointment."""
KEPT: Final = (
    "SMS-iT doesn't change an appointment it already has, so it still shows the old status. "
    "Change it there by hand."
)
MOST_LIKELY_TAKEN: Final = (
    "SMS-iT already has an appointment at that time: the earlier attempt probably worked."
)
TOO_LATE: Final = Refused(
    OutcomeCode.LATE,
    "Too late: the bot wasn't running, or SMS-iT couldn't be reached. Try again if it's still right.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLedger:
    """The ledger of calls about appointments.

    ``limit`` is the longest a request may take, and ``latest`` how long after it was asked for a call may
    still be made. ``enqueue`` has an attempt of a call made, by its id and number, after so many seconds.
    """

    effects: Effects
    enqueue: Callable[[Connection, str, int, float], None]
    limit: timedelta
    latest: timedelta

    def claim(self, conn: Connection, row_id: str, *, token: str, now: datetime) -> Call | None:
        """Take a queued call."""
        return appointment_call_transitions.claim(conn, row_id, token=token, now=now)

    def stops(self, conn: Connection, row: Call) -> Refused | None:
        """Return why a call must not be made after all: it should have been too long ago."""
        known = appointments.get(conn, row.appointment_id)
        late = known is None or row.updated_at - known.updated_at > self.latest  # it was claimed just now
        return TOO_LATE if late else None

    def record(self, conn: Connection, row: Call, outcome: Settled, *, now: datetime) -> bool:
        """Write what came of a call; what SMS-iT took is taken over, and its texts planned."""
        if not isinstance(outcome, Unknown):
            # Locked before its call, as by whoever decides about it: else the two may wait for each other.
            appointments.get(conn, row.appointment_id, lock=True)
        to, code, sentence = _meaning(conn, row, outcome)
        token = row.token or ""
        written = appointment_call_transitions.record(
            conn, row.id, token=token, to=to, now=now, code=code, sentence=sentence
        )
        if written and to is CallState.ACCEPTED:
            self.effects.take(conn, row, sentence or "")
        if written:
            change_messages.tell(conn, row)
        messages.open_another(conn, row.appointment_id, Purpose.APPOINTMENT)
        return written

    def put_back(self, conn: Connection, row: Call, outcome: NotSent, *, now: datetime) -> bool:
        """Queue a call again, and enqueue its next attempt."""
        token, told = row.token or "", outcome.sentence
        written = appointment_call_transitions.put_back(conn, row.id, token=token, now=now, sentence=told)
        if written:
            self.enqueue(conn, row.id, row.wave + 1, retry_delay(row.attempts))
        messages.open_another(conn, row.appointment_id, Purpose.APPOINTMENT)
        return written

    def stale(self, conn: Connection, now: datetime, launch: Launch) -> Sequence[Call]:
        """Return calls whose attempt outlived its process, or the limit."""
        began_before = now - self.limit - ATTEMPT_MARGIN
        return tuple(
            each
            for each in calls.pending(conn)
            if each.state is CallState.ATTEMPTING
            and (launch.outlived(each.token) or (each.attempting_at or each.updated_at) < began_before)
        )

    def key(self, row: Call) -> str:
        """Return its id."""
        return row.id

    def kind(self, _row: Call) -> str:
        """Count calls about appointments."""
        return "appointment"

    def label(self, row: Call) -> str:
        """Return how the log calls a call."""
        return f"appointment call {row.id}"


def _meaning(conn: Connection, call: Call, outcome: Settled) -> tuple[CallState, str | None, str | None]:
    """Return what an outcome makes of a call: state, code and sentence.

    What SMS-iT has at that time is this very appointment, when it took it for that time before. And what
    may have been taken at an earlier attempt is not undone by the refusal of this one.
    """
    match outcome:
        case Accepted():
            return CallState.ACCEPTED, None, None
        case Refused(code=code) if code == EXISTS and _had(conn, call):
            return CallState.ACCEPTED, EXISTS, KEPT
        case Refused(code=code, sentence=sentence) if call.decided_by is not None:
            return CallState.UNKNOWN, code, MOST_LIKELY_TAKEN if code == EXISTS else sentence
        case Refused(code=code, sentence=sentence):
            return CallState.REFUSED, code, sentence
        case _:
            return CallState.UNKNOWN, outcome.what, outcome.sentence


def _had(conn: Connection, call: Call) -> bool:
    before = calls.history(conn, call.appointment_id)
    return any(each.state is CallState.ACCEPTED and each.at == call.at for each in before)
