"""How long a broadcast takes: each number that sends texts one person after the other, with pauses."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.texting import words

THROTTLES: Final = (1, 2, 3, 4, 5, 6)
"""Seconds between two texts that SMS-iT takes (its API page: "Valid values are 1-6")."""
USUAL: Final = 1
_A_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """One text each ``throttle`` seconds from each number that sends (its API page: "per long code").

    With ``rotate`` all ``numbers`` of the account do, as far as the bot knows them.
    """

    throttle: int | None = USUAL
    rotate: bool = False
    numbers: int = 1

    def lasts(self, people: int) -> timedelta:
        """Return how long texting so many people takes: an estimate."""
        return timedelta(seconds=-(-people // self._sharing) * self._seconds)

    def at_most(self, people: int) -> timedelta:
        """Return how long it takes should SMS-iT text one person after the other all the same.

        What must not be too short is calculated with this: the time that nobody may be woken in.
        """
        return timedelta(seconds=people * self._seconds)

    def rhythm(self) -> str:
        """Return it in words: 1 text per second, 1 text every 5 seconds from each of 3 numbers."""
        said = words.rhythm(self._seconds)
        if not self.rotate:
            return said
        return f"{said} from each {'number' if self.numbers == 1 else f'of {self.numbers} numbers'}"

    @property
    def _seconds(self) -> int:
        return self.throttle or USUAL

    @property
    def _sharing(self) -> int:
        return max(1, self.numbers) if self.rotate else 1


def progress(elapsed: timedelta, whole: timedelta) -> str:
    """Return how far a broadcast should be by now, as an estimate: about 12 of 25 min.

    SMS-iT says nothing while it sends, so this is calculated from the time alone.
    """
    of = max(1, round(whole.total_seconds() / _A_MINUTE))
    gone = int(elapsed.total_seconds() // _A_MINUTE)
    if gone >= of:
        return "taking longer than expected"
    return f"about {gone} of {of} min" if of > 1 else "about a minute in total"
