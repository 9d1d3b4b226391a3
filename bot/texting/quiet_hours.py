"""Quiet hours: times of day at which people are not texted, by the clock on the wall where they are.

A window's ends are wall-clock times. So when clocks go forward over an end, the window ends (or begins) at
the jump; and when they go back, the repeated hour is judged a second time by what the wall shows.
Where somebody is, is a guess from the number (:mod:`bot.texting.number_places`). Somebody who may be in
several zones is in quiet hours when any of them is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.texting.number_places import Place

LOOK_AHEAD: Final = timedelta(hours=48)
STEP: Final = timedelta(minutes=30)
MOST_STEPS: Final = 48
"""How far ``judge`` looks for a moment at which nobody is in quiet hours."""

_MINUTE: Final = timedelta(minutes=1)
_WRITTEN: Final = re.compile(r"(\d\d?):(\d\d)\s*[-\u2013]\s*(\d\d?):(\d\d)", re.ASCII)
_HOW_TO_WRITE: Final = "Write quiet hours as two times of day, like 21:00-08:00."
_NO_LENGTH: Final = "Quiet hours start and end at different times. Leave them out for none."
_NOT_MINUTES: Final = "Quiet hours start and end on a whole minute, without a time zone."


@dataclass(frozen=True, slots=True)
class Window:
    """Quiet from ``begins`` until just before ``ends``, local time; it may pass midnight.

    Raises ``ValueError`` with a sentence when the two are equal, hold seconds or have a zone.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        for end in (self.begins, self.ends):
            if end.second or end.microsecond or end.tzinfo is not None:
                raise ValueError(_NOT_MINUTES)
        if self.begins == self.ends:
            raise ValueError(_NO_LENGTH)

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> "Window":
        """Read ``21:00-08:00``. Raises ``ValueError`` with a sentence that says how to write it."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise ValueError(_HOW_TO_WRITE)
        hours = [int(part) for part in found.groups()]
        try:
            begins, ends = time(hours[0], hours[1]), time(hours[2], hours[3])
        except ValueError as error:
            raise ValueError(_HOW_TO_WRITE) from error
        return cls(begins, ends)

    def holds(self, wall: time) -> bool:
        """Tell whether it is quiet when a clock on the wall shows ``wall``."""
        if self.begins < self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends


Windows = Mapping[str | None, "Window | None"]
"""Quiet hours by region code; None stands for every other country, and no window for no quiet hours."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a moment suits people.

    ``people`` is how many there are, ``quiet`` how many of them may be in quiet hours; ``until`` the first
    moment (UTC, a whole minute) at which nobody is, ``None`` when nobody is now or when there is no such
    moment within ``LOOK_AHEAD``. ``zones`` counts the quiet people by time zone, most people first; of
    several zones somebody may be in, the one that stays quiet longest counts. The counts add up to ``quiet``.
    """

    people: int
    quiet: int
    until: datetime | None
    zones: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Local:
    """A window as it is lived in one zone."""

    window: Window
    zone: str

    def is_quiet(self, at: datetime) -> bool:
        return self.window.holds(at.astimezone(ZoneInfo(self.zone)).time())

    def clears(self, at: datetime) -> datetime:
        """Return the first whole minute after ``at``, itself a quiet whole minute, that is not quiet."""
        wall = at.astimezone(ZoneInfo(self.zone))
        ends = at + _ahead(wall.time(), self.window.ends)
        if ends.astimezone(ZoneInfo(self.zone)).utcoffset() == wall.utcoffset():
            return ends
        # The clocks change on the way, so what the wall shows is looked at minute by minute.
        on_the_way = (at + _MINUTE * nth for nth in range(1, (ends - at) // _MINUTE + 1))
        return next((each for each in on_the_way if not self.is_quiet(each)), ends)


def is_quiet(place: Place, at: datetime, windows: Windows, *, otherwise: Window | None = None) -> bool:
    """Tell whether somebody at ``place`` may be in quiet hours at ``at`` (aware).

    ``windows`` holds a window per country, or None for none there, and under None the one of every other
    country. Without either, ``otherwise`` counts. Raises ``ValueError`` for a time without a zone.
    """
    _require_aware(at)
    return any(local.is_quiet(at) for local in _locals(place, windows, otherwise))


def judge(places: Mapping[Place, int], at: datetime, windows: Windows) -> Verdict:
    """Tell how ``at`` (aware) suits people: ``places`` says how many of them there are at each place.

    ``windows`` is as in ``is_quiet``. Raises ``ValueError`` for a time without a zone.
    """
    _require_aware(at)
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    everywhere = {place: _locals(place, windows) for place, people in places.items() if people}
    clears = _clears({local for found in everywhere.values() for local in found}, minute)
    zones: Counter[str] = Counter()
    for place, found in everywhere.items():
        quiet = [local for local in found if local in clears]
        if quiet:
            zones[max(quiet, key=lambda local: (clears[local], local.zone)).zone] += places[place]
    return Verdict(
        people=sum(places.values()),
        quiet=zones.total(),
        until=_until(minute, clears, everywhere.values()),
        zones=tuple(sorted(zones.items(), key=lambda counted: (-counted[1], counted[0]))),
    )


def worst(
    places: Mapping[Place, int], begins: datetime, lasts: timedelta, windows: Windows
) -> tuple[datetime, Verdict]:
    """Judge from the first text to the last; return the worst moment with its verdict, of equals the first.

    Who is texted last may be asleep by then. Looked at every half hour, or more seldom for very long ones.
    """
    steps = min(MOST_STEPS, -(-lasts // STEP))
    moments = [begins + lasts * step / steps for step in range(steps + 1)] if steps else [begins]
    verdicts = [(at, judge(places, at, windows)) for at in moments]
    return max(verdicts, key=lambda each: each[1].quiet)


def _locals(place: Place, windows: Windows, otherwise: Window | None = None) -> tuple[_Local, ...]:
    window = windows.get(place.region, windows.get(None)) or otherwise
    return tuple(_Local(window, zone) for zone in place.zones) if window else ()


def _clears(everywhere: Iterable[_Local], at: datetime) -> dict[_Local, datetime]:
    """Tell where it is quiet at ``at``, and until when."""
    return {local: local.clears(at) for local in everywhere if local.is_quiet(at)}


def _until(
    at: datetime, clears: Mapping[_Local, datetime], places: Collection[Iterable[_Local]]
) -> datetime | None:
    if not clears:
        return None
    everywhere = {local for found in places for local in found}
    moment = at
    while clears and moment <= at + LOOK_AHEAD:
        # Until the last of them clears, somebody is in quiet hours at every minute.
        moment = max(clears.values())
        clears = _clears(everywhere, moment)
    return None if clears or moment > at + LOOK_AHEAD else moment


def _ahead(now: time, then: time) -> timedelta:
    """Return how long a clock on the wall takes from ``now`` to the next ``then``."""
    minutes = (then.hour - now.hour) * 60 + then.minute - now.minute
    return timedelta(minutes=minutes % (24 * 60))


def _require_aware(at: datetime) -> None:
    if at.tzinfo is None:
        raise ValueError("A time without a zone says nothing about when.")
