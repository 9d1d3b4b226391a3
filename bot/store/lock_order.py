"""In which order a change of several rows locks them: by their key, whoever makes it.

On PostgreSQL two transactions that lock the same rows in different orders wait for each other, until the
server undoes one of them. A change alone takes rows as the server comes by them. SQLite has one writer at a
time.
"""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Delete, Table, Update, select, tuple_

NOTHING: Mapping[str, object] = {}
Change = TypeVar("Change", bound=Update | Delete)


def change(
    conn: Connection, statement: Update | Delete, values: Mapping[str, object] = NOTHING
) -> CursorResult[Any]:
    """Update or delete several rows, locked in the order of their key, in one statement."""
    is_server = conn.dialect.name == "postgresql"
    return conn.execute(ordered(statement) if is_server else statement, dict(values))


def ordered(statement: Change) -> Change:
    """Return what changes the same rows on PostgreSQL, after locking them in the order of their key."""
    table = cast("Table", statement.table)
    key = table.primary_key.columns
    rows = select(*key).order_by(*key).correlate(None)
    if statement.whereclause is not None:
        rows = rows.where(statement.whereclause)
    # Not a stronger lock than the change itself takes: others may refer to a row that is updated.
    rows = rows.with_for_update(of=table, key_share=isinstance(statement, Update))
    one = next(iter(key)) if len(key) == 1 else tuple_(*key)
    return cast("Change", statement.where(one.in_(rows)))
