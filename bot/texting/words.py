"""Moments, numbers and lists of things as everybody is told them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

TODAY: Final = "Today"
_A_MINUTE: Final = 60
_MINUTES_ALONE: Final = 90


def when(at: datetime, zone: ZoneInfo, now: datetime | None, *, seconds: bool = False) -> str:
    """Return a moment for a reader whose own zone it is: Today 09:41, or Thu 3 Dec, 15:00.

    ``now`` tells which day is today, and which year need not be said; without it day and year always stand
    there. Where clocks go back and show the hour twice, it says which of the two: 01:30 PST. With
    ``seconds`` the time is 09:41:05.
    """
    local = at.astimezone(zone)
    pattern = "%H:%M:%S" if seconds else "%H:%M"
    clock, on = f"{local:{pattern}}{_which(local)}", day(at, zone, now)
    return f"{on} {clock}" if on == TODAY else f"{on}, {clock}"


def day(at: datetime, zone: ZoneInfo, now: datetime | None) -> str:
    """Return the day of a moment for a reader whose own zone it is: Today, or Thu 3 Dec. As :func:`when`."""
    local, present = at.astimezone(zone), now and now.astimezone(zone)
    if present and local.date() == present.date():
        return TODAY
    year = "" if present and local.year == present.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def when_in_zone(at: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Return a moment with its zone named, for readers elsewhere: Tue 24 Nov 2026, 09:30 (Europe/London).

    With ``seconds`` the time is 09:30:05.
    """
    return f"{when(at, zone, None, seconds=seconds)} ({zone.key})"


def kept(at: datetime) -> str:
    """Return a moment (aware) as a stored sentence holds it, for each reader to see in their own zone."""
    return f"{{{at.astimezone(UTC).isoformat()}}}"


def _which(local: datetime) -> str:
    """Return which of two equal hours it is, on the day that clocks go back; otherwise nothing."""
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f" {local:%Z}" if is_twice else ""


def zone_or_utc(name: str | None) -> ZoneInfo:
    """Return the zone of that IANA name; UTC when there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def truncate(text: str, limit: int) -> str:
    """Return the text, shortened with an ellipsis when it is longer than ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def capitalized(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def person(name: str, number: str) -> str:
    """Return who is meant, wherever it is said: Ada Lovelace (•••0100); the number alone without a name."""
    return f"{name} ({number})" if name else number


def pluralize(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 credit, 2 credits."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_and(items: Iterable[str]) -> str:
    """Return items as a list in a sentence: a, b and c."""
    found = list(items)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def rhythm(seconds: int) -> str:
    """Return how often a text leaves, every so many seconds: 1 text per second, 1 text every 5 seconds."""
    return "1 text per second" if seconds == 1 else f"1 text every {pluralize(seconds, 'second')}"


def about(duration: timedelta) -> str:
    """Return a duration as an estimate in words: about 25 min, about 2 h 5 min."""
    seconds = duration.total_seconds()
    if seconds < _A_MINUTE:
        return "under 1 min"
    minutes = round(seconds / _A_MINUTE)
    if minutes < _MINUTES_ALONE:
        return f"about {minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"about {hours} h {rest} min" if rest else f"about {hours} h"
