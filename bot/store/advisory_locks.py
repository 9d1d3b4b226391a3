"""The locks of PostgreSQL that a transaction holds until it ends: one number each, the same everywhere."""

from enum import IntEnum, unique
from typing import Final

from sqlalchemy import Connection, text


@unique
class Lock(IntEnum):
    """What one transaction at a time does. Never renumber one: two versions may run at once."""

    SCHEMA = 7_401_893_215
    BUDGETS = 7_401_893_216
    AUDIT_CHAIN = 7_401_893_217
    CODES = 7_401_893_218
    VIEW = 7_401_893_219


_TAKE: Final = text("SELECT pg_advisory_xact_lock(:key)")
_PATIENCE: Final = text("SELECT set_config('lock_timeout', :milliseconds, true)")
_TAKE_ONE: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:one, :key))")


def take(conn: Connection, lock: Lock) -> None:
    """Wait until no other transaction holds a lock, and hold it until this one ends.

    SQLite needs none: it has one writer at a time.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(_TAKE, {"key": lock.value})


def take_one(conn: Connection, lock: Lock, one: str, *, patience: float) -> None:
    """Wait, at most ``patience`` seconds, until no other transaction holds a lock on one thing.

    It is held until this one ends, as by :func:`take`. Raises SQLAlchemyError where another one still does.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(_PATIENCE, {"milliseconds": f"{round(patience * 1000)}ms"})
        conn.execute(_TAKE_ONE, {"one": one, "key": lock.value})
