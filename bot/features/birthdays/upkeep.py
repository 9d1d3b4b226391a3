"""What the clock does for birthday texts: it prepares them, and their day's message follows them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.features.birthdays.plan import Calendar
from bot.store import birthdays
from bot.store.database import Database

MARGIN: Final = timedelta(days=2)
"""For texts that waited for the end of quiet hours, or for a person."""


@dataclass(frozen=True, slots=True)
class Following:
    """Has the messages of days drawn again. Reports are followed for ``follow_for``."""

    database: Database
    calendar: Calendar
    follow_for: timedelta

    def follow(self) -> None:
        """Look at the days that may still change, and have drawn again those that did."""
        since = self.calendar.today() - self.follow_for - MARGIN
        with self.database.read() as conn:
            found = birthdays.changed(conn, since)
        for day_id, at in found.items():
            with self.database.write() as conn:
                birthdays.note_seen(conn, day_id, at)
