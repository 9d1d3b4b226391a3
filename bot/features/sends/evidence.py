"""What is kept with a send of unknown outcome: facts for and against, and how often SMS-iT was asked. Pure.

It is one column of JSON, so that a restart forgets none of it. Versions before this one kept the facts alone.
While the bot looks by itself, it also holds since when: the claim that keeps other processes from that look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

Kept = Mapping[str, Any]
"""The column as it is stored; None there means that nobody has looked so far."""

NO_TEXT: Final = "SMS-iT has no text to this number."
"""The fact that speaks most against its having gone out. It is stored."""
MARKED: Final = "marked_sent"
"""The outcome code of a send whose unknown outcome a person settled: it was sent. The value is stored."""
YOUNG: Final = timedelta(minutes=15)
"""How long after its first look the bot looks again by itself."""
PAUSES: Final = tuple(timedelta(seconds=each) for each in (30, 60, 120, 240, 420))
"""The time from each of its own looks to the next one; all of them together are less than :data:`YOUNG`."""
CLAIM_LASTS: Final = timedelta(minutes=3)
"""How long a look may take. A process that died in one leaves its claim, and another looks after that."""
_CLAIMED: Final = "asking"  # known to the store as well
_FACTS: Final = ("report", "balance")


@dataclass(frozen=True, slots=True)
class Look:
    """The looks so far: the bot's own are counted, ``last`` may be a person's. Times are aware.

    A person's counts as the bot's first, unless that is under way.
    """

    first: datetime
    last: datetime
    count: int

    def is_due(self, now: datetime) -> bool:
        """Tell whether the bot looks again by itself at ``now`` (aware)."""
        if self.count > len(PAUSES) or now - self.first > YOUNG:
            return False
        return now - self.last >= PAUSES[max(self.count, 1) - 1]


def facts(kept: Kept) -> list[str]:
    """Return the facts, a sentence each."""
    return [str(kept[name]) for name in _FACTS if kept.get(name)]


def looks(kept: Kept | None) -> Look | None:
    """Return the looks so far; None where none is on record."""
    try:
        first, last, count = (kept or {})["looks"]
        return Look(datetime.fromisoformat(first), datetime.fromisoformat(last), int(count))
    except (KeyError, TypeError, ValueError):
        return None


def is_due(kept: Kept | None, now: datetime) -> bool:
    """Tell whether the bot looks by itself at ``now`` (aware), and nobody does at that moment.

    What versions before this one kept holds no looks, and is left as it is.
    """
    since = claimed_at(kept)
    if since is not None and now - since < CLAIM_LASTS:
        return False
    look = looks(kept)
    if look is None:
        return kept is None or since is not None
    return look.is_due(now)


def claimed_at(kept: Kept | None) -> datetime | None:
    """Return since when the bot looks by itself (aware); None while it does not."""
    try:
        return datetime.fromisoformat((kept or {})[_CLAIMED])
    except (KeyError, TypeError, ValueError):
        return None


def claimed(kept: Kept | None, now: datetime) -> Kept:
    """Return what to keep when the bot begins to look at ``now`` (aware)."""
    return {**(kept or {}), _CLAIMED: now.astimezone(UTC).isoformat()}


def unclaimed(kept: Kept) -> Kept | None:
    """Return what to keep when that look came to nothing: what was kept before it."""
    return {name: value for name, value in kept.items() if name != _CLAIMED} or None


def found(report: str, balance: str, before: Kept | None, now: datetime, *, by_hand: bool = False) -> Kept:
    """Return what to keep after a look at ``now`` (aware); an empty sentence is no fact.

    A look ``by_hand`` is a person's, and none of those the bot makes by itself: one of these that
    is under way goes on. The bot's own ends with this.
    """
    earlier = looks(before)
    first = now if earlier is None else earlier.first
    going_on = {_CLAIMED: before[_CLAIMED]} if by_hand and before and _CLAIMED in before else {}
    count = int(not going_on) if earlier is None else earlier.count + (not by_hand)
    known = {name: said for name, said in zip(_FACTS, (report, balance), strict=True) if said}
    return {**known, **going_on, "looks": [first.isoformat(), now.isoformat(), count]}
