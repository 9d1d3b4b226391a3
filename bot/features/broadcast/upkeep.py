"""Keeping the message of a broadcast up to date while SMS-iT sends it, and says nothing."""

from datetime import timedelta
from typing import Final

from bot.store.database import Database
from bot.store.sends import groups
from bot.texting.clock import Clock, Pause

EVERY: Final = timedelta(seconds=15)
"""Slack takes about 45 edits a minute of all messages together."""


class Upkeep:
    """A part of the clock tick."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._pause = Pause(EVERY)

    def show(self) -> None:
        """Have the messages of broadcasts drawn again that are being sent, every fifteen seconds."""
        now = self._clock()
        if not self._pause.is_over(now):
            return
        with self._database.read() as conn:
            found = groups.being_sent(conn)
        if found:
            self._pause.begin(now)
            with self._database.write() as conn:
                groups.mark_main_dirty(conn, found)
