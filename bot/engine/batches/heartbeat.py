"""Saying that somebody is at a batch, no more often than Slack and its readers can take."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.store.database import Database
from bot.texting.clock import Clock

EVERY: Final = timedelta(seconds=2)
MOST_KEPT: Final = 1000

Note = Callable[[Connection, str, datetime, datetime | None], None]
"""Writes into the row of a batch that somebody is at it now, and has its message drawn again.

It is told when that was written before, if it is known.
"""


class Heartbeat:
    """Notes in the row of a batch that somebody is at it, and has its message drawn."""

    def __init__(self, database: Database, clock: Clock, note: Note) -> None:
        self._database = database
        self._clock = clock
        self._note = note
        self._lock = threading.Lock()
        self._last: dict[str, datetime] = {}

    def beat(self, batch_id: str) -> None:
        """Say that a row has been done. Does nothing when that was said within :data:`EVERY`."""
        now = self._clock()
        with self._lock:
            last = self._last.get(batch_id)
            if last is not None and timedelta() <= now - last < EVERY:
                return
            if len(self._last) >= MOST_KEPT:
                self._last.clear()
            self._last[batch_id] = now
        self._write(batch_id, now, last)

    def insist(self, batch_id: str) -> None:
        """Say it in any case: nothing may follow for a while."""
        self._write(batch_id, self._clock(), None)

    def _write(self, batch_id: str, now: datetime, before: datetime | None) -> None:
        with self._database.write() as conn:
            self._note(conn, batch_id, now, before)
