"""What the clock does for birthday texts: it prepares them, and their day's message follows them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.features.birthdays.plan import Calendar
from bot.store import birthdays
from bot.store.database import Database
from bot.store.looks import Look

MARGIN: Final = timedelta(days=3)
"""For days that are shown long before, and texts that waited for the end of quiet hours, or for a person."""


@dataclass(frozen=True, slots=True)
class Following:
    """Has the messages of days drawn again. Reports are followed for ``follow_for``."""

    database: Database
    calendar: Calendar
    follow_for: timedelta

    @property
    def look(self) -> Look:
        """Whether :meth:`follow` finds anything."""
        return birthdays.changed_within(self._long)

    def follow(self) -> None:
        """Look at the days that may still change, and have drawn again those that did."""
        with self.database.read() as conn:
            found = birthdays.changed(conn, self.calendar.clock() - self._long)
        for day_id, at in found.items():
            with self.database.write() as conn:
                birthdays.note_seen(conn, day_id, at)

    @property
    def _long(self) -> timedelta:
        return self.follow_for + MARGIN
