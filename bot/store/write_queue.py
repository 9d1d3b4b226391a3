"""Who writes next, in this process."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class WriteQueue:
    """One writer at a time, in the order they came; a person whom Slack makes wait goes before a job.

    SQLite lets a single writer in anyway. Those who wait inside it sleep longer and longer and may be
    overtaken for ever; who waits here sleeps until their turn is handed to them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None
        self._urgent: deque[threading.Lock] = deque()
        self._patient: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def take(self, *, urgent: bool) -> Iterator[None]:
        """Wait for a turn and hold it. Raises RuntimeError for a second one in the same thread."""
        if self._holder == threading.get_ident():
            raise RuntimeError("a write transaction inside another one of the same thread")
        self._wait(self._urgent if urgent else self._patient)
        self._holder = threading.get_ident()
        try:
            yield
        finally:
            self._holder = None
            self._hand_on()

    def _wait(self, line: deque[threading.Lock]) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            line.append(mine)
        mine.acquire()  # released by whoever hands the turn on

    def _hand_on(self) -> None:
        with self._lock:
            line = self._urgent or self._patient
            if line:
                line.popleft().release()
            else:
                self._taken = False
