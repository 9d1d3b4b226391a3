"""In which order a change of several rows locks them: by their key, whoever makes it.

On PostgreSQL two transactions that lock the same rows in different orders wait for each other, until the
server undoes one of them. A change alone takes rows as the server comes by them. SQLite has one writer at a
time.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Delete, Table, Update, select

NOTHING: Mapping[str, object] = {}


def change(
    conn: Connection, statement: Update | Delete, values: Mapping[str, object] = NOTHING
) -> CursorResult[Any]:
    """Update or delete several rows, after locking them in the order of their key."""
    lock(conn, statement, values)
    return conn.execute(statement, dict(values))


def lock(conn: Connection, statement: Update | Delete, values: Mapping[str, object] = NOTHING) -> bool:
    """Lock the rows of a change in the order of their key; False on PostgreSQL where there are none."""
    if conn.dialect.name != "postgresql":
        return True
    table = cast("Table", statement.table)
    key = table.primary_key.columns
    rows = select(*key).order_by(*key)
    if statement.whereclause is not None:
        rows = rows.where(statement.whereclause)
    # Not a stronger lock than the change itself takes: others may refer to a row that is updated.
    rows = rows.with_for_update(of=table, key_share=isinstance(statement, Update))
    return bool(conn.execute(rows, dict(values)).all())
