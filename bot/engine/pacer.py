"""How fast what is done many times leaves this process: the texts of lists, the additions of imports."""

import threading
import time
from collections.abc import Callable


class Pacer:
    """Hands out moments, ``per_second`` of them, evenly: nothing bursts, however many threads it has.

    How many that are is asked each time.

    One for each kind of work in a process. ``wait`` waits some seconds and tells whether it was stopped
    meanwhile.
    """

    def __init__(
        self,
        per_second: Callable[[], float],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._per_second = per_second
        self._monotonic = monotonic
        self._stopped = threading.Event()
        self._wait = wait or self._stopped.wait
        self._lock = threading.Lock()
        self._next = monotonic()

    def take(self) -> bool:
        """Wait for the next free moment. False when the process is being stopped: nothing may begin then."""
        step = 1 / self._per_second()
        with self._lock:
            now = self._monotonic()
            mine = max(now, self._next)
            self._next = mine + step
        if mine > now and self._wait(mine - now):
            return False
        return not self._stopped.is_set()

    def stop(self) -> None:
        """Let nobody begin any more, and wake those who wait."""
        self._stopped.set()
