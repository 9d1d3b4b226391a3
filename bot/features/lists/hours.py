"""Quiet hours of a list, judged from its first text to its last, which may leave hours later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.texting.number_places import Place
from bot.texting.quiet_hours import Verdict, Windows, worst


@dataclass(frozen=True, slots=True)
class Quiet:
    """The worst moment of a list: ``people`` may be in quiet hours ``at``, and nobody from ``until`` on.

    Times are aware UTC; ``until`` is none when no such moment is near. ``later`` tells that nobody is at its
    beginning.
    """

    people: int
    at: datetime
    until: datetime | None
    zones: tuple[tuple[str, int], ...]
    later: bool


def duration(people: int, per_second: int) -> timedelta:
    """Return how long a list takes at this many texts a second, if nothing holds it up."""
    return timedelta(seconds=people / per_second)


def judged(places: Mapping[Place, int], begins: datetime, lasts: timedelta, windows: Windows) -> Quiet | None:
    """Return the worst that quiet hours say between the first text and the last; none when all is well."""
    if not windows:
        return None
    at, verdict = worst(places, begins, lasts, windows)
    return _quiet(at, verdict, later=at != begins) if verdict.quiet else None


def _quiet(at: datetime, verdict: Verdict, *, later: bool) -> Quiet:
    return Quiet(people=verdict.quiet, at=at, until=verdict.until, zones=verdict.zones, later=later)


def sentence(quiet: Quiet) -> str:
    """Return why a list waits, without a time: whoever shows it adds that in the reader's zone."""
    people = "1 person" if quiet.people == 1 else f"{quiet.people:,} people"
    return f"Where {people} may be, as far as their number tells, it is quiet hours now."
