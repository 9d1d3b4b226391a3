"""A clock that moves only when told to."""

import threading
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""A Monday, nine in the morning in Los Angeles."""


class FakeClock:
    def __init__(self, now: datetime = START) -> None:
        self._lock = threading.Lock()
        self._now = now

    def __call__(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, **duration: float) -> datetime:
        with self._lock:
            self._now += timedelta(**duration)
            return self._now
