"""What all tables share: names of constraints, and how an instant is kept."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator

import bot.store.library  # noqa: F401 -- before an index names a dialect, which SQLAlchemy loads then

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An instant. Takes aware times only and gives back aware UTC; SQLite itself knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC for the database. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored instant back as aware UTC."""
        del dialect  # SQLite returns naive UTC, PostgreSQL aware times in the session's zone
        return None if value is None else _aware(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """Return what writes a time; SQLite's in one step, for most statements have several."""
        return _as_sqlite_has_it if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what reads a time; SQLite's in one step, for a send has eleven and each row is read so."""
        return _from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _as_sqlite_has_it(value: datetime | None) -> str | None:
    """Return UTC as SQLAlchemy writes it for SQLite. Raises ValueError for a time without a zone."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return value.astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")


def _from_sqlite(value: str | None) -> datetime | None:
    """Return what SQLite keeps as aware UTC."""
    return None if value is None else _aware(datetime.fromisoformat(value))


def _aware(value: datetime) -> datetime:
    """Return a time of a database as aware UTC: one without a zone is UTC already."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(naming_convention=NAMES)


def one_of(column: str, words: Sequence[str]) -> str:
    """Return the condition, in SQL, that a column is one of these words, for a partial index.

    Compared one by one: of an IN list with more than two words SQLite makes a table, and of an index's
    condition it does so twice for each row that is written. That took more than all the rest of it.
    """
    return "(" + " OR ".join(f"{column} = '{word}'" for word in words) + ")"


def none_of(column: str, words: Sequence[str]) -> str:
    """Return the condition that a column is none of these words, as :func:`one_of` does."""
    return " AND ".join(f"{column} <> '{word}'" for word in words)
