"""Long changes a portion at a time: nobody should wait long for the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

from bot.store.database import Database

PORTION: Final = 500
"""Rows of one transaction."""


@contextmanager
def portion(database: Database, *, soon: bool = True) -> Iterator[Connection]:
    """Give a connection for a portion of such a change, in a transaction as of :meth:`Database.write`.

    What SQLAlchemy makes of its statements is not kept: most are made once a day, and would take their place
    all day long.
    """
    with database.write(soon=soon) as conn:
        conn.execution_options(compiled_cache=None)
        yield conn


def in_batches(database: Database, change: Callable[[Connection, int], int]) -> int:
    """Change rows until none is left, each portion in a transaction of its own. Returns how many.

    ``change`` changes up to as many rows as it is told and returns how many it did.
    """
    done = 0
    while True:
        with portion(database) as conn:
            changed = change(conn, PORTION)
        done += changed
        if changed < PORTION:
            return done
