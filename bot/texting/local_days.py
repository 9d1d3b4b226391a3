"""Local days of a zone: each lasts from its first midnight until that of the next."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """Return the day a moment (aware) falls on."""
    return at.astimezone(zone).date()


def begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment (UTC) of a day, which where clocks go forward need not be midnight."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
