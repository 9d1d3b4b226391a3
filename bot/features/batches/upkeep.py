"""What the clock does for every batch: one without rows to attempt ends, one that stands still goes on again.

A job is lost when the database failed it at the wrong moment.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import Connection

from bot.engine.batches.lanes import Lanes, S
from bot.engine.retry_delays import LOST_AFTER
from bot.store.contact_imports import ContactImport
from bot.store.database import Database
from bot.store.sends import Send
from bot.texting.clock import Clock

log = logging.getLogger(__name__)


NextWave = Callable[[Connection, str, datetime], int | None]
K = TypeVar("K", Send, ContactImport)


class Upkeep(ABC, Generic[K, S]):
    """Repairs one kind of batch.

    ``next_wave`` counts one that runs as set going once more and returns its new wave; none for any other.
    """

    def __init__(self, database: Database, lanes: Lanes[S], next_wave: NextWave, clock: Clock) -> None:
        self._database = database
        self._lanes = lanes
        self._next_wave = next_wave
        self._clock = clock

    @abstractmethod
    def looked_after(self, conn: Connection) -> Iterable[K]:
        """Return the batches that may need repair."""

    @abstractmethod
    def ends(self, batch: K) -> bool:
        """End one that runs and has no row left; tell whether nothing more need be done for it."""

    @abstractmethod
    def mend(self, batch: K, still_for: timedelta) -> None:
        """Do something about one that stands still."""

    def repair(self) -> None:
        """End what has no row left, and mend what stands still."""
        with self._database.read() as conn:
            found = tuple(self.looked_after(conn))
        for batch in found:
            still_for = self._clock() - batch.updated_at
            if not self.ends(batch) and still_for > LOST_AFTER:
                self.mend(batch, still_for)

    def set_going(self, batch_id: str) -> None:
        """Give a batch new jobs in a wave of its own."""
        log.warning("batch %s stood still and is set going again", batch_id)
        with self._database.write() as conn:
            wave = self._next_wave(conn, batch_id, self._clock())
            if wave is not None:
                self._lanes.launch(conn, batch_id, wave)
