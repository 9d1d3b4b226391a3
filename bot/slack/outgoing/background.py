"""The bounded executor for what is quick but needs the network: opening a modal, an answer, an edit.

Nothing durable lives here. What must survive a crash is a row and a job of the engine.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from bot import foreground, request_ids
from bot.errors import TooBusy
from bot.logs import describe
from bot.slack.incoming.metadata import MetadataError

log = logging.getLogger(__name__)

GIVE_WAY_SECONDS: Final = 0.1
"""How long work in the background waits at most while people are being answered."""
OVERTAKEN_SECONDS: Final = 1.0
"""How long an answer to Slack waits at most for what it would else overtake. Slack waits three seconds."""

Work = Callable[[], object]


class Background:
    """Runs work on a few threads, and refuses it when ``waiting`` more pieces wait for one.

    Without a limit of its own (None) it refuses nothing: for a queue in front of it that does.
    """

    def __init__(self, *, threads: int = 16, waiting: int | None = 500) -> None:
        self._most = None if waiting is None else threads + waiting
        self._changed = threading.Condition()
        self._taken = 0
        self.handed_over = 0
        """Pieces taken on since the start."""
        self._stopped = False
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="background")

    def run(self, work: Work) -> None:
        """Hand over a piece of work and return at once. Raises :exc:`TooBusy` when no place is free.

        It begins when Slack has its answer, if this thread is about to give one.
        """
        with self._changed:
            if self._stopped or (self._most is not None and self._taken >= self._most):
                raise TooBusy
            self._taken += 1
            self.handed_over += 1
        foreground.after_answer(partial(self._submit, request_ids.carried(work)))

    def hand_on(self, work: Work) -> None:
        """Hand over what waited for an earlier piece of work: behind all that waits.

        It has been taken on already, so there is always a place. Once stopped, it is dropped.
        """
        with self._changed:
            if self._stopped:
                return
            self._taken += 1
            self.handed_over += 1
        self._submit(work)

    def is_quiet(self) -> bool:
        """Tell whether nothing is running or waiting."""
        with self._changed:
            return not self._taken

    def finish(self, patience: float = 5.0) -> bool:
        """Wait until nothing runs or waits, at most ``patience`` seconds; returns whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._taken, patience)

    def stop(self, patience: float = 5.0) -> bool:
        """Drop what has not begun and wait for what has, at most ``patience`` seconds.

        Returns whether everything that had begun has ended.
        """
        with self._changed:
            self._stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._changed:
            return self._changed.wait_for(lambda: not self._taken, patience)

    def _submit(self, work: Work) -> None:
        try:
            handed_over = self._pool.submit(_guarded, work)
        except RuntimeError:  # stopped in this very moment: dropped as all that had not begun
            self._give_back()
        else:
            handed_over.add_done_callback(self._give_back)  # called too when it is dropped before it began

    def _give_back(self, _done: object = None) -> None:
        with self._changed:
            self._taken -= 1
            self._changed.notify_all()


def stop_together(pools: Sequence[Background], patience: float = 5.0) -> bool:
    """Stop all of these; ``patience`` is for all of them together. Returns as :meth:`Background.stop`."""
    end = time.monotonic() + patience
    for pool in pools:
        pool.stop(0)
    return all(pool.finish(max(0.0, end - time.monotonic())) for pool in pools)


def _guarded(work: Work) -> None:
    foreground.give_way(GIVE_WAY_SECONDS)
    try:
        work()
    except Exception as error:  # noqa: BLE001 - a thread must not die of what nobody foresaw
        log.error("work in the background broke: %s", describe(error))


class LatestWins:
    """Runs one piece of work per key at a time; of those that wait for the same key only the newest.

    For edits of one view while somebody types: an edit that has been overtaken is never sent. Between two
    pieces for one key comes whatever else waits for a thread.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._lock = threading.Condition()
        self._handed_over: set[str] = set()
        """Keys for which a thread works, or will in a moment."""
        self._begun: set[str] = set()
        """Those of them for which one works."""
        self._next: dict[str, tuple[int, Work]] = {}
        """What waits, and how new it is."""

    def run(self, key: str, work: Work, at: int = 0) -> bool:
        """Hand over work for a key; raises :exc:`TooBusy` as :meth:`Background.run` does.

        Not where newer work for the key was taken on meanwhile: that is done. What waits is newer than what
        comes after it only if its time, ``at``, is later. Returns whether it has to wait for earlier work.
        """
        entry = (at, request_ids.carried(work))
        with self._lock:
            if key in self._next and self._next[key][0] > at:
                return False
            self._next[key] = entry
            if key in self._handed_over:
                return True
            self._handed_over.add(key)
        try:
            self._background.run(partial(self._do, key))
        except TooBusy:
            with self._lock:
                is_newest = self._next.get(key) is entry
                if is_newest:
                    del self._next[key]
            self._go_on(key)
            if is_newest:
                raise
        return False

    def drop(self, key: str) -> None:
        """Forget the work that waits for a key, and wait a moment for what has begun.

        So it does not draw over what is shown from now on.
        """
        with self._lock:
            self._next.pop(key, None)
            if key not in self._begun:
                return
        with foreground.waiting(), self._lock:
            self._lock.wait_for(lambda: key not in self._begun, OVERTAKEN_SECONDS)

    def _do(self, key: str) -> None:
        with self._lock:
            _at, work = self._next.pop(key, (0, None))
            if work is not None:
                self._begun.add(key)
        try:
            if work is not None:
                work()
        except MetadataError:
            log.info("a form of another version was left as it is")
        except Exception as error:  # noqa: BLE001 - the next edit must still be made
            log.error("an edit in the background broke: %s", describe(error))
        with self._lock:
            self._begun.discard(key)
            self._lock.notify_all()
        self._go_on(key)

    def _go_on(self, key: str) -> None:
        """Hand over what waits for a key whose work is over, or was not taken."""
        with self._lock:
            if key not in self._next:
                self._handed_over.discard(key)
                return
        self._background.hand_on(partial(self._do, key))
