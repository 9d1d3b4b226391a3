"""How many calls Slack takes within a minute, and how long the next one waits."""

import threading
import time
from collections import deque
from collections.abc import Callable

from bot.slack.outgoing.posting_errors import Later


class CallWindow:
    """Lets ``allowed`` calls pass in any window of ``seconds`` seconds, and names the wait for the next."""

    def __init__(
        self, allowed: int, seconds: float = 60.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowed = allowed
        self._seconds = seconds
        self._monotonic = monotonic
        self._passed: deque[float] = deque()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Take a place in the window; raises :exc:`Later` when all are taken."""
        now = self._monotonic()
        with self._lock:
            while self._passed and now - self._passed[0] >= self._seconds:
                self._passed.popleft()
            if len(self._passed) >= self._allowed:
                raise Later(self._seconds - (now - self._passed[0]))
            self._passed.append(now)

    @property
    def is_unused(self) -> bool:
        """Whether nothing passed within the window."""
        with self._lock:
            return not self._passed or self._monotonic() - self._passed[-1] >= self._seconds
