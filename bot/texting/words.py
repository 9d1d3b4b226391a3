"""Moments, numbers and lists of things as everybody is told them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_A_MINUTE: Final = 60
_MINUTES_ALONE: Final = 90


def when(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people of a zone read it, the zone named: Tue 24 Nov 2026, 09:30 (Europe/London).

    Where clocks go back and show it twice, it says which of the two: 01:30 PST (America/Los_Angeles).
    """
    local = at.astimezone(zone)
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    which = f" {local:%Z}" if is_twice else ""
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}{which} ({zone.key})"


def zone_or_utc(name: str | None) -> ZoneInfo:
    """Return the zone of that IANA name; UTC when there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def truncate(text: str, limit: int) -> str:
    """Return the text, shortened with an ellipsis when it is longer than ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def pluralize(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 credit, 2 credits."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_and(items: Iterable[str]) -> str:
    """Return items as a list in a sentence: a, b and c."""
    found = list(items)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def about(duration: timedelta) -> str:
    """Return a duration as an estimate in words: about 25 min, about 2 h 5 min."""
    seconds = duration.total_seconds()
    if seconds < _A_MINUTE:
        return "less than a minute"
    minutes = round(seconds / _A_MINUTE)
    if minutes < _MINUTES_ALONE:
        return f"about {minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"about {hours} h {rest} min" if rest else f"about {hours} h"
