"""Which broadcasts the threads of this process are sending at this moment."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class InFlight:
    """Ids of sends, shared by several threads. Two may be at the same one, of which one gets to send it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads: Counter[str] = Counter()

    def __contains__(self, send_id: str) -> bool:
        """Tell whether a thread of this process is at a send."""
        with self._lock:
            return self._threads[send_id] > 0

    @contextmanager
    def entered(self, send_id: str) -> Iterator[None]:
        """Count this thread as being at a send within the block."""
        with self._lock:
            self._threads[send_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._threads[send_id] -= 1
                self._threads += Counter()  # forgets those nobody is at
