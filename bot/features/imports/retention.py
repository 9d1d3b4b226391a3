"""Forgetting what rows say of people, once nobody needs it any more.

Nothing of an import is stored before it is confirmed, so there are no drafts to forget.
"""

import logging
from datetime import timedelta

from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import PAGE
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)


class Retention:
    """Empties the rows of imports that ended longer ago than ``keep``."""

    def __init__(self, database: Database, clock: Clock, keep: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep

    def run(self) -> int:
        """Forget numbers, names and cells, a portion a transaction; states and reasons stay.

        The result has been handed over by then, or never will be. Returns how many rows.
        """
        with self._database.read() as conn:
            ended = contact_imports.to_forget(conn, self._clock() - self._keep)
        done = sum(map(self._forget, ended))
        log.info("forgot %d rows of imports", done)
        return done

    def _forget(self, import_id: str) -> int:
        done = 0
        while True:
            with self._database.write() as conn:
                portion = contact_import_rows.forget(conn, import_id)
                if portion < PAGE:
                    contact_imports.forgotten(conn, import_id)
            done += portion
            if portion < PAGE:
                return done
