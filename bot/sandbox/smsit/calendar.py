"""Dates as PHP reads them, series as the service expands them, and the calendar of what waits."""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.smsit.refusals import BLANKS

TIME = r"(?:[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?)?"
FORMS = (
    re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>[0-9]{4})" + TIME),
    re.compile(
        r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})" + TIME
    ),  # slashes: month first
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})" + TIME),
)
JUNK = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock time in the account's zone, as all dates here
YEARS = range(1970, 3000)
GRACE = timedelta(minutes=5)  # a series runs up to its end date "plus a few minutes"
LONGEST_SERIES = 1000
MONTHS = 12
LAST_DAY = 31


def read_date(written: str) -> datetime:
    """Read a date in wall-clock time. Junk becomes 1970; 31 February rolls over into March."""
    for form in FORMS:
        found = form.fullmatch(written.strip(BLANKS))
        if found is not None:
            parts = {name: int(digits or 0) for name, digits in found.groupdict().items()}
            return _moment(parts)
    return JUNK


def _moment(parts: dict[str, int]) -> datetime:
    possible = (
        parts["year"] in YEARS
        and 1 <= parts["month"] <= MONTHS
        and 1 <= parts["day"] <= LAST_DAY
        and parts["hour"] < 24  # noqa: PLR2004 - hours of a day
        and parts["minute"] < 60  # noqa: PLR2004 - minutes of an hour
    )
    if not possible:
        return JUNK
    first_of_month = JUNK.replace(
        year=parts["year"],
        month=parts["month"],
        hour=parts["hour"],
        minute=parts["minute"],
    )
    return _rolled(first_of_month, parts["day"])


def _rolled(first_of_month: datetime, day: int) -> datetime:
    return first_of_month + timedelta(days=day - 1)


@dataclass(frozen=True, slots=True)
class Series:
    """A recurrence: every `every` days, weeks, months or years, up to and including `until`."""

    repeat: str
    every: int
    until: datetime

    def occurrences(self, start: datetime) -> Iterator[datetime]:
        """Give every date from `start`, all in wall-clock time.

        The first one always takes place. Each date is counted from the one before, so a monthly series
        that starts on the 31st rolls over once and stays there.
        """
        date = start
        for _ in range(LONGEST_SERIES):
            yield date
            date = self._after(date)
            if date > self.until + GRACE:
                return

    def _after(self, date: datetime) -> datetime:
        if self.repeat == "Daily":
            return date + timedelta(days=self.every)
        if self.repeat == "Weekly":
            return date + timedelta(weeks=self.every)
        months = self.every * (MONTHS if self.repeat == "Yearly" else 1)
        years, month = divmod(date.month - 1 + months, MONTHS)
        return _rolled(date.replace(year=date.year + years, month=month + 1, day=1), date.day)


def instant(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """Give the UTC instant of a wall-clock time; of two (clocks going back) the first."""
    return wall_clock.replace(tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Pending:
    """One text, or group text, that waits for its time. `to` is a number, or a group's name."""

    due: datetime
    sender: str
    to: str
    message: str
    group: bool = False
    rotate: bool = False


@dataclass(slots=True)
class Calendar:
    """What waits, soonest first. Nothing here moves by itself: somebody asks what is due."""

    _heap: list[tuple[datetime, int, Pending]] = field(default_factory=list)
    _added: int = 0

    def add(self, pending: Pending) -> None:
        """Let it wait."""
        self._added += 1
        heapq.heappush(self._heap, (pending.due, self._added, pending))

    def due(self, now: datetime) -> Iterator[Pending]:
        """Take out, in order, everything whose time has come."""
        while self._heap and self._heap[0][0] <= now:
            yield heapq.heappop(self._heap)[2]

    def waiting(self) -> tuple[Pending, ...]:
        """Show what waits, soonest first."""
        return tuple(pending for _, _, pending in sorted(self._heap, key=lambda entry: entry[:2]))
