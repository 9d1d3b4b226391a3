"""Whether a send would reach people in their quiet hours, from its first text to its last. Pure.

Where somebody is can only be guessed from their number. Many texts take their time, so a send is judged not
at its beginning alone: who is texted last may be asleep by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.texting.number_places import Place
from bot.texting.quiet_hours import Windows, worst


@dataclass(frozen=True, slots=True)
class Quiet:
    """What quiet hours say about a send that would reach somebody in them.

    ``people`` is how many may be in quiet hours at the worst moment ``at``; ``until`` (UTC) the first moment
    after it from which nobody is, None when none is near. ``dates`` counts the dates of a series of which
    this is true. ``begins_later`` means that nobody is at the beginning of that date, but somebody before its
    end. ``zones`` says where these people may be, the most first.
    """

    people: int
    at: datetime
    until: datetime | None
    dates: int = 1
    begins_later: bool = False
    zones: tuple[tuple[str, int], ...] = ()


def judged(
    places: Mapping[Place, int], dates: Sequence[datetime], lasts: timedelta, windows: Windows
) -> Quiet | None:
    """Return the worst that quiet hours say about a send on these dates (aware); None when all is well.

    ``lasts`` is how long each of them takes, an estimate.
    """
    if not places or not windows:
        return None
    found = [(at, *worst(places, at, lasts, windows)) for at in dates]
    quiet = [each for each in found if each[2].quiet]
    if not quiet:
        return None
    begins, at, verdict = max(quiet, key=lambda each: each[2].quiet)  # of equals the first
    return Quiet(verdict.quiet, at, verdict.until, len(quiet), at != begins, verdict.zones)
