"""What a database on PostgreSQL lets its user do."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

QUEUE: Final = "dbos"
"""The schema of the queue."""
WRITE: Final = "Let the user in {} write: take a primary server, and no default_transaction_read_only."
MAKE: Final = "Let the user in {} create tables and schemas there."
GIVE: Final = "Make the user in {} the owner of the bot's tables, as the user that made them is."

_READ_ONLY: Final = text("SELECT current_setting('transaction_read_only') = 'on'")
_HIDDEN: Final = text(
    "SELECT EXISTS (SELECT FROM pg_class WHERE relname = :first AND relkind = 'r')"
    " AND to_regclass(:first) IS NULL"
)
_EMPTY: Final = text("SELECT to_regclass(:first) IS NULL")
_MAY_MAKE: Final = text(
    "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
    " AND (to_regnamespace(:queue) IS NOT NULL OR has_database_privilege(current_database(), 'CREATE'))"
)
_CLOSED: Final = text(
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind = 'r' AND (n.nspname = :queue OR c.relname = ANY(:ours) AND pg_table_is_visible(c.oid))"
    " AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
    " AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')"
    " AND has_table_privilege(c.oid, 'DELETE'))"
)


def missing(connection: Connection, ours: Sequence[str]) -> tuple[str, str] | None:
    """Return what the user may not do with our tables, and what to do about it; None where there is nothing.

    The first of them is there where any is. What to do is to be completed by the name of the setting.
    """
    if connection.dialect.name != "postgresql":
        return None
    first = {"first": ours[0]}
    if connection.scalar(_READ_ONLY):
        return "can only be read: nothing can be written", WRITE
    if connection.scalar(_HIDDEN, first):
        return "has the bot's tables, and its user may not see them", GIVE
    if connection.scalar(_EMPTY, first) and not connection.scalar(_MAY_MAKE, {"queue": QUEUE}):
        return "is empty, and its user may not make tables", MAKE
    if closed := connection.scalar(_CLOSED, {"queue": QUEUE, "ours": list(ours)}):
        return f"has {closed} tables that its user may not read and write", GIVE
    return None
