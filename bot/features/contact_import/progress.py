"""Showing how far an import is while it runs, no more often than Slack and its readers can take."""

import threading
from datetime import datetime, timedelta
from typing import Final

from bot.store import contact_imports
from bot.store.database import Database
from bot.texting.clock import Clock

EVERY: Final = timedelta(seconds=2)
MOST_KEPT: Final = 1000


class Progress:
    """Has the message of a running import drawn again, and notes in its row that somebody is at it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._last: dict[str, datetime] = {}

    def beat(self, import_id: str) -> None:
        """Say that a row has been done. Does nothing when that was said within :data:`EVERY`."""
        now = self._clock()
        with self._lock:
            last = self._last.get(import_id)
            if last is not None and now - last < EVERY:
                return
            if len(self._last) >= MOST_KEPT:
                self._last.clear()
            self._last[import_id] = now
        self.draw(import_id)

    def draw(self, import_id: str) -> None:
        """Say it in any case: nothing may follow for a while."""
        with self._database.write() as conn:
            contact_imports.beat(conn, import_id, self._clock())
