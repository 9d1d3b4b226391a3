"""What the clock does for the audit log: it chains what is new, and once a day says where the chain ends."""

import logging
from typing import Final

from bot.store import audit_chain
from bot.store.database import Database

log = logging.getLogger(__name__)

MOST_PORTIONS: Final = 20
"""In one tick; what is left then waits for the next one."""


class Chain:
    """Keeps the chain of the audit log up to date."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def extend(self) -> None:
        """Chain what was written since, a portion a transaction. Where nothing was, nobody waits for it."""
        with self._database.read() as conn:
            if not audit_chain.any_unchained(conn):
                return
        for _ in range(MOST_PORTIONS):
            with self._database.write(soon=False) as conn:
                if audit_chain.chain(conn) < audit_chain.PORTION:
                    return

    def note_end(self) -> None:
        """Write the end of the chain into the log, which is kept elsewhere: the anchor to verify it with."""
        self.extend()
        with self._database.read() as conn:
            end = audit_chain.end(conn)
        if end is not None:
            log.info("the audit log has %d entries, anchor %s", end.place, end)
