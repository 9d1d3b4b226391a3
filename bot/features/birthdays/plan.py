"""When the birthday texts of a day are prepared, shown and sent, by the policy and the account's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.policy.model import Birthdays as Rules
from bot.store.birthdays import BirthdayDay
from bot.texting.clock import Clock
from bot.texting.local_days import DAY, day_of

LEAST: Final = timedelta(hours=1)
"""How long before they go out texts have been shown at least; later than that, none are prepared unasked."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of birthday texts. Days are those of ``zone``; moments are aware UTC."""

    rules: Rules
    zone: ZoneInfo
    clock: Clock

    def today(self) -> date:
        """Return the day it is."""
        return day_of(self.clock(), self.zone)

    def planned_at(self, day: date) -> datetime:
        """Return when the texts of a day go out by the policy."""
        return datetime.combine(day, self.rules.time, tzinfo=self.zone).astimezone(UTC)

    def begun(self) -> Iterator[date]:
        """Give the days whose texts should be shown by now, and that are not over: of today and tomorrow."""
        now, today = self.clock(), self.today()
        for day in (today, today + DAY):
            if self.planned_at(day) - timedelta(hours=self.rules.shown_hours) <= now:
                yield day

    def is_too_late(self, send_at: datetime) -> bool:
        """Tell whether texts of then could not be shown for as long as people are given."""
        return self.clock() > send_at - LEAST

    def send_at(self, day: BirthdayDay) -> datetime | None:
        """Return when the texts of a day that is being prepared go out; None when it is too late for that.

        Those that somebody asked for afterwards go as soon as they have been shown, while it is the day.
        """
        planned = day.send_at or self.planned_at(day.day)
        if not self.is_too_late(planned):
            return planned
        soon = self.clock() + LEAST
        return soon if day.asked_by is not None and day_of(soon, self.zone) == day.day else None
