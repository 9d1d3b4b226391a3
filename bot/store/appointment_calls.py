"""Each call of SMS-iT about an appointment: the booking, a move, a cancellation. Attempted once.

A call follows the one before it, and each has one successor at most: the key says so. So two people who
press at the same moment, and a press that Slack delivers twice, make one call.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, select, update

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
    call = one(conn.execute(made, values).one_or_none())
    if call is not None:
        facts = {"appointment": new.appointment_id, "status": new.status.value}
        note_event(conn, Event.ASKED_FOR, call.id, now, by=new.user_id, facts=facts)
    return call


def get(conn: Connection, call_id: str) -> Call | None:
    """Return the call, or None."""
    return one(conn.execute(select(appointment_call).where(is_call(call_id))).one_or_none())


def history(conn: Connection, appointment_id: str) -> tuple[Call, ...]:
    """Return all calls about an appointment, the oldest first."""
    own = select(appointment_call).where(appointment_call.c.appointment_id == appointment_id)
    return tuple(_from_row(row) for row in conn.execute(own.order_by(appointment_call.c.created_at)))


def newest(conn: Connection, appointment_ids: Collection[str]) -> dict[str, Call]:
    """Return the newest call about each of these appointments, by their ids."""
    own = select(appointment_call).where(appointment_call.c.appointment_id.in_(appointment_ids))
    found = (_from_row(row) for row in conn.execute(own.order_by(appointment_call.c.created_at)))
    return {each.appointment_id: each for each in found}


def note(conn: Connection, call_id: str, sentence: str) -> None:
    """Write down what else there is to say of a call."""
    conn.execute(update(appointment_call).where(is_call(call_id)).values(outcome_sentence=sentence))


def told(conn: Connection, call_id: str, send_id: str) -> None:
    """Write down the send that tells the customer of a call."""
    conn.execute(update(appointment_call).where(is_call(call_id)).values(notice_id=send_id))


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


def pending(conn: Connection) -> tuple[Call, ...]:
    """Return the calls whose outcome is still to come: a few at any time."""
    return tuple(_from_row(row) for row in conn.execute(_PENDING))


_PENDING: Final = select(appointment_call).where(IS_PENDING)
ANY_PENDING: Final = look(_PENDING)
"""Whether :func:`pending` finds anything."""


def note_event(
    conn: Connection, kind: str, call_id: str, now: datetime, *, by: str | None = None, facts: Facts = NOTHING
) -> None:
    """Write into the record what became of a call."""
    audit.note(conn, kind, call_id, at=now, by=by, facts=facts, subject=Subject.CALL)


def is_call(call_id: str) -> Any:  # noqa: ANN401 - a condition
    """Return what holds of that call alone."""
    return appointment_call.c.id == call_id


def one(row: Row[*tuple[Any, ...]] | None) -> Call | None:
    """Return the call of a row; None where there is none."""
    return None if row is None else _from_row(row)


def _from_row(row: Row[*tuple[Any, ...]]) -> Call:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["status"] = Status(str(values["status"]))
    values["state"] = CallState(str(values["state"]))
    return Call(**values)  # the table's columns are its fields; a test says so
