"""Where Slack takes no more for a while: known to all threads that draw, so that none tries in vain."""

import threading
from datetime import datetime

from bot.store.message_claims import LONGEST_WAIT
from bot.texting.clock import Clock


class FullLines:
    """Remembers until when a line is full: that of all edits, or of a channel or person."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[str, datetime] = {}

    def note(self, line: str, until: datetime) -> None:
        """Remember that a line is full until then (aware)."""
        with self._lock:
            self._until[line] = until

    def now(self) -> frozenset[str]:
        """Return the lines that are full, and forget those that are not any more.

        Nor does a line stay full for longer than anything waits: the clock was set back then.
        """
        now = self._clock()
        with self._lock:
            self._until = {
                line: until for line, until in self._until.items() if now < until <= now + LONGEST_WAIT
            }
            return frozenset(self._until)
