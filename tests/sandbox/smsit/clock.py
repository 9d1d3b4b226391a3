"""Time moved by hand, also by whoever sleeps."""

from datetime import UTC, datetime

from tests.clock import FakeClock

NOON = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)  # a Tuesday, noon in San Francisco


class SleepClock(FakeClock):
    """A clock that stands still until it is told; `sleep` moves it instead of waiting."""

    def __init__(self, now: datetime = NOON) -> None:
        super().__init__(now)
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds=seconds)
