"""One lock and one heartbeat for everything that can change in the workspace."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

T = TypeVar("T")
PATIENCE_SECONDS: Final = 120.0
"""How long something is waited for that is bound to come: minutes, for the machine may have a lot to do."""
SOONEST_SECONDS: Final = 0.001
SELDOMEST_SECONDS: Final = 0.05


class Pulse:
    """Guards the workspace and wakes whoever waits for a change.

    Changes happen on the server's event loop and on callers' threads alike, so every part of the workspace
    shares this one re-entrant lock; nothing may block or await while it is held.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self._version = 0

    @property
    def version(self) -> int:
        """Rises with every change; a page compares it to know when to draw again."""
        return self._version

    def beat(self) -> None:
        """Say that something changed."""
        with self.lock:
            self._version += 1
            self._changed.notify_all()

    def wait_for(self, predicate: Callable[[], T], timeout: float = PATIENCE_SECONDS) -> T:
        """Return the predicate's first truthy value, asking again after every change.

        It is also asked without one, because it may look at things outside the workspace (a database, the
        list of texts that left): soon after a change, from 1 ms on, then more and more seldom, down to every
        50 ms. The lock is not held meanwhile. Raises TimeoutError after `timeout` seconds of real time.
        """
        deadline = time.monotonic() + timeout
        pause = SOONEST_SECONDS
        while True:
            seen = self._version
            value = predicate()
            if value:
                return value
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not seen within {timeout:g} s")
            with self._changed:
                has_changed = self._changed.wait_for(partial(self._moved_on, seen), min(left, pause))
            pause = SOONEST_SECONDS if has_changed else min(2 * pause, SELDOMEST_SECONDS)

    def _moved_on(self, version: int) -> bool:
        return self._version != version
