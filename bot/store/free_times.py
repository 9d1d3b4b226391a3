"""Times that became free and are offered to the people of a group, a few at once, until one takes it.

draft -> open -> taken | ended
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.store import lock_order, messages, sends
from bot.store.dialects import insert_or_ignore
from bot.store.looks import look
from bot.store.messages import Purpose
from bot.store.sends import AppointmentText, Send
from bot.store.states import WAITING
from bot.store.tables import IS_OFFERED, free_time, send

PAUSE: Final = timedelta(minutes=30)
"""Between the people of one offer who are asked at once, and the next ones."""
_NOT_ASKED = ("draft", "cancelled")


@unique
class FreeState(StrEnum):
    """Where an offer stands. The values are stored: never rename one."""

    DRAFT = "draft"
    OPEN = "open"
    TAKEN = "taken"
    ENDED = "ended"


@unique
class Why(StrEnum):
    """Why an offer ended without anybody. The values are stored: never rename one."""

    EVERYBODY = "everybody"  # was asked
    TIME = "time"  # is too near
    BUDGET = "budget"
    APPROVAL = "approval"  # would be needed: the group has grown, or the policy was changed
    BACK = "back"  # the appointment was moved back to it
    STOPPED = "stopped"  # by a person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFreeTime:
    """What somebody wants to offer. `key` is an id that Slack repeats; `at` is aware; `body` a template."""

    key: str
    team_id: str
    user_id: str
    appointment_id: str
    at: datetime
    zone: str
    group_name: str
    sender: str
    body: str = field(repr=False)
    origin_channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTime:
    """One row. Times are aware UTC; `offered` counts the people asked so far, the next ones at `next_at`."""

    id: str
    key: str
    team_id: str
    user_id: str
    origin_channel: str | None
    appointment_id: str
    at: datetime
    zone: str
    group_name: str
    sender: str
    body: str = field(repr=False)
    state: FreeState
    why: Why | None
    offered: int
    next_at: datetime | None
    decided_by: str | None
    created_at: datetime
    updated_at: datetime


def key_of(free: FreeTime, nth: int) -> str:
    """Return the key of the text to the nth person: none is made twice."""
    return f"free-time:{free.id}:{nth}"


def insert_draft(conn: Connection, new: NewFreeTime, *, now: datetime) -> FreeTime:
    """Write down what is to be offered, or return what has this key already, unchanged."""
    values = asdict(new) | {"id": uuid4().hex, "state": "draft", "created_at": now, "updated_at": now}
    conn.execute(insert_or_ignore(conn, free_time), values)
    return _from_row(conn.execute(select(free_time).where(free_time.c.key == new.key)).one())


def get(conn: Connection, free_id: str, *, lock: bool = False) -> FreeTime | None:
    """Return it, or None. With `lock` nobody else changes it until the transaction ends."""
    query = select(free_time).where(free_time.c.id == free_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _from_row(row)


def begin(conn: Connection, free_id: str, *, now: datetime) -> bool:
    """Open a draft. False when a time of the same appointment is being offered already."""
    try:
        with conn.begin_nested():
            _write(conn, free_id, now, state=FreeState.OPEN.value, next_at=now)
    except IntegrityError:
        return False
    messages.open_another(conn, free_id, Purpose.FREE_TIME)
    return True


def due(conn: Connection, now: datetime) -> tuple[FreeTime, ...]:
    """Return those whose next people are to be asked."""
    return tuple(map(_from_row, conn.execute(_DUE, {"now": now})))


_DUE: Final = (
    select(free_time).where(IS_OFFERED, free_time.c.next_at <= bindparam("now")).order_by(free_time.c.next_at)
)
DUE: Final = look(_DUE)
"""Whether :func:`due` finds anything."""


def offered(conn: Connection) -> tuple[FreeTime, ...]:
    """Return all that are offered; few."""
    return tuple(map(_from_row, conn.execute(select(free_time).where(IS_OFFERED))))


def lock_open(conn: Connection) -> dict[str, FreeTime]:
    """Return all that are offered, so that of two processes one asks people at a time."""
    query = select(free_time).where(IS_OFFERED).order_by(free_time.c.id).with_for_update()
    return {each.id: each for each in map(_from_row, conn.execute(query))}


def go_on(conn: Connection, free_id: str, *, next_at: datetime, offered: int, now: datetime) -> None:
    """Write down that so many were asked in all, and when the next ones are."""
    _write(conn, free_id, now, next_at=next_at, offered=offered)


def end(
    conn: Connection,
    free: FreeTime,
    state: FreeState,
    *,
    now: datetime,
    by: str | None = None,
    why: Why | None = None,
) -> None:
    """Offer it no more."""
    values = {"state": state.value, "why": None if why is None else why.value, "decided_by": by}
    _write(conn, free.id, now, next_at=None, **values)


def waiting(conn: Connection, free: FreeTime) -> tuple[Send, ...]:
    """Return its texts that have not gone out."""
    own = (
        send.c.appointment_id == free.appointment_id,
        send.c.appointment_text == AppointmentText.OFFER.value,
        send.c.appointment_at == free.at,
    )
    ids = conn.execute(select(send.c.id).where(*own)).scalars().all()
    return tuple(each for each in sends.get_many(conn, ids) if each.state in WAITING)


def offered_since(conn: Connection, phone: str, since: datetime) -> bool:
    """Tell whether somebody (the one form of a number) was offered any time since then."""
    told = (
        send.c.to_phone == phone,
        send.c.created_at >= since,
        send.c.appointment_text == AppointmentText.OFFER.value,
        send.c.state.not_in(_NOT_ASKED),
    )
    return bool(conn.execute(select(func.count()).select_from(send).where(*told)).scalar_one())


def spent(conn: Connection, free: FreeTime) -> int:
    """Return the credits that those who were asked so far may have taken at most."""
    own = send.c.key.in_([key_of(free, nth) for nth in range(free.offered)])
    return int(conn.execute(select(func.coalesce(func.sum(send.c.credits_upper), 0)).where(own)).scalar_one())


def purge(conn: Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` that are offered no more and last changed before `before`."""
    over = (free_time.c.state != FreeState.OPEN.value, free_time.c.updated_at < before)
    some = select(free_time.c.id).where(*over).limit(limit)
    return lock_order.change(conn, delete(free_time).where(free_time.c.id.in_(some))).rowcount


def _write(conn: Connection, free_id: str, now: datetime, **values: object) -> None:
    conn.execute(update(free_time).where(free_time.c.id == free_id).values(**values, updated_at=now))
    messages.outdate(conn, (free_id,), Purpose.FREE_TIME)


def _from_row(row: Row[*tuple[Any, ...]]) -> FreeTime:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["state"] = FreeState(values["state"])
    values["why"] = Why(values["why"]) if values["why"] else None
    return FreeTime(**values)
