"""Whether what is written is kept: a full disk, one that became read-only, a server that only reads.

Reading goes on there, so nothing but a write tells. The bot's own writes do; only after one that failed is
anything written in order to see whether the next would be kept.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, delete, exc, insert

from bot.logs import kind_of
from bot.store.tables import balance_sample

FAILED: Final = (exc.DBAPIError, sqlite3.Error)
OF_WHAT_WAS_WRITTEN: Final = (
    *(exc.IntegrityError, exc.DataError, exc.ProgrammingError),
    *(sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError),
)
"""What speaks against a statement, and not against the database."""
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The hour of a row that is taken away in the transaction that makes it."""


class LastWrite:
    """How the newest transaction that wrote ended. Threads share it."""

    def __init__(self) -> None:
        self._failure = ""
        self._trying = threading.Lock()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note how a transaction ends."""
        try:
            yield
        except OF_WHAT_WAS_WRITTEN:
            raise
        except FAILED as error:
            self._failure = kind_of(error)
            raise
        self._failure = ""

    def failure(self, write: Callable[[], AbstractContextManager[Connection]]) -> str:
        """Return the kind of error that keeps anything from being written; empty where nothing does.

        Where the newest transaction failed, another one is tried first, by one thread at a time.
        """
        if self._failure and self._trying.acquire(blocking=False):
            try:
                with write() as connection:
                    _write_nothing(connection)
            except FAILED:
                pass  # noted
            finally:
                self._trying.release()
        return self._failure


def _write_nothing(connection: Connection) -> None:
    connection.execute(insert(balance_sample).values(hour=LONG_AGO, at=LONG_AGO, credits=0))
    connection.execute(delete(balance_sample).where(balance_sample.c.hour == LONG_AGO))
