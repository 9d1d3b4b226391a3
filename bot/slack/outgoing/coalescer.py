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
"""Newest keys of which it is remembered when they were last worked for."""


class Coalescer:
    """Hands over work by key straight away, but ``seconds`` after the last work for that key at the earliest.

    What comes for the same key until then goes along, so of several pieces of work only the newest is done.
    What is found waiting when the bot stops is done then. Nothing is durable here.
    """

    def __init__(
        self, background: Background, *, seconds: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._background = background
        self._seconds = seconds
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._last: OrderedDict[str, float] = OrderedDict()
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
            due = self._due(key)
            if due is not None:
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
            self._last.update(dict.fromkeys(self._last.keys() & due, now))
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

    def _due(self, key: str) -> float | None:
        """Return until when work for a key has to wait; None for what is done now, which is remembered."""
        now = self._monotonic()
        due = self._last.get(key, now - self._seconds) + self._seconds
        if due > now and not self._stopped:
            return due
        self._waiting.pop(key, None)  # older, and late
        self._last[key] = now
        self._last.move_to_end(key)
        if len(self._last) > MOST_KNOWN:
            self._last.popitem(last=False)
        return None

    def _loop(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                first = min((due for due, _work in self._waiting.values()), default=None)
                self._changed.wait(None if first is None else max(0.0, first - self._monotonic()))
            self.pass_on()
