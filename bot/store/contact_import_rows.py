"""The rows of imports: each one addition of a number to a group, attempted once.

What a row says of a person is emptied as soon as the person is in the group, and else when the retention time
is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, or_, select, update

from bot.store import lock_order
from bot.store.dialects import insert_or_ignore
from bot.store.tables import contact_import_row

PAGE: Final = 1000
"""Rows of one transaction."""


@unique
class RowState(StrEnum):
    """How a row stands. The values are stored: never rename one."""

    WAITING = "waiting"
    ATTEMPTING = "attempting"
    ADDED = "added"
    PRESENT = "present"  # SMS-iT says: in the group already, or opted out
    THERE = "there"  # looked up: in the group already
    OPTED_OUT = "opted_out"  # looked up: opted out of it
    REFUSED = "refused"
    UNKNOWN = "unknown"
    REJECTED = "rejected"  # left out before anything was asked
    CANCELLED = "cancelled"


OPEN: Final = (RowState.WAITING, RowState.ATTEMPTING)
REPORTED: Final = (
    RowState.REJECTED,
    RowState.REFUSED,
    RowState.UNKNOWN,
    RowState.OPTED_OUT,
    RowState.CANCELLED,
)
"""States of rows that somebody may want to mend, or to know of."""
FORGOTTEN: Final[Mapping[str, None]] = {"name": None, "email": None, "birthday": None, "cells": None}
"""What a row says of a person beside their number, emptied."""
_t = contact_import_row.c


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row as it was read. With a `rejected` sentence it holds nothing but its `cells`, as they were given.

    `birthday` is YYYY-MM-DD.
    """

    place: int
    line: int
    cells: Sequence[str] = field(repr=False)
    number: str | None = field(default=None, repr=False)
    group: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    birthday: str | None = field(default=None, repr=False)
    rejected: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row as stored. `number` is digits with country code; `reason` says why it ended as it did."""

    import_id: str
    place: int
    line: int
    number: str | None = field(repr=False)
    group_name: str | None = field(repr=False)
    name: str | None = field(repr=False)
    email: str | None = field(repr=False)
    birthday: str | None = field(repr=False)
    cells: Sequence[str] | None = field(repr=False)
    state: RowState
    reason: str | None
    token: str | None
    attempting_at: datetime | None


def insert(conn: Connection, import_id: str, new: Iterable[NewRow]) -> None:
    """Record rows of an import; one whose place is taken stays as it is."""
    values = [_values(import_id, row) for row in new]
    if values:
        conn.execute(insert_or_ignore(conn, contact_import_row), values)


def drop(conn: Connection, import_id: str) -> None:
    """Delete the rows of an import that never ran."""
    lock_order.change(conn, delete(contact_import_row).where(_t.import_id == import_id))


def refuse_group(conn: Connection, import_id: str, group: str, reason: str, limit: int = PAGE) -> int:
    """Refuse up to `limit` rows that wait to be added to a group. Returns how many."""
    waiting = (_t.import_id == import_id, _t.state == RowState.WAITING.value)
    some = select(_t.place).where(*waiting, _t.group_name == group).limit(limit)
    refused = update(contact_import_row).where(*waiting, _t.place.in_(some))
    return lock_order.change(conn, refused.values(state=RowState.REFUSED.value, reason=reason)).rowcount


def cancel(conn: Connection, import_id: str, limit: int = PAGE) -> int:
    """Cancel up to `limit` rows that wait. Returns how many."""
    waiting = (_t.import_id == import_id, _t.state == RowState.WAITING.value)
    some = select(_t.place).where(*waiting).limit(limit)
    cancelled = update(contact_import_row).where(*waiting, _t.place.in_(some))
    return lock_order.change(conn, cancelled.values(state=RowState.CANCELLED.value)).rowcount


def counts(conn: Connection, import_id: str) -> Mapping[RowState, int]:
    """Count the rows of an import by state."""
    query = select(_t.state, func.count()).where(_t.import_id == import_id).group_by(_t.state)
    return {RowState(str(state)): int(count) for state, count in conn.execute(query)}


def any_open(conn: Connection, import_id: str, states: Iterable[RowState] = OPEN) -> bool:
    """Tell whether a row of an import is in one of these states: waiting or being attempted, by default."""
    left = (_t.import_id == import_id, _t.state.in_([state.value for state in states]))
    return conn.execute(select(_t.place).where(*left).limit(1)).first() is not None


def any_other_group(conn: Connection, import_id: str, group: str) -> bool:
    """Tell whether an import adds somebody to another group than this one."""
    others = (_t.import_id == import_id, _t.group_name != group)
    return conn.execute(select(_t.place).where(*others).limit(1)).first() is not None


def in_state(conn: Connection, import_id: str, state: RowState, limit: int) -> tuple[ImportRow, ...]:
    """Return up to `limit` rows in a state, in the order of places."""
    found = select(contact_import_row).where(_t.import_id == import_id, _t.state == state.value)
    return tuple(from_row(row) for row in conn.execute(found.order_by(_t.place).limit(limit)))


def reported(conn: Connection, import_id: str, after: int, limit: int = PAGE) -> tuple[ImportRow, ...]:
    """Return the next rows for the result file, those behind the place `after`."""
    states = _t.state.in_([state.value for state in REPORTED])
    found = select(contact_import_row).where(_t.import_id == import_id, states, _t.place > after)
    return tuple(from_row(row) for row in conn.execute(found.order_by(_t.place).limit(limit)))


def forget(conn: Connection, import_id: str, limit: int = PAGE) -> int:
    """Empty what up to `limit` rows say of people, their numbers too. Returns how many."""
    says = or_(_t.number.is_not(None), _t.cells.is_not(None))
    some = select(_t.place).where(_t.import_id == import_id, says).limit(limit)
    emptied = update(contact_import_row).where(_t.import_id == import_id, _t.place.in_(some))
    return lock_order.change(conn, emptied.values(number=None, **FORGOTTEN)).rowcount


def _values(import_id: str, row: NewRow) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "place": row.place,
        "line": row.line,
        "number": row.number,
        "group_name": row.group,
        "name": row.name,
        "email": row.email,
        "birthday": row.birthday,
        "cells": list(row.cells),
        "state": (RowState.REJECTED if row.rejected else RowState.WAITING).value,
        "reason": row.rejected or None,
    }


def from_row(row: Row[Any]) -> ImportRow:
    """Return a row of the table as what it stands for."""
    found = row._asdict()
    return ImportRow(**found | {"state": RowState(found["state"])})
