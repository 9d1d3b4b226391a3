"""Raises an alert once, keeps its figures up to date, and resolves it when it has been over for a while."""

import logging
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.features.alerts.findings import Finding, Verdict
from bot.store import alerts
from bot.store.alerts import Alert, AlertKind
from bot.store.batched_writes import in_batches
from bot.store.database import Database
from bot.texting.clock import Clock

__all__ = ["AlertService", "Finding", "Verdict"]

log = logging.getLogger(__name__)

OVER_AFTER: Final = timedelta(minutes=5)
"""How long something has to be well before it counts as over."""
OVER_AT_ONCE: Final = frozenset({AlertKind.POLICY, AlertKind.BIRTHDAYS})
"""What is over the moment it is seen no more: nothing makes it flicker."""
HOLD: Final = {AlertKind.SLACK: timedelta(minutes=3)}
"""How long something has to be wrong before anybody is told; most is told at once."""
KEPT: Final = timedelta(days=400)


class AlertService:
    """Decides what is told of what was found. All processes share what is written down."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(self, kind: AlertKind, found: Finding) -> None:
        """Take in how something stands now."""
        if found.verdict is Verdict.BETWEEN and not found.figures:
            return  # nothing is known
        if found.verdict is not Verdict.WRONG:
            with self._database.read() as conn:
                if alerts.open_of(conn, kind) is None:  # as nearly always, and nobody need wait for a write
                    return
        with self._database.write() as conn:
            current = alerts.open_of(conn, kind)
            if found.verdict is Verdict.WRONG:
                self._wrong(conn, kind, current, found)
            elif current is not None and found.verdict is Verdict.WELL:
                self._well(conn, current, found)
            elif current is not None:
                self._between(conn, current, found)

    def forget(self) -> None:
        """Forget what was resolved long ago."""
        before = self._clock() - KEPT
        in_batches(self._database, lambda conn, most: alerts.forget(conn, before, most))

    def _wrong(self, conn: Connection, kind: AlertKind, current: Alert | None, found: Finding) -> None:
        now = self._clock()
        if current is None:
            alert_id = alerts.begin(conn, kind, now, found.figures)
            if alert_id is not None and kind not in HOLD:
                self._raise(conn, alert_id, kind)
            return
        if current.clear_since is not None or current.figures != found.figures:
            alerts.note(conn, current.id, clear_since=None, figures=dict(found.figures))
        if current.raised_at is None and now - current.since >= HOLD.get(kind, timedelta()):
            self._raise(conn, current.id, kind)

    def _between(self, conn: Connection, current: Alert, found: Finding) -> None:
        """Keep the figures up to date of what isn't well yet: however long that lasts, it isn't over."""
        if current.clear_since is not None or current.figures != found.figures:
            alerts.note(conn, current.id, clear_since=None, figures=dict(found.figures))

    def _well(self, conn: Connection, current: Alert, found: Finding) -> None:
        now = self._clock()
        if current.raised_at is None:
            alerts.drop(conn, current.id)
        elif current.clear_since is None and current.kind not in OVER_AT_ONCE:
            alerts.note(conn, current.id, clear_since=now)
        elif now - (current.clear_since or now) >= OVER_AFTER or current.kind in OVER_AT_ONCE:
            log.info("the alert %s is resolved", current.kind)
            alerts.note(conn, current.id, resolved_at=now, figures=dict(found.figures))

    def _raise(self, conn: Connection, alert_id: str, kind: AlertKind) -> None:
        log.warning("an alert is raised: %s", kind)
        alerts.raise_(conn, alert_id, self._clock())
