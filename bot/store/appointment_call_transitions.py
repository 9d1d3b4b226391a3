"""From one state of a call about an appointment to the next, each in one guarded statement.

queued -> attempting -> accepted | refused
             |-> queued    (proven that nothing reached SMS-iT)
             '-> unknown -> accepted | refused   (a person settles it, or the answer came late)
                         -> queued               (a person wants it tried again; so with refused)
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Update, update

from bot.store import audit
from bot.store.appointment_calls import Call, CallState, is_call, note_event, one
from bot.store.tables import appointment_call

_ANSWERABLE = (CallState.ATTEMPTING.value, CallState.UNKNOWN.value)


def claim(conn: Connection, call_id: str, *, token: str, now: datetime) -> Call | None:
    """Take a queued call for one attempt. None: somebody has it, and it must not be made. Commit first."""
    still = (is_call(call_id), appointment_call.c.state == CallState.QUEUED.value)
    values = {"state": CallState.ATTEMPTING.value, "token": token, "attempting_at": now, "updated_at": now}
    taken = update(appointment_call).where(*still).values(values).returning(*appointment_call.c)
    call = one(conn.execute(taken).one_or_none())
    if call is not None:
        note_event(conn, CallState.ATTEMPTING, call_id, now)
    return call


def record(
    conn: Connection,
    call_id: str,
    *,
    token: str,
    to: CallState,
    now: datetime,
    code: str | None = None,
    sentence: str | None = None,
) -> bool:
    """Write an attempt's outcome where `token` is still its own; a late answer may mend `unknown`."""
    still = (
        is_call(call_id),
        appointment_call.c.token == token,
        appointment_call.c.state.in_(_ANSWERABLE),
    )
    values = {"state": to.value, "outcome_code": code, "outcome_sentence": sentence, "updated_at": now}
    written = _changed(conn, update(appointment_call).where(*still).values(values))
    if written:
        note_event(conn, to, call_id, now, facts={"outcome_code": audit.fact(code)})
    return written


def put_back(conn: Connection, call_id: str, *, token: str, now: datetime, sentence: str | None) -> bool:
    """Return a call to the queue after an attempt that provably told SMS-iT nothing.

    Counts it in `attempts`, and sets it going in the next `wave`.
    """
    still = (
        is_call(call_id),
        appointment_call.c.token == token,
        appointment_call.c.state == CallState.ATTEMPTING.value,
    )
    values = {
        "state": CallState.QUEUED.value,
        "attempts": appointment_call.c.attempts + 1,
        "wave": appointment_call.c.wave + 1,
        "outcome_sentence": sentence,
        "updated_at": now,
    }
    written = _changed(conn, update(appointment_call).where(*still).values(values))
    if written:
        note_event(conn, CallState.QUEUED, call_id, now)
    return written


def settle(conn: Connection, call: Call, to: CallState, *, who: str, now: datetime, **values: object) -> bool:
    """Settle a call of unknown outcome as a person says, if it stands as they saw it."""
    told = {"state": to.value, "decided_by": who, "updated_at": now, "token": None}
    settled = _changed(conn, update(appointment_call).where(*_as_seen(call)).values(told | values))
    if settled:
        note_event(conn, to, call.id, now, by=who)
    return settled


def again(conn: Connection, call: Call, *, who: str, now: datetime) -> int | None:
    """Queue a refused or unknown call once more, if it stands as seen. Returns the wave to enqueue it in."""
    may_be_taken = call.state is CallState.UNKNOWN or call.decided_by is not None
    values = {
        "state": CallState.QUEUED.value,
        "wave": appointment_call.c.wave + 1,
        "decided_by": who if may_be_taken else None,
        "outcome_code": None,
        "outcome_sentence": None,
        "updated_at": now,
    }
    queued = update(appointment_call).where(*_as_seen(call)).values(values)
    wave: int | None = conn.execute(queued.returning(appointment_call.c.wave)).scalar()
    if wave is not None:
        note_event(conn, CallState.QUEUED, call.id, now, by=who)
    return wave


def requeue(conn: Connection, call: Call, *, now: datetime) -> int | None:
    """Set a queued call going once more whose job may be lost. Returns the wave to enqueue it in."""
    values = {"wave": appointment_call.c.wave + 1, "updated_at": now}
    counted = update(appointment_call).where(*_as_seen(call)).values(values)
    return conn.execute(counted.returning(appointment_call.c.wave)).scalar()


def _as_seen(call: Call) -> tuple[Any, ...]:
    seen = (appointment_call.c.state == call.state.value, appointment_call.c.wave == call.wave)
    return (is_call(call.id), *seen)


def _changed(conn: Connection, statement: Update) -> bool:
    return conn.execute(statement).rowcount == 1
