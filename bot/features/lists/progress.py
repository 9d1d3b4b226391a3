"""Showing how far a list is while it runs, no more often than Slack and its readers can take."""

import threading
from datetime import datetime, timedelta
from typing import Final

from bot.store.database import Database
from bot.store.sends import lists
from bot.texting.clock import Clock

EVERY: Final = timedelta(seconds=2)
MOST_KEPT: Final = 1000


class Progress:
    """Has the message of a running list drawn again, and notes in its row that somebody is at it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._last: dict[str, datetime] = {}

    def beat(self, list_id: str) -> None:
        """Say that a row has been done. Does nothing when that was said within :data:`EVERY`.

        The details, which speak of minutes, are drawn again once a minute.
        """
        now = self._clock()
        with self._lock:
            last = self._last.get(list_id)
            if last is not None and now - last < EVERY:
                return
            if len(self._last) >= MOST_KEPT:
                self._last.clear()
            self._last[list_id] = now
        with self._database.write() as conn:
            lists.beat(conn, list_id, now, details=last is not None and last.minute != now.minute)
