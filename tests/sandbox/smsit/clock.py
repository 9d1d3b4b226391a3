"""Time moved by hand."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)  # a Tuesday, noon in San Francisco


class HandClock:
    """A clock that stands still until it is told; `sleep` moves it instead of waiting."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)
