"""Appointments the bot booked. SMS-iT tells nothing about them, so this is all that is known of them.

An appointment is written down when somebody is asked to confirm it, and counts once there is a call about it
(:mod:`bot.store.appointment_calls`). What it says of time and status is what SMS-iT took last.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, delete, func, or_, select, update

from bot.store import encryption, lock_order
from bot.store.dialects import insert_or_ignore
from bot.store.encryption import likely, part
from bot.store.tables import appointment, appointment_call
from bot.texting.spellings import canonical


@unique
class Status(StrEnum):
    """What SMS-iT knows an appointment as. The values are stored: never rename one."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """What a person asked for. `key` is an id that Slack repeats when it delivers the same event again.

    `number` is digits as SMS-iT keeps them, and `phone` the one form of that number, for looking up. `at` is
    aware and on a whole minute, `zone` the IANA name of the person's zone, for showing it. The texts are
    templates; None: no such text goes.
    """

    key: str
    team_id: str
    user_id: str
    number: str = field(repr=False)
    phone: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    at: datetime
    zone: str
    sender: str
    origin_channel: str | None = None
    hours_before: tuple[int, ...] = ()
    reminder_text: str | None = field(default=None, repr=False)
    confirmation_text: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One row. Times are aware UTC; `status` is None until SMS-iT took the booking.

    `sender` is what its texts come from: a number (digits), or a sender ID. `hours_before` it is reminded of,
    the earliest first.

    `updated_at` is when a person last decided something about it, or SMS-iT last took what they decided.
    """

    id: str
    key: str
    team_id: str
    user_id: str
    origin_channel: str | None
    number: str = field(repr=False)
    name: str | None = field(repr=False)
    at: datetime
    status: Status | None
    zone: str
    reminder_text: str | None = field(repr=False)
    confirmation_id: str | None
    confirmation_text: str | None = field(repr=False)
    sender: str
    created_at: datetime
    updated_at: datetime
    phone: str = field(default="", repr=False)
    hours_before: tuple[int, ...] = ()
    reminder_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Which appointments to list: with `text` in the name, or `digits` in the number; coming ones or past.

    `digits` that are a `whole` number are looked for as one only.
    """

    text: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)
    past: bool = False
    whole: bool = False

    def fits(self, row: Row[Any]) -> bool:
        """Tell whether a row is one that is looked for, as far as its number and name go."""
        if self.digits:
            return self.whole or self.digits in row.number or canonical(self.digits) in row.phone
        return self.text.casefold() in (row.name or "").casefold()


def insert_draft(conn: Connection, new: NewAppointment, *, now: datetime) -> Appointment:
    """Write down what was asked for, not counting yet, or return what has this key already, unchanged."""
    values = asdict(new) | {"id": uuid4().hex, "status": "", "created_at": now, "updated_at": now}
    conn.execute(insert_or_ignore(conn, appointment), values)
    return _from_row(conn.execute(select(appointment).where(appointment.c.key == new.key)).one())


def get(conn: Connection, appointment_id: str, *, lock: bool = False) -> Appointment | None:
    """Return the appointment, or None. With `lock` nobody else changes it until the transaction ends."""
    query = select(appointment).where(appointment.c.id == appointment_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _from_row(row)


def of_ids(conn: Connection, ids: Collection[str]) -> tuple[Appointment, ...]:
    """Return those of these appointments that exist, in no order."""
    return tuple(map(_from_row, conn.execute(select(appointment).where(appointment.c.id.in_(ids)))))


def write(conn: Connection, appointment_id: str, *, now: datetime, **values: object) -> None:
    """Write columns of an appointment."""
    these = appointment.c.id == appointment_id
    conn.execute(update(appointment).where(these).values(**values, updated_at=now))


def page(
    conn: Connection, wanted: Search, now: datetime, *, offset: int, limit: int
) -> tuple[Appointment, ...]:
    """Return a part of those that were, or may have been, booked: the nearest to now first."""
    order = appointment.c.at.desc() if wanted.past else appointment.c.at
    query = select(appointment).where(*_found(conn, wanted, now)).order_by(order, appointment.c.id)
    return tuple(map(_from_row, part(conn, query, wanted.fits, offset=offset, limit=limit)))


def count(conn: Connection, wanted: Search, now: datetime) -> int:
    """Return how many appointments :func:`page` could return."""
    which = _found(conn, wanted, now)
    if encryption.is_in_use(conn):
        return len(part(conn, select(*_LOOKED_AT).where(*which), wanted.fits))
    return int(conn.execute(select(func.count()).select_from(appointment).where(*which)).scalar_one())


def between(conn: Connection, first: datetime, after: datetime) -> tuple[Appointment, ...]:
    """Return those that were, or may have been, booked for a time from `first` until `after`, in order."""
    counts = or_(appointment.c.status != "", _open_calls().exists())
    when = (appointment.c.at >= first, appointment.c.at < after)
    query = select(appointment).where(counts, *when).order_by(appointment.c.at, appointment.c.id)
    return tuple(_from_row(row) for row in conn.execute(query))


def at_that_time(conn: Connection, number: str, at: datetime, *, without: str = "") -> Appointment | None:
    """Return the newest appointment of a number (digits) that SMS-iT took at exactly this time, or None.

    It may have been cancelled. `without` is the id of one that does not count.
    """
    taken = select(appointment_call.c.id).where(
        appointment_call.c.appointment_id == appointment.c.id,
        appointment_call.c.at == at,
        appointment_call.c.state == "accepted",
    )
    same = (appointment.c.phone == canonical(number), appointment.c.id != without, taken.exists())
    query = select(appointment).where(*same).order_by(appointment.c.updated_at.desc()).limit(1)
    row = conn.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def forget_texts(conn: Connection, before: datetime, limit: int) -> int:
    """Empty the texts of up to `limit` appointments that were, and last changed, before `before`."""
    has_text = or_(appointment.c.reminder_text.is_not(None), appointment.c.confirmation_text.is_not(None))
    old = (has_text, appointment.c.at < before, appointment.c.updated_at < before)
    some = select(appointment.c.id).where(*old).limit(limit)
    emptied = {"reminder_text": None, "confirmation_text": None}
    return lock_order.change(
        conn, update(appointment).where(appointment.c.id.in_(some)).values(emptied)
    ).rowcount


def purge_drafts(conn: Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` appointments nobody confirmed, written down before `before`. Returns how many."""
    old = (appointment.c.created_at < before, ~_called().exists())
    some = select(appointment.c.id).where(*old).limit(limit)
    return lock_order.change(
        conn, delete(appointment).where(appointment.c.id.in_(some), ~_called().exists())
    ).rowcount


def _called() -> Any:  # noqa: ANN401 - SQLAlchemy's type of a SELECT names its columns
    own = appointment_call.c.appointment_id == appointment.c.id
    return select(appointment_call.c.id).where(own).correlate(appointment)


def _open_calls() -> Any:  # noqa: ANN401 - as above
    return _called().where(appointment_call.c.state.in_(("queued", "attempting", "unknown")))


_LOOKED_AT: Final = (appointment.c.number, appointment.c.phone, appointment.c.name)


def _found(conn: Connection, wanted: Search, now: datetime) -> tuple[ColumnElement[bool], ...]:
    counts = or_(appointment.c.status != "", _open_calls().exists())
    when = appointment.c.at < now if wanted.past else appointment.c.at >= now
    if wanted.digits and wanted.whole:
        return (counts, when, appointment.c.phone == canonical(wanted.digits))
    if wanted.digits:
        within = appointment.c.number.contains(wanted.digits, autoescape=True)
        either = or_(within, appointment.c.phone.contains(canonical(wanted.digits)))
        return (counts, when, likely(conn, either))
    if wanted.text:
        return (counts, when, likely(conn, appointment.c.name.icontains(wanted.text, autoescape=True)))
    return (counts, when)


def _from_row(row: Row[*tuple[Any, ...]]) -> Appointment:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["status"] = Status(str(values["status"])) if values["status"] else None
    for several in ("hours_before", "reminder_ids"):
        values[several] = tuple(values[several] or ())
    return Appointment(**values)  # the table's columns are its fields; a test says so
