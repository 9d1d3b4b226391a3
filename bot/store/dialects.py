"""Where the two databases differ."""

from collections.abc import Collection
from functools import cache
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, Table, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.library import PostgresInsert, SqliteInsert

Columns = TypeVarTuple("Columns")


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


def is_any(column: ColumnElement[str], words: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a column is one of these words; they stand in it, so they are our own."""
    return column.in_([literal_column(f"'{word}'") for word in sorted(words)])


def chosen_once(chosen: Select[*Columns]) -> Select[*Columns]:
    """Return a choice of rows to lock, for the WHERE of an UPDATE, that is made exactly once.

    A bare subquery PostgreSQL may run once for each row it compares with. With SKIP LOCKED and a LIMIT it
    then chooses others each time, and the UPDATE takes more rows than the limit.
    """
    return select(*chosen.cte("chosen").c)
