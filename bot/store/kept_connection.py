"""A connection that stays open between transactions, for writers who take turns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class KeptConnection:
    """Begins transactions of one writer at a time, each on the same connection as the one before.

    Fetching one from the pool and giving it back takes as long as several statements, and this one has the
    statements of those it is for ready. ``check`` raises where the database must not be used any more; a
    connection from the pool is checked there. After a transaction that failed it is fetched anew.
    """

    def __init__(self, engine: Engine, check: Callable[[], object]) -> None:
        self._engine = engine
        self._check = check
        self._kept: Connection | None = None

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Give the connection in a transaction: committed at the end, undone by an exception."""
        if self._kept is not None:
            self._check()
        connection, self._kept = self._kept or self._engine.connect(), None
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self._kept = connection

    def close(self) -> None:
        """Give the connection back to its pool."""
        connection, self._kept = self._kept, None
        if connection is not None:
            connection.close()
