"""Whether a broadcast would reach people in their quiet hours, from its first text to its last. Pure.

Where somebody is can only be guessed from their number. A broadcast takes its time, so it is judged not at
its beginning alone: who is texted last may be asleep by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.texting.number_places import Place
from bot.texting.quiet_hours import Windows, worst


@dataclass(frozen=True, slots=True)
class Quiet:
    """What quiet hours say about every date of a broadcast.

    ``people`` is how many may be in quiet hours at the worst moment ``at``; ``until`` (UTC) the first moment
    after it from which nobody is. ``dates`` counts the dates of which this is true. ``begins_later`` means
    that nobody is at the beginning of that date, but somebody before its end.
    """

    people: int = 0
    at: datetime | None = None
    until: datetime | None = None
    dates: int = 0
    begins_later: bool = False


def judged(
    places: Mapping[Place, int], dates: Sequence[datetime], lasts: timedelta, windows: Windows
) -> Quiet:
    """Return the worst that quiet hours say about a broadcast that goes out at these dates (aware).

    ``lasts`` is how long each takes, an estimate.
    """
    if not places or not windows:
        return Quiet()
    found = [(at, *worst(places, at, lasts, windows)) for at in dates]
    quiet = [each for each in found if each[2].quiet]
    if not quiet:
        return Quiet()
    begins, at, verdict = max(quiet, key=lambda each: each[2].quiet)  # of equals the first
    return Quiet(
        people=verdict.quiet, at=at, until=verdict.until, dates=len(quiet), begins_later=at != begins
    )
