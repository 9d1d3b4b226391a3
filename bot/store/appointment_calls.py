"""Each call of SMS-iT about an appointment: the booking, a move, a cancellation. Attempted once.

queued -> attempting -> accepted | refused
             |-> queued    (proven that nothing reached SMS-iT)
             '-> unknown -> accepted | refused   (a person settles it, or the answer came late)
                         -> queued               (a person wants it tried again; so with refused)

A call follows the one before it, and each has one successor at most: the key says so. So two people who
press at the same moment, and a press that Slack delivers twice, make one call.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, Update, select, update

from bot.store import audit, lock_order
from bot.store.appointments import Status
from bot.store.audit import NOTHING, Event, Facts, Subject
from bot.store.dialects import insert_or_ignore
from bot.store.looks import look
from bot.store.tables import IS_PENDING, appointment_call

_TICK = timedelta(microseconds=1)


@unique
class CallState(StrEnum):
    """Where a call stands. The values are stored: never rename one."""

    QUEUED = "queued"
    ATTEMPTING = "attempting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


PENDING = frozenset({CallState.QUEUED, CallState.ATTEMPTING})
"""Its outcome is still to come."""
_ANSWERABLE = (CallState.ATTEMPTING.value, CallState.UNKNOWN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One row. `at` (aware UTC) and `status` are what SMS-iT is told.

    `decided_by` is who settled an unknown outcome. Of a call that is not settled it says that an earlier
    attempt of it may have been taken.

    `notice` is the template of what the customer is told once it is taken, not before `notice_at`; and
    `notice_id` the send that does it.
    """

    id: str
    key: str
    appointment_id: str
    user_id: str
    at: datetime
    status: Status
    state: CallState
    token: str | None
    attempting_at: datetime | None
    attempts: int
    outcome_code: str | None
    outcome_sentence: str | None
    decided_by: str | None
    created_at: datetime
    updated_at: datetime
    notice: str | None = field(default=None, repr=False)
    notice_at: datetime | None = None
    notice_id: str | None = None
    wave: int = 0

    @property
    def is_first(self) -> bool:
        """Whether it books the appointment; all others change it."""
        return self.key == _first(self.appointment_id)


@dataclass(frozen=True, slots=True)
class NewCall:
    """What SMS-iT is to be told, and who wants it. `after` is the call before it, None for the first."""

    appointment_id: str
    after: Call | None
    user_id: str
    at: datetime
    status: Status
    notice: str | None = field(default=None, repr=False)
    notice_at: datetime | None = None

    @property
    def key(self) -> str:
        """What makes it the only one that follows."""
        return _first(self.appointment_id) if self.after is None else f"after:{self.after.id}"


def _first(appointment_id: str) -> str:
    return f"first:{appointment_id}"


def insert(conn: Connection, new: NewCall, *, now: datetime) -> Call | None:
    """Queue a call. None when the call before it has a successor already."""
    begun = now if new.after is None else max(now, new.after.created_at + _TICK)  # it comes later for sure
    values = {
        "id": uuid4().hex,
        "key": new.key,
        "appointment_id": new.appointment_id,
        "user_id": new.user_id,
        "at": new.at,
        "status": new.status.value,
        "state": CallState.QUEUED.value,
        "created_at": begun,
        "updated_at": now,
        "notice": new.notice,
        "notice_at": new.notice_at,
    }
    made = insert_or_ignore(conn, appointment_call).returning(*appointment_call.c)
    call = _one(conn.execute(made, values).one_or_none())
    if call is not None:
        facts = {"appointment": new.appointment_id, "status": new.status.value}
        _note(conn, Event.ASKED_FOR, call.id, now, by=new.user_id, facts=facts)
    return call


def get(conn: Connection, call_id: str) -> Call | None:
    """Return the call, or None."""
    return _one(conn.execute(select(appointment_call).where(_is(call_id))).one_or_none())


def history(conn: Connection, appointment_id: str) -> tuple[Call, ...]:
    """Return all calls about an appointment, the oldest first."""
    own = select(appointment_call).where(appointment_call.c.appointment_id == appointment_id)
    return tuple(_from_row(row) for row in conn.execute(own.order_by(appointment_call.c.created_at)))


def newest(conn: Connection, appointment_ids: Collection[str]) -> dict[str, Call]:
    """Return the newest call about each of these appointments, by their ids."""
    own = select(appointment_call).where(appointment_call.c.appointment_id.in_(appointment_ids))
    found = (_from_row(row) for row in conn.execute(own.order_by(appointment_call.c.created_at)))
    return {each.appointment_id: each for each in found}


def claim(conn: Connection, call_id: str, *, token: str, now: datetime) -> Call | None:
    """Take a queued call for one attempt. None: somebody has it, and it must not be made. Commit first."""
    still = (_is(call_id), appointment_call.c.state == CallState.QUEUED.value)
    values = {"state": CallState.ATTEMPTING.value, "token": token, "attempting_at": now, "updated_at": now}
    taken = update(appointment_call).where(*still).values(values).returning(*appointment_call.c)
    call = _one(conn.execute(taken).one_or_none())
    if call is not None:
        _note(conn, CallState.ATTEMPTING, call_id, now)
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
        _is(call_id),
        appointment_call.c.token == token,
        appointment_call.c.state.in_(_ANSWERABLE),
    )
    values = {"state": to.value, "outcome_code": code, "outcome_sentence": sentence, "updated_at": now}
    written = _changed(conn, update(appointment_call).where(*still).values(values))
    if written:
        _note(conn, to, call_id, now, facts={"outcome_code": audit.fact(code)})
    return written


def put_back(conn: Connection, call_id: str, *, token: str, now: datetime, sentence: str | None) -> bool:
    """Return a call to the queue after an attempt that provably told SMS-iT nothing.

    Counts it in `attempts`, and sets it going in the next `wave`.
    """
    still = (
        _is(call_id),
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
        _note(conn, CallState.QUEUED, call_id, now)
    return written


def settle(conn: Connection, call: Call, to: CallState, *, who: str, now: datetime, **values: object) -> bool:
    """Settle a call of unknown outcome as a person says, if it stands as they saw it."""
    told = {"state": to.value, "decided_by": who, "updated_at": now, "token": None}
    settled = _changed(conn, update(appointment_call).where(*_as_seen(call)).values(told | values))
    if settled:
        _note(conn, to, call.id, now, by=who)
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
        _note(conn, CallState.QUEUED, call.id, now, by=who)
    return wave


def note(conn: Connection, call_id: str, sentence: str) -> None:
    """Write down what else there is to say of a call."""
    conn.execute(update(appointment_call).where(_is(call_id)).values(outcome_sentence=sentence))


def told(conn: Connection, call_id: str, send_id: str) -> None:
    """Write down the send that tells the customer of a call."""
    conn.execute(update(appointment_call).where(_is(call_id)).values(notice_id=send_id))


def of_ids(conn: Connection, call_ids: Collection[str]) -> dict[str, Call]:
    """Return those of these calls that exist, by their ids."""
    found = conn.execute(select(appointment_call).where(appointment_call.c.id.in_(call_ids)))
    return {each.id: each for each in map(_from_row, found)}


def forget_notices(conn: Connection, before: datetime, limit: int) -> int:
    """Empty up to `limit` notices about times before `before`, of calls that last changed before it."""
    old = (
        appointment_call.c.notice.is_not(None),
        appointment_call.c.at < before,
        appointment_call.c.updated_at < before,
    )
    some = select(appointment_call.c.id).where(*old).limit(limit)
    emptied = update(appointment_call).where(appointment_call.c.id.in_(some)).values(notice=None)
    return lock_order.change(conn, emptied).rowcount


def requeue(conn: Connection, call: Call, *, now: datetime) -> int | None:
    """Set a queued call going once more whose job may be lost. Returns the wave to enqueue it in."""
    values = {"wave": appointment_call.c.wave + 1, "updated_at": now}
    counted = update(appointment_call).where(*_as_seen(call)).values(values)
    return conn.execute(counted.returning(appointment_call.c.wave)).scalar()


def pending(conn: Connection) -> tuple[Call, ...]:
    """Return the calls whose outcome is still to come: a few at any time."""
    return tuple(_from_row(row) for row in conn.execute(_PENDING))


_PENDING: Final = select(appointment_call).where(IS_PENDING)
ANY_PENDING: Final = look(_PENDING)
"""Whether :func:`pending` finds anything."""


def _note(
    conn: Connection, kind: str, call_id: str, now: datetime, *, by: str | None = None, facts: Facts = NOTHING
) -> None:
    audit.note(conn, kind, call_id, at=now, by=by, facts=facts, subject=Subject.CALL)


def _is(call_id: str) -> Any:  # noqa: ANN401 - a condition
    return appointment_call.c.id == call_id


def _as_seen(call: Call) -> tuple[Any, ...]:
    seen = (appointment_call.c.state == call.state.value, appointment_call.c.wave == call.wave)
    return (_is(call.id), *seen)


def _changed(conn: Connection, statement: Update) -> bool:
    return conn.execute(statement).rowcount == 1


def _one(row: Row[*tuple[Any, ...]] | None) -> Call | None:
    return None if row is None else _from_row(row)


def _from_row(row: Row[*tuple[Any, ...]]) -> Call:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["status"] = Status(str(values["status"]))
    values["state"] = CallState(str(values["state"]))
    return Call(**values)  # the table's columns are its fields; a test says so
