"""Each contact that somebody adds to a group by hand: one attempt, and what came of it.

waiting -> attempting -> added | found | present | opted_out | refused
                |-> unknown -> added | found | opted_out   (a person settles it, a look-up, or a late answer)
                            -> waiting                     (a person wants it tried again)
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, Update, delete, select, update

from bot.store import audit, lock_order
from bot.store.audit import Event, Subject
from bot.store.dialects import insert_or_ignore
from bot.store.launches import Launch
from bot.store.looks import look
from bot.store.tables import IS_BEING_ADDED, contact_addition


@unique
class AddState(StrEnum):
    """Where an addition stands. The values are stored: never rename one."""

    WAITING = "waiting"
    ATTEMPTING = "attempting"
    ADDED = "added"
    FOUND = "found"  # the answer was unclear, and the number was found in the group afterwards
    PRESENT = "present"  # it was in the group before
    OPTED_OUT = "opted_out"
    REFUSED = "refused"
    UNKNOWN = "unknown"


_ANSWERABLE = (AddState.WAITING.value, AddState.ATTEMPTING.value, AddState.UNKNOWN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddition:
    """What a person asked for. `key` is an id that Slack repeats when it delivers the same event again."""

    key: str
    user_id: str
    number: str = field(repr=False)
    group_name: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    birthday: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAddition:
    """One row. `number` is digits, `reason` a sentence, `decided_by` who settled an unknown outcome."""

    id: str
    key: str
    user_id: str
    number: str = field(repr=False)
    group_name: str = field(repr=False)
    name: str | None = field(repr=False)
    email: str | None = field(repr=False)
    birthday: date | None = field(repr=False)
    state: AddState
    reason: str | None
    token: str | None
    attempting_at: datetime | None
    attempts: int
    decided_by: str | None
    created_at: datetime
    updated_at: datetime


def insert(conn: Connection, new: NewAddition, *, now: datetime) -> ContactAddition:
    """Write down what was asked for, or return what has this key already, unchanged."""
    values = asdict(new) | {
        "id": uuid4().hex,
        "birthday": new.birthday.isoformat() if new.birthday else None,
        "state": AddState.WAITING.value,
        "created_at": now,
        "updated_at": now,
    }
    if conn.execute(insert_or_ignore(conn, contact_addition), values).rowcount:
        _note(conn, Event.ASKED_FOR, str(values["id"]), now, by=new.user_id)
    found = select(contact_addition).where(contact_addition.c.key == new.key)
    return _from_row(conn.execute(found).one())


def get(conn: Connection, addition_id: str) -> ContactAddition | None:
    """Return the addition, or None."""
    row = conn.execute(select(contact_addition).where(_is(addition_id))).one_or_none()
    return None if row is None else _from_row(row)


def claim(conn: Connection, addition_id: str, *, token: str, now: datetime) -> ContactAddition | None:
    """Take one that waits for its one attempt. None: somebody has it or had it. Commit first."""
    still = (_is(addition_id), contact_addition.c.state == AddState.WAITING.value)
    values = {"state": AddState.ATTEMPTING.value, "token": token, "attempting_at": now, "updated_at": now}
    taken = update(contact_addition).where(*still).values(values).returning(*contact_addition.c)
    row = conn.execute(taken).one_or_none()
    if row is None:
        return None
    _note(conn, AddState.ATTEMPTING, addition_id, now)
    return _from_row(row)


def record(
    conn: Connection, seen: ContactAddition, to: AddState, reason: str | None, *, now: datetime
) -> bool:
    """Write what came of an attempt where its token is still the row's own; a late answer mends `unknown`."""
    still = (
        _is(seen.id),
        contact_addition.c.token.is_not_distinct_from(seen.token),
        contact_addition.c.state.in_(_ANSWERABLE),
    )
    values = {"state": to.value, "reason": reason, "updated_at": now}
    return _noted(conn, update(contact_addition).where(*still).values(values), to, seen.id, now)


def settle(
    conn: Connection,
    seen: ContactAddition,
    to: AddState,
    reason: str | None,
    *,
    who: str | None,
    now: datetime,
) -> bool:
    """Settle an unknown outcome as a person (`who`) or a look-up says, if it stands as it was seen.

    One that stays unknown has a new reason.
    """
    told = {"state": to.value, "reason": reason, "decided_by": who, "updated_at": now}
    settling = update(contact_addition).where(*_unknown_as(seen)).values(told)
    return _noted(conn, settling, to, seen.id, now, by=who)


def again(conn: Connection, seen: ContactAddition, *, who: str, now: datetime) -> bool:
    """Let one of unknown outcome wait for another attempt, if it stands as it was seen."""
    values = {
        "state": AddState.WAITING.value,
        "attempts": contact_addition.c.attempts + 1,
        "token": None,
        "reason": None,
        "decided_by": who,
        "updated_at": now,
    }
    waiting = update(contact_addition).where(*_unknown_as(seen)).values(values)
    return _noted(conn, waiting, AddState.WAITING, seen.id, now, by=who)


def stale(conn: Connection, before: datetime, launch: Launch) -> tuple[ContactAddition, ...]:
    """Return those nobody is at any more: their process is gone, or it is so since before a moment."""
    found = (_from_row(row) for row in conn.execute(_BEING_ADDED))
    return tuple(each for each in found if each.updated_at < before or launch.outlived(each.token))


_BEING_ADDED: Final = select(contact_addition).where(IS_BEING_ADDED)
BEING_ADDED: Final = look(_BEING_ADDED)
"""Whether anything is being added, of which :func:`stale` tells what nobody is at."""


def forget(conn: Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` additions that last changed before a moment. Returns how many."""
    some = select(contact_addition.c.id).where(contact_addition.c.updated_at < before).limit(limit)
    return lock_order.change(conn, delete(contact_addition).where(contact_addition.c.id.in_(some))).rowcount


def _is(addition_id: str) -> Any:  # noqa: ANN401 - a condition
    return contact_addition.c.id == addition_id


def _unknown_as(seen: ContactAddition) -> tuple[Any, ...]:
    return (
        _is(seen.id),
        contact_addition.c.state == AddState.UNKNOWN.value,
        contact_addition.c.attempts == seen.attempts,
    )


def _noted(
    conn: Connection, change: Update, to: AddState, addition_id: str, now: datetime, *, by: str | None = None
) -> bool:
    """Make a change; tell whether it was made, and note it if so."""
    changed = conn.execute(change).rowcount == 1
    if changed:
        _note(conn, to, addition_id, now, by=by)
    return changed


def _note(conn: Connection, kind: str, addition_id: str, now: datetime, *, by: str | None = None) -> None:
    audit.note(conn, kind, addition_id, at=now, by=by, subject=Subject.ADDITION)


def _from_row(row: Row[*tuple[Any, ...]]) -> ContactAddition:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    values["state"] = AddState(str(values["state"]))
    values["birthday"] = date.fromisoformat(values["birthday"]) if values["birthday"] else None
    return ContactAddition(**values)  # the table's columns are its fields; a test says so
