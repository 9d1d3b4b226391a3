"""What all tables share: names of constraints, and how an instant is kept."""

from collections.abc import Callable
from datetime import UTC, datetime

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
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """Return what writes a time; SQLite's in one step, for most statements have several."""
        return _as_sqlite_has_it if dialect.name == "sqlite" else super().bind_processor(dialect)


def _as_sqlite_has_it(value: datetime | None) -> str | None:
    """Return UTC as SQLAlchemy writes it for SQLite. Raises ValueError for a time without a zone."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


metadata = MetaData(naming_convention=NAMES)
