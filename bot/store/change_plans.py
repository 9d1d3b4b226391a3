"""What somebody was shown of appointments they want moved or cancelled, and what came of it once confirmed.

A plan is of one appointment, or of all those of a day. Each row names the newest call as it was seen, so what
has changed meanwhile is left as it is. What SMS-iT is told are calls (:mod:`bot.store.appointment_calls`).
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from bot.store import lock_order, messages
from bot.store.appointments import Status
from bot.store.dialects import insert_or_ignore
from bot.store.looks import Look, look
from bot.store.messages import Purpose
from bot.store.tables import change_plan, change_plan_row


@unique
class Silent(StrEnum):
    """Why somebody is not told. The values are stored: never rename one."""

    OPTED_OUT = "opted_out"
    LISTED = "listed"  # on the do-not-text list
    QUIET = "quiet"  # quiet hours don't end before the appointment
    TOO_LONG = "too_long"  # with the name filled in


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One appointment of a plan. `call_id` and `wave` are its newest call as it was seen.

    `at` (aware) is where it is moved, or the time that is cancelled; the customer is told not before
    `notice_at`. `made_id` is the call that came of it.
    """

    appointment_id: str
    call_id: str
    wave: int
    at: datetime
    notice_at: datetime | None = None
    silent: Silent | None = None
    made_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """What was shown. `key` is an id that Slack repeats when it delivers the same event again.

    `day` is an ISO date in the account's zone, None for one appointment. `notice` is a template, None: nobody
    is told. `hours` are those of the reminders of one that is moved. `zone` is an IANA name.
    """

    key: str
    team_id: str
    user_id: str
    status: Status
    zone: str
    origin_channel: str | None = None
    day: str | None = None
    notice: str | None = field(default=None, repr=False)
    hours: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan:
    """A plan that was written down; a draft until it is confirmed. `shown` is a digest of how it fared.

    `senders` are what its texts come from (numbers, sender IDs), where that is asked for.
    """

    id: str
    key: str
    team_id: str
    user_id: str
    origin_channel: str | None
    day: str | None
    status: Status
    notice: str | None = field(repr=False)
    hours: tuple[int, ...]
    zone: str
    created_at: datetime
    confirmed_at: datetime | None
    shown: str | None
    rows: tuple[PlanRow, ...] = ()
    senders: tuple[str, ...] = ()

    @property
    def only(self) -> PlanRow:
        """The row of a plan for one appointment."""
        return self.rows[0]


def insert_draft(conn: Connection, new: NewPlan, rows: Sequence[PlanRow], *, now: datetime) -> ChangePlan:
    """Write a plan down, not counting yet, or return the one that has this key already, unchanged."""
    values = asdict(new) | {"id": uuid4().hex, "status": new.status.value, "created_at": now}
    made = insert_or_ignore(conn, change_plan).returning(change_plan.c.id)
    plan_id = conn.execute(made, values).scalar()
    if plan_id is not None and rows:
        told = [asdict(each) | {"plan_id": plan_id, "silent": each.silent} for each in rows]
        conn.execute(insert(change_plan_row), told)
    return _with_rows(conn, conn.execute(select(change_plan).where(change_plan.c.key == new.key)).one())


def get(conn: Connection, plan_id: str, *, lock: bool = False) -> ChangePlan | None:
    """Return a plan with its rows, or None. With `lock` nobody else changes it until the transaction ends."""
    query = select(change_plan).where(change_plan.c.id == plan_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _with_rows(conn, row)


def confirm(conn: Connection, plan_id: str, *, now: datetime) -> None:
    """Write down that a plan was confirmed."""
    conn.execute(update(change_plan).where(change_plan.c.id == plan_id).values(confirmed_at=now))


def made(conn: Connection, plan_id: str, appointment_id: str, call_id: str) -> None:
    """Write down the call that came of a row."""
    own = (change_plan_row.c.plan_id == plan_id, change_plan_row.c.appointment_id == appointment_id)
    conn.execute(update(change_plan_row).where(*own).values(made_id=call_id))


def outdate(conn: Connection, call_id: str) -> None:
    """Have the message drawn again of the day that a call was made for, if any."""
    own = select(change_plan_row.c.plan_id).where(change_plan_row.c.made_id == call_id)
    for plan_id in conn.execute(own).scalars().all():
        messages.outdate(conn, (plan_id,), Purpose.DAY_OFF)


def confirmed_since(conn: Connection, since: datetime) -> tuple[ChangePlan, ...]:
    """Return the plans of whole days that were confirmed since then; few."""
    found = conn.execute(_CONFIRMED, {"confirmed_since": since}).all()
    return tuple(_with_rows(conn, each) for each in found)


_CONFIRMED: Final = select(change_plan).where(
    change_plan.c.confirmed_at >= bindparam("confirmed_since"), change_plan.c.day.is_not(None)
)


def confirmed_within(ago: timedelta) -> Look:
    """Return whether :func:`confirmed_since` finds anything less than so long ago."""
    return look(_CONFIRMED, confirmed_since=ago)


def note_shown(conn: Connection, plan: ChangePlan, digest: str) -> None:
    """Write down how a plan fares now, and have its message drawn again."""
    conn.execute(update(change_plan).where(change_plan.c.id == plan.id).values(shown=digest))
    messages.outdate(conn, (plan.id,), Purpose.DAY_OFF)


def purge(conn: Connection, before: datetime, limit: int, *, drafts: bool) -> int:
    """Delete up to `limit` plans written down before `before`: `drafts`, or confirmed ones."""
    which = change_plan.c.confirmed_at.is_(None) if drafts else change_plan.c.confirmed_at.is_not(None)
    some = select(change_plan.c.id).where(change_plan.c.created_at < before, which).limit(limit)
    return lock_order.change(conn, delete(change_plan).where(change_plan.c.id.in_(some))).rowcount


def forget(conn: Connection, appointment_ids: Collection[str]) -> None:
    """Forget the words of plans with these appointments; calls that were made have their own.

    A draft goes as a whole: nobody may confirm what is no longer all there.
    """
    own = select(change_plan_row.c.plan_id).where(change_plan_row.c.appointment_id.in_(appointment_ids))
    theirs = change_plan.c.id.in_(own)
    lock_order.change(conn, delete(change_plan).where(theirs, change_plan.c.confirmed_at.is_(None)))
    lock_order.change(conn, update(change_plan).where(theirs).values(notice=None))


def _with_rows(conn: Connection, row: Row[*tuple[Any, ...]]) -> ChangePlan:
    own = select(change_plan_row).where(change_plan_row.c.plan_id == row.id)
    ordered = own.order_by(change_plan_row.c.at, change_plan_row.c.appointment_id)
    return _from_row(row, tuple(map(_row, conn.execute(ordered))))


def _row(row: Row[*tuple[Any, ...]]) -> PlanRow:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    del values["plan_id"]
    values["silent"] = Silent(values["silent"]) if values["silent"] else None
    return PlanRow(**values)


def _from_row(row: Row[*tuple[Any, ...]], rows: tuple[PlanRow, ...]) -> ChangePlan:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["status"] = Status(str(values["status"]))
    values["hours"] = tuple(values["hours"] or ())
    return ChangePlan(**values, rows=rows)
