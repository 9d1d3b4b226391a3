"""The bounded executor for what is quick but needs the network: opening a modal, an answer, an edit.

Nothing durable lives here. What must survive a crash is a row and a job of the engine.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.errors import TooBusy
from bot.logs import describe

log = logging.getLogger(__name__)

Work = Callable[[], object]


class Background:
    """Runs work on a few threads, and refuses it when ``waiting`` more pieces wait for one."""

    def __init__(self, *, threads: int = 16, waiting: int = 500) -> None:
        self._most = threads + waiting
        self._changed = threading.Condition()
        self._taken = 0
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="background")

    def run(self, work: Work) -> None:
        """Hand over a piece of work and return at once. Raises :exc:`TooBusy` when no place is free."""
        with self._changed:
            if self._taken >= self._most:
                raise TooBusy
            self._taken += 1
        try:
            handed_over = self._pool.submit(_guarded, work)
        except RuntimeError as stopped:
            self._give_back()
            raise TooBusy from stopped
        handed_over.add_done_callback(self._give_back)  # called too when it is dropped before it began

    def is_quiet(self) -> bool:
        """Tell whether nothing is running or waiting."""
        with self._changed:
            return not self._taken

    def stop(self, patience: float = 5.0) -> bool:
        """Drop what has not begun and wait for what has, at most ``patience`` seconds.

        Returns whether everything that had begun has ended.
        """
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._changed:
            return self._changed.wait_for(lambda: not self._taken, patience)

    def _give_back(self, _done: object = None) -> None:
        with self._changed:
            self._taken -= 1
            self._changed.notify_all()


def _guarded(work: Work) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - a thread must not die of what nobody foresaw
        log.error("work in the background broke: %s", describe(error))


class LatestWins:
    """Runs one piece of work per key at a time; of those that wait for the same key only the newest.

    For edits of one view while somebody types: an edit that has been overtaken is never sent.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._next: dict[str, Work] = {}

    def run(self, key: str, work: Work) -> None:
        """Hand over work for a key; raises :exc:`TooBusy` as :meth:`Background.run` does."""
        with self._lock:
            if key in self._running:
                self._next[key] = work
                return
            self._running.add(key)
        try:
            self._background.run(lambda: self._drain(key, work))
        except TooBusy:
            with self._lock:
                self._running.discard(key)
            raise

    def drop(self, key: str) -> None:
        """Forget the work that waits for a key; what runs already runs on."""
        with self._lock:
            self._next.pop(key, None)

    def _drain(self, key: str, work: Work) -> None:
        current: Work | None = work
        while current is not None:
            try:
                current()
            except Exception as error:  # noqa: BLE001 - the next edit must still be made
                log.error("an edit in the background broke: %s", describe(error))
            with self._lock:
                current = self._next.pop(key, None)
                if current is None:
                    self._running.discard(key)
