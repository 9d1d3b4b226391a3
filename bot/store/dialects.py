"""The one statement the two databases spell alike and SQLAlchemy does not."""

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


def insert_into(conn: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """Return an INSERT that understands ON CONFLICT."""
    return SqliteInsert(table) if conn.dialect.name == "sqlite" else PostgresInsert(table)


def insert_or_ignore(conn: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """Return an INSERT that does nothing when the row is there already."""
    return _insert_or_ignore(conn.dialect.name, table)


@cache
def _insert_or_ignore(dialect: str, table: Table) -> SqliteInsert | PostgresInsert:
    # Kept, because building it costs more than running it.
    made = SqliteInsert(table) if dialect == "sqlite" else PostgresInsert(table)
    return made.on_conflict_do_nothing()
