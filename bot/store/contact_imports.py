"""Imports of contacts from a file: which there are, and how each stands. Rows are in a module beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.store import audit
from bot.store.audit import Event, Subject
from bot.store.dialects import insert_or_ignore
from bot.store.looks import Look, look
from bot.store.messages import Purpose, open_another
from bot.store.tables import IS_IMPORT_OPEN, contact_import


@unique
class ImportState(StrEnum):
    """How an import stands; nothing is stored before it is queued. Stored: never rename a value."""

    QUEUED = "queued"  # its rows are being read
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


OPEN: Final = frozenset({ImportState.QUEUED, ImportState.RUNNING, ImportState.PAUSED})


@dataclass(frozen=True, slots=True)
class NewImport:
    """An import somebody confirmed. `source` says where the file is and how its columns are read."""

    key: str
    team_id: str
    user_id: str
    origin_channel: str | None
    file_name: str
    size: int
    rejected: int
    source: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactImport:
    """An import as stored. `size` counts the rows that can be added, `rejected` those that cannot.

    `wave` counts how often it was set going. Who paused or cancelled it is `decided_by`; when it was the bot,
    that is None, and `why` says for what reason.
    """

    id: str
    key: str
    team_id: str
    user_id: str
    origin_channel: str | None
    file_name: str
    state: ImportState
    wave: int
    size: int
    rejected: int
    why: str | None
    decided_by: str | None
    source: Mapping[str, Any] | None = field(repr=False)
    created_at: datetime
    updated_at: datetime


def insert(conn: Connection, new: NewImport, now: datetime) -> str | None:
    """Record an import as queued and return its id; None when there is one with this key already."""
    values = {
        "id": uuid4().hex,
        "key": new.key,
        "team_id": new.team_id,
        "user_id": new.user_id,
        "origin_channel": new.origin_channel,
        "file_name": new.file_name,
        "state": ImportState.QUEUED.value,
        "size": new.size,
        "rejected": new.rejected,
        "source": dict(new.source),
        "created_at": now,
        "updated_at": now,
    }
    made = insert_or_ignore(conn, contact_import).values(values).returning(contact_import.c.id)
    found = conn.execute(made).scalar()
    if found is not None:
        facts = {"rows": new.size}
        audit.note(conn, Event.IMPORTED, found, at=now, by=new.user_id, facts=facts, subject=Subject.IMPORT)
    return found


def get(conn: Connection, import_id: str) -> ContactImport | None:
    """Return an import, or None when there is none of this id."""
    row = conn.execute(select(contact_import).where(contact_import.c.id == import_id)).one_or_none()
    return None if row is None else _from_row(row)


def move(
    conn: Connection,
    import_id: str,
    to: ImportState,
    *,
    only_from: Collection[ImportState],
    now: datetime,
    **values: object,
) -> bool:
    """Change the state of an import, have its message drawn again, and tell whether it was there to change.

    `values` are further columns to set. Those that say `why` the bot did this, or which person has
    `decided_by`, are emptied where they are left out.
    """
    from_these = contact_import.c.state.in_([state.value for state in only_from])
    told = {"why": None, "decided_by": None, **values, "state": to.value, "updated_at": now}
    changed = update(contact_import).where(contact_import.c.id == import_id, from_these).values(told)
    if not conn.execute(changed).rowcount:
        return False
    by = None if told["decided_by"] is None else str(told["decided_by"])
    audit.note(conn, to.value, import_id, at=now, by=by, subject=Subject.IMPORT)
    open_another(conn, import_id, Purpose.IMPORT)
    return True


def next_wave(conn: Connection, import_id: str, now: datetime) -> int | None:
    """Count an import that runs as set going once more; None when it does not run."""
    counted = (
        update(contact_import)
        .where(contact_import.c.id == import_id, contact_import.c.state == ImportState.RUNNING.value)
        .values(wave=contact_import.c.wave + 1, updated_at=now)
        .returning(contact_import.c.wave)
    )
    return conn.execute(counted).scalar()


def touch(conn: Connection, import_id: str, now: datetime) -> None:
    """Note that an import is being worked on."""
    conn.execute(update(contact_import).where(contact_import.c.id == import_id).values(updated_at=now))


def heartbeat(conn: Connection, import_id: str, now: datetime) -> None:
    """Note that an import is being worked on, and have its message drawn again."""
    touch(conn, import_id, now)
    open_another(conn, import_id, Purpose.IMPORT)


def under_way(conn: Connection) -> tuple[ContactImport, ...]:
    """Return the imports that have not ended."""
    return tuple(_from_row(row) for row in conn.execute(_UNDER_WAY))


def cancelled_since(conn: Connection, since: datetime) -> tuple[ContactImport, ...]:
    """Return the imports that were cancelled, or worked on after that, since then."""
    return tuple(_from_row(row) for row in conn.execute(_CANCELLED, {"cancelled_since": since}))


_UNDER_WAY: Final = select(contact_import).where(IS_IMPORT_OPEN).order_by(contact_import.c.updated_at)
_CANCELLED: Final = select(contact_import).where(
    contact_import.c.state == ImportState.CANCELLED.value,
    contact_import.c.updated_at > bindparam("cancelled_since"),
)


def looked_after(cancelled: timedelta) -> Look:
    """Return whether any import is under way, or was cancelled less than so long ago."""
    return look(_UNDER_WAY, _CANCELLED, cancelled_since=cancelled)


def to_forget(conn: Connection, before: datetime) -> tuple[str, ...]:
    """Return the ids of imports that ended before then and whose rows still say something of people."""
    ended = contact_import.c.state.not_in([state.value for state in OPEN])
    old = (ended, contact_import.c.updated_at < before, contact_import.c.source.is_not(None))
    return tuple(conn.execute(select(contact_import.c.id).where(*old)).scalars())


def forgotten(conn: Connection, import_id: str) -> None:
    """Note that no row of an import says anything of people any more."""
    conn.execute(update(contact_import).where(contact_import.c.id == import_id).values(source=None))


def _from_row(row: Row[Any]) -> ContactImport:
    found = row._asdict()
    return ContactImport(**found | {"state": ImportState(found["state"])})
