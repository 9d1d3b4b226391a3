"""Forgetting what is no longer needed of appointments."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.store import appointment_calls as calls
from bot.store import appointments, change_plans, free_times
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
        in_batches(self._database, lambda conn, most: calls.forget_notices(conn, now - self._keep, most))
        for before, are_drafts in ((now - DRAFT_KEPT, True), (now - self._keep, False)):
            in_batches(self._database, partial(_purge_plans, before=before, drafts=are_drafts))
        in_batches(self._database, lambda conn, most: free_times.purge(conn, now - self._keep, most))
        log.info("forgot the texts of %d appointments, and %d drafts of appointments", texts, drafts)


def _purge_plans(conn: Connection, most: int, *, before: datetime, drafts: bool) -> int:
    return change_plans.purge(conn, before, most, drafts=drafts)
