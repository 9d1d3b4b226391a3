"""Time as everything here is given it: never asked of the system in the middle of a rule."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""
DRIFT: Final = timedelta(minutes=1)
"""How far the clocks of two processes may be apart."""


def utc_now() -> datetime:
    """Return the present moment by the system's clock."""
    return datetime.now(UTC)


class Pause:
    """Keeps something from being done for ``length`` after it was begun; at first it is over.

    One that ends further ahead than that was begun before the clock was set back, and is over too.
    """

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self.until = datetime.min.replace(tzinfo=UTC)

    def begin(self, now: datetime) -> None:
        """Begin it, anew if it has begun."""
        self.until = now + self._length

    def is_over(self, now: datetime) -> bool:
        """Tell whether it is over."""
        return not now < self.until <= now + self._length
