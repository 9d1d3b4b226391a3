"""Changing many rows at once, and having the Slack messages about them drawn again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store import messages

_PORTION: Final = 500


def changed(
    conn: Connection,
    table: Table,
    which: ColumnElement[bool],
    values: Mapping[str, Any],
    key: ColumnElement[Any] | None = None,
) -> tuple[str, ...]:
    """Write values into the rows that are meant, and return their keys."""
    returned = table.c.id if key is None else key
    return tuple(
        map(str, conn.execute(update(table).where(which).values(values).returning(returned)).scalars())
    )


def is_in(table: Table, *states: str) -> ColumnElement[bool]:
    """Return the condition that a row is in one of these states."""
    return table.c.state.in_([str(state) for state in states])


def outdate(conn: Connection, ids: Collection[str]) -> None:
    """Have the messages of these subjects drawn again."""
    for some in portions(tuple(ids)):
        messages.outdate(conn, some)


def portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return ids in portions that a statement can name."""
    return (ids[first : first + _PORTION] for first in range(0, len(ids), _PORTION))
