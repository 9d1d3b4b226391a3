"""A day as somebody types it, and when it begins and ends. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

LONGEST: Final = 20
YEARS: Final = range(2000, 2100)
_NEAR: Final[Mapping[str, int]] = MappingProxyType({"today": 0, "tomorrow": 1, "yesterday": -1})
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST: Final = 3


def typed(text: str, today: date, *, short: bool = False) -> date | None:
    """Return the day that is meant: today, tomorrow, a weekday from today on, or 2026-12-03.

    None when it is no day. ``short``: Thu is one, and no name.
    """
    word = text.strip().casefold()
    if len(word) > LONGEST:
        return None
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    weekdays = [nth for nth, name in enumerate(_WEEKDAYS) if word == name or (short and _begins(name, word))]
    if weekdays:
        return today + timedelta(days=(weekdays[0] - today.weekday()) % 7)
    return iso(word)


def iso(text: str) -> date | None:
    """Return the day of an ISO date; None when it is none, or none of this age."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a day begins and the next one does (aware), where ``zone`` is."""
    first, after = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    return first, after


def later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same time of day so many days later, where ``zone`` is, whatever clocks do in between."""
    return (at.astimezone(zone) + timedelta(days=days)).astimezone(at.tzinfo)


def _begins(name: str, word: str) -> bool:
    return len(word) >= _SHORTEST and name.startswith(word.removesuffix("."))
