"""Many small writes at the same moment, in one transaction and with one sync to the disk.

Who comes first leads: they do the work of everybody who waits by then, and commit once. Fifty people who
submit in the same second wait for one sync instead of fifty.

A part that fails is undone alone. Most that fail have written nothing yet, as whoever is refused, so there
is nothing to undo. Where one has, all are undone and done again, each inside a savepoint of its own. To have
those throughout would make everybody pay for it: SQLite copies each page aside that is changed within one.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Generic, TypeVar, cast

from sqlalchemy import Connection

from bot import request_ids
from bot.store import attempt_journal, audit, deferred_rows, outdated
from bot.store.prepared import by_driver

T = TypeVar("T")

MOST: Final = 64
"""How much one transaction takes on, so that nobody leads for long."""
_NOTED: Final = (outdated, attempt_journal, audit, deferred_rows)
"""What takes notes on a connection."""
_ALL: Final = "parts"
_ONE: Final = "part"
"""The names of savepoints."""


class _Part(Generic[T]):
    """One piece of work, what came of it, and the wait for it."""

    def __init__(self, work: Callable[[Connection], T], *, once: bool = False) -> None:
        self.work = work
        self.once = once
        self.value: T | None = None
        self.error: BaseException | None = None
        self.leads = False
        self._woken = threading.Lock()
        self._woken.acquire()

    def wake(self) -> None:
        """End the wait: the work is done, or its turn to lead has come."""
        self._woken.release()

    def wait(self) -> None:
        """Wait until woken."""
        self._woken.acquire()

    def result(self) -> T:
        """Return what the work returned, or raise what it raised."""
        if self.error is not None:
            raise self.error
        return cast("T", self.value)


class GroupCommit:
    """Gathers work for transactions that ``begin`` opens, each with up to ``most`` pieces."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]], most: int = MOST) -> None:
        self._begin = begin
        self._most = most
        self._lock = threading.Lock()
        self._waiting: list[_Part[Any]] = []
        self._led = False

    def run(self, work: Callable[[Connection], T], *, once: bool = False) -> T:
        """Do the work in a transaction, perhaps with that of others; committed when this returns.

        What the work raises undoes its own part only, and is raised here. Where another's fails it may be
        undone and done again; not with `once`, for what remembers something outside the database.
        """
        part = _Part(request_ids.carried(work), once=once)
        with self._lock:
            self._waiting.append(part)
            part.leads, self._led = not self._led, True
        if not part.leads:
            part.wait()
        if part.leads:
            self._lead()
        return part.result()

    def _lead(self) -> None:
        with self._lock:
            parts, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        self._commit(parts)
        with self._lock:
            heir = self._waiting[0] if self._waiting else None
            self._led = heir is not None
            if heir is not None:
                heir.leads = True
        if heir is not None:
            heir.wake()
        for part in parts:
            if not part.leads:
                part.wake()

    def _commit(self, parts: list[_Part[Any]]) -> None:
        try:
            with self._begin() as conn:
                if len(parts) == 1:
                    parts[0].value = parts[0].work(conn)
                else:
                    _together(conn, parts)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread of each part
            for part in parts:
                part.error = part.error or error


class _Notes:
    """How much is noted on a connection, to forget what was noted since."""

    __slots__ = ("_conn", "_counts")

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._counts = [each.count(conn) for each in _NOTED]

    def keep(self) -> None:
        """Forget what was noted since: it has been undone."""
        for each, count in zip(_NOTED, self._counts, strict=True):
            each.keep(self._conn, count)


def _together(conn: Connection, parts: list[_Part[Any]]) -> None:
    """Do the parts of one transaction. What one raises is kept, and undoes that part only.

    Raises what breaks the whole transaction. When a disk is full, SQLite may undo everything by itself, the
    savepoints too; going back to one, or releasing it, then fails. Without the transaction around them the
    parts that follow would be committed one by one, and those before would be called done.
    """
    before = _Notes(conn)
    by_driver(conn, f"SAVEPOINT {_ALL}")  # SQLAlchemy's own begin_nested() costs as much as a part
    if any(part.once for part in parts) or not all(_leaves_nothing(conn, part) for part in parts):
        by_driver(conn, f"ROLLBACK TO {_ALL}")
        before.keep()
        for part in parts:
            part.value = part.error = None
            _alone(conn, part)
    by_driver(conn, f"RELEASE {_ALL}")


def _leaves_nothing(conn: Connection, part: _Part[Any]) -> bool:
    """Do a part; False where it failed and something that it wrote has to be undone."""
    driver: Any = conn.connection.dbapi_connection
    before, written = _Notes(conn), driver.total_changes
    try:
        part.value = part.work(conn)
    except Exception as error:  # noqa: BLE001 - raised again in the thread of its part
        part.error = error
        before.keep()
        return bool(driver.total_changes == written and driver.in_transaction)
    return True


def _alone(conn: Connection, part: _Part[Any]) -> None:
    """Do a part inside a savepoint of its own."""
    before = _Notes(conn)
    by_driver(conn, f"SAVEPOINT {_ONE}")
    try:
        part.value = part.work(conn)
    except Exception as error:  # noqa: BLE001 - as above
        part.error = error
        by_driver(conn, f"ROLLBACK TO {_ONE}")
        before.keep()
    by_driver(conn, f"RELEASE {_ONE}")
