"""Work for one thing that comes several times within a moment, done once."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from bot import request_ids
from bot.errors import TooBusy
from bot.slack.outgoing.background import Background, Work

log = logging.getLogger(__name__)

MOST_KNOWN: Final = 10_000
"""Newest keys that are remembered as having been worked for."""


class Coalescer:
    """Hands over work by key: the first time straight away, later after ``seconds``.

    What comes for the same key within these seconds goes along, so of several pieces of work only the newest
    is done. What is found waiting when the bot stops is done then. Nothing is durable here.
    """

    def __init__(
        self, background: Background, *, seconds: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._background = background
        self._seconds = seconds
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._waiting: dict[str, tuple[float, Work]] = {}
        self._stopped = False
        self._thread = threading.Thread(target=self._loop, name="coalescer", daemon=True)

    @property
    def waiting(self) -> frozenset[str]:
        """The keys for which work waits."""
        with self._changed:
            return frozenset(self._waiting)

    def run(self, key: str, work: Work) -> None:
        """Hand work over and return. Raises :exc:`TooBusy` as :meth:`Background.run` does."""
        work = request_ids.carried(work)
        with self._changed:
            if self._waits(key):
                due, _ = self._waiting.get(key, (self._monotonic() + self._seconds, work))
                self._waiting[key] = (due, work)
                if self._thread.ident is None:
                    self._thread.start()
                self._changed.notify_all()
                return
        self._background.run(work)

    def pass_on(self) -> None:
        """Hand over the work whose time has come; it is called by a thread of the coalescer's own."""
        now = self._monotonic()
        with self._changed:
            due = [key for key, (at, _work) in self._waiting.items() if at <= now or self._stopped]
            works = [self._waiting.pop(key)[1] for key in due]
            self._changed.notify_all()
        for work in works:
            try:
                self._background.run(work)
            except TooBusy:
                log.info("an edit is left to the clock")

    def is_quiet(self) -> bool:
        """Tell whether nothing waits."""
        return not self.waiting

    def stop(self) -> None:
        """Hand over what waits, and from now on everything straight away."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self.pass_on()
        if self._thread.ident is not None:
            self._thread.join()

    def _waits(self, key: str) -> bool:
        """Tell whether work for a key has to wait, and remember the key."""
        is_known = key in self._known
        self._known[key] = None
        self._known.move_to_end(key)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return is_known and self._seconds > 0 and not self._stopped

    def _loop(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                first = next(iter(self._waiting.values()), None)  # all wait equally long
                self._changed.wait(None if first is None else max(0.0, first[0] - self._monotonic()))
            self.pass_on()
