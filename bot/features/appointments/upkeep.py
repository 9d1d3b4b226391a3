"""What the clock does for days off: their messages follow what reports bring."""

from datetime import timedelta

from bot.features.appointments import day_story
from bot.store import change_plans
from bot.store.database import Database
from bot.texting.clock import Clock

MARGIN = timedelta(days=2)
"""For texts that waited for the end of quiet hours, or for a person."""


class DayOffUpkeep:
    """Has the messages of days off drawn again. Reports are followed for ``follow_for``.

    ``look`` is whether there are any to look at.
    """

    def __init__(self, database: Database, clock: Clock, follow_for: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._since = follow_for + MARGIN
        self.look = change_plans.confirmed_within(self._since)

    def follow(self) -> None:
        """Look at those that may still change, and have drawn again what has."""
        with self._database.read() as conn:
            plans = change_plans.confirmed_since(conn, self._clock() - self._since)
            found = [(each, day_story.of(conn, each).digest) for each in plans]
        for plan, digest in found:
            if digest != plan.shown:
                with self._database.write() as conn:
                    change_plans.note_shown(conn, plan, digest)
