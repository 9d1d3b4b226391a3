"""Long changes a portion at a time: nobody should wait long for the database."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from bot.store.database import Database

PORTION: Final = 500
"""Rows of one transaction."""


def in_batches(database: Database, change: Callable[[Connection, int], int]) -> int:
    """Change rows until none is left, each portion in a transaction of its own. Returns how many.

    ``change`` changes up to as many rows as it is told and returns how many it did. What SQLAlchemy makes of
    its statements is not kept: most are made once a day, and would take their place all day long.
    """
    done = 0
    while True:
        with database.write() as conn:
            conn.execution_options(compiled_cache=None)
            portion = change(conn, PORTION)
        done += portion
        if portion < PORTION:
            return done
