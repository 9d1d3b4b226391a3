"""The days that budgets go by, and the days a send takes credits on."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.store.sends import Send
from bot.texting import local_days, recurrence, schedules, words
from bot.texting.local_days import DAY


@dataclass(frozen=True, slots=True)
class Days:
    """Local days of a zone; each lasts from its first midnight until that of the next."""

    zone: ZoneInfo

    def of(self, at: datetime) -> date:
        """Return the day a moment (aware) falls on."""
        return local_days.day_of(at, self.zone)

    def begins(self, day: date) -> datetime:
        """Return the first moment (UTC) of a day, which where clocks go forward need not be midnight."""
        return local_days.begins(day, self.zone)

    def ends(self, day: date) -> datetime:
        """Return the first moment (UTC) after a day."""
        return self.begins(day + DAY)

    def dates(
        self, send: Send, first: datetime | None = None, before: datetime | None = None
    ) -> tuple[datetime, ...]:
        """Return every moment (aware) a send goes out, of a series only those ``before``.

        ``first`` is when it goes out first, by default as it was confirmed for. Dates of a series at SMS-iT
        are calculated as it does, in this zone; those of one that is kept here by its owner's clocks. Raises
        ``ScheduleError`` when they cannot be.
        """
        first = first or send.goes_at
        if first is None:
            return ()
        if send.recurrence is None:
            return (first,)
        if (kept := recurrence.load(send.recurrence)) is not None:
            coming = recurrence.every_date(kept, words.zone_or_utc(send.zone))
            return tuple(at for at in coming if before is None or at < before)
        rule = {name: str(value) for name, value in send.recurrence.items()}
        until = datetime.fromisoformat(rule["until"])
        if before is not None:
            until = min(until, before - datetime.resolution)
        return schedules.occurrences(first, rule["repeat"], int(rule["every"]), until, self.zone)
