"""Which queues hold jobs that wait: one statement that reads, and changes nothing."""

import logging
import time
from collections.abc import Callable, Mapping
from sqlite3 import Error as SqliteError
from typing import Final, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import kind_of
from bot.store import Database
from bot.store.prepared import by_driver

DUE: Final = ""
"""Stands in the answer for the queue of a delayed job that is due."""
_LOOK: Final = """
SELECT DISTINCT queue_name FROM {schema}workflow_status
WHERE status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING') AND {ours}
UNION ALL
SELECT '' WHERE EXISTS (
    SELECT 1 FROM {schema}workflow_status
    WHERE status = 'DELAYED' AND delay_until_epoch_ms <= {now} AND {ours}
)
"""
"""The second condition on the status looks idle, but proves that the index of what is in flight will do."""
_DEPTHS: Final = """
SELECT queue_name, COUNT(*),
    MIN(CASE WHEN delay_until_epoch_ms > created_at THEN delay_until_epoch_ms ELSE created_at END)
FROM {schema}workflow_status
WHERE status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING') AND {ours} GROUP BY queue_name
"""
_OURS: Final = "(application_name IS NULL OR application_name = '{application}')"
_log = logging.getLogger(__name__)


class Depth(NamedTuple):
    """How many jobs wait in a queue, and for how many seconds the oldest has."""

    jobs: int
    seconds: float


def depths(database: Database, application: str) -> Mapping[str, Depth]:
    """Return how deep the queues are in which jobs wait. Raises :exc:`SQLAlchemyError`."""
    look = _DEPTHS.format(schema=_schema(database), ours=_OURS.format(application=application))
    now = time.time()
    with database.read() as conn:
        rows = conn.exec_driver_sql(look).all()
    return {str(name): Depth(int(jobs), max(0.0, now - int(oldest) / 1000)) for name, jobs, oldest in rows}


class WaitingJobs:
    """Looks for them on a connection of its own. For one thread."""

    def __init__(self, database: Database, application: str) -> None:
        self._database = database
        self._ours = _OURS.format(application=application)
        self._kept: Connection | None = None

    def look(self, release: Callable[[], object]) -> frozenset[str]:
        """Return the names of queues that hold jobs to claim.

        ``release`` is called when delayed jobs are due: it puts them into their queues. When the database
        cannot be asked, nothing is found, and the next look tries again.
        """
        try:
            found = self._ask()
            if DUE in found:
                release()
                found = self._ask()
        except (SQLAlchemyError, SqliteError) as error:
            _log.warning("The queues could not be looked at: %s", kind_of(error))
            self.close()
            return frozenset()
        return found - {DUE}

    def close(self) -> None:
        """Give the connection back."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    def _ask(self) -> frozenset[str]:
        if self._kept is None:
            self._kept = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        now = int(time.time() * 1000)
        if self._database.is_sqlite:  # several times a second: SQLAlchemy takes ten times as long over it
            look = _LOOK.format(schema="", ours=self._ours, now="?")
            return frozenset(name for (name,) in by_driver(self._kept, look, (now,)).fetchall())
        look = _LOOK.format(schema=_schema(self._database), ours=self._ours, now=now)
        return frozenset(self._kept.exec_driver_sql(look).scalars())


def _schema(database: Database) -> str:
    return "" if database.is_sqlite else "dbos."
