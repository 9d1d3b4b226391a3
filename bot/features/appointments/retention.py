"""Forgetting what is no longer needed of appointments."""

import logging
from datetime import timedelta
from typing import Final

from bot.store import appointments
from bot.store.batched_writes import in_batches
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

DRAFT_KEPT: Final = timedelta(days=1)
"""How long what nobody confirmed is kept."""


class Retention:
    """Empties the texts of appointments that were longer ago than ``keep``; the appointments stay."""

    def __init__(self, database: Database, clock: Clock, keep: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep

    def run(self) -> None:
        """Forget texts, and what nobody confirmed."""
        now = self._clock()
        texts = in_batches(
            self._database, lambda conn, most: appointments.forget_texts(conn, now - self._keep, most)
        )
        drafts = in_batches(
            self._database, lambda conn, most: appointments.purge_drafts(conn, now - DRAFT_KEPT, most)
        )
        log.info("forgot the texts of %d appointments, and %d drafts of appointments", texts, drafts)
