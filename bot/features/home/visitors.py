"""Who has the Home tab open, as far as that is known: Slack tells who opens it, and never who leaves.

In the memory of the process that was told; after a restart people open it again.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.access import Who
from bot.texting.clock import Clock

STAYS: Final = timedelta(minutes=30)
"""How long somebody is taken to look at it."""
MOST: Final = 100
"""People remembered; whoever came first is forgotten first."""
PAUSE: Final = timedelta(seconds=10)
"""Between two drawings for one person, however much happens."""
AT_LEAST: Final = timedelta(minutes=1)
"""After so long it is drawn again though nothing happened: time itself changes what is due."""
AT_ONCE: Final = 5
"""People it is drawn for in one tick: 60 a minute, of which Slack takes more than 100."""


@dataclass(slots=True)
class Visit:
    """What one person sees: since when they look, when it was drawn last, of what, and a digest of it."""

    since: datetime
    drawn_at: datetime
    mark: object
    digest: str


class Visitors:
    """Remembers who opened the tab lately, and tells for whom it is to be drawn again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._visits: dict[Who, Visit] = {}

    def __bool__(self) -> bool:
        return bool(self._visits)

    def came(self, who: Who, mark: object, digest: str) -> None:
        """Remember that somebody opened it, and what they see."""
        now = self._clock()
        with self._lock:
            self._visits.pop(who, None)
            self._visits[who] = Visit(now, now, mark, digest)
            while len(self._visits) > MOST:
                del self._visits[next(iter(self._visits))]

    def sees(self, who: Who) -> str | None:
        """Return the digest of what somebody sees; None for who is not here."""
        with self._lock:
            visit = self._visits.get(who)
            return None if visit is None else visit.digest

    def drawn(self, who: Who, mark: object, digest: str) -> None:
        """Remember what somebody sees since it was drawn again."""
        with self._lock:
            if (visit := self._visits.get(who)) is not None:
                visit.drawn_at, visit.mark, visit.digest = self._clock(), mark, digest

    def left(self, who: Who) -> None:
        """Forget somebody."""
        with self._lock:
            self._visits.pop(who, None)

    def due(self, mark: object) -> tuple[Who, ...]:
        """Return for whom it is to be drawn again, those first who wait longest."""
        now = self._clock()
        with self._lock:
            self._visits = {who: each for who, each in self._visits.items() if now - each.since < STAYS}
            waiting = [
                (each.drawn_at, who)
                for who, each in self._visits.items()
                if now - each.drawn_at >= (PAUSE if each.mark != mark else AT_LEAST)
            ]
        waiting.sort(key=lambda each: each[0])
        return tuple(who for _drawn_at, who in waiting[:AT_ONCE])
