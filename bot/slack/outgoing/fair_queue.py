"""Work that many people ask for, done fairly: round robin over the people, however much one of them asks."""

import logging
import threading
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot import request_ids
from bot.errors import TooBusy
from bot.logs import describe
from bot.slack.outgoing.background import Background, Work

log = logging.getLogger(__name__)

EACH: Final = 10
"""Pieces of work one person may have waiting, beside those that run."""


@dataclass(slots=True)
class _Asked:
    """What one person asked for: how many pieces run (or are next to), and those that wait, oldest first."""

    running: int = 0
    waiting: deque[Work] = field(default_factory=deque)


class FairQueue:
    """Runs work for people on the threads of a background, at most ``at_once`` pieces for each of them.

    What more a person asks for waits, up to ``each`` pieces, and the next of it goes to the end of
    everybody's queue when one of theirs is done. So a person waits for ``at_once`` pieces of each of the
    others at most, and only who has ``each`` waiting is refused.
    """

    def __init__(self, background: Background, *, each: int = EACH, at_once: int = 1) -> None:
        self._background = background
        self._each = each
        self._at_once = at_once
        self._lock = threading.Lock()
        self._asked: dict[str, _Asked] = {}

    def run(self, whose: str, work: Work) -> None:
        """Hand over work for a person (a user id) and return at once.

        Raises :exc:`TooBusy` when too much of theirs is waiting, and as :meth:`Background.run` does.
        """
        work = request_ids.carried(work)
        with self._lock:
            asked = self._asked.setdefault(whose, _Asked())
            if asked.running >= self._at_once:
                if len(asked.waiting) >= self._each:
                    raise TooBusy
                asked.waiting.append(work)
                return
            asked.running += 1
        try:
            self._background.run(partial(self._do, whose, work))
        except TooBusy:
            self._go_on(whose)
            raise

    def _do(self, whose: str, work: Work) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - what the person asked for next must still be done
            log.error("work in the background broke: %s", describe(error))
        self._go_on(whose)

    def _go_on(self, whose: str) -> None:
        """Hand over what is to be done next for a person, one of whose pieces is over or was not taken."""
        with self._lock:
            asked = self._asked[whose]
            if not asked.waiting:
                asked.running -= 1
                if not asked.running:
                    del self._asked[whose]
                return
            following = asked.waiting.popleft()
        self._background.hand_on(partial(self._do, whose, following))
