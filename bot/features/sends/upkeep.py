"""What the clock does for sends that wait: queue those whose time has come, and miss none."""

import logging
from collections.abc import Callable, Mapping

from bot.engine.retry_delays import LOST_AFTER
from bot.features.sends.holds import Hold
from bot.features.sends.rules import SendRules
from bot.features.sends.service import SendService
from bot.store import sends
from bot.store.database import Database
from bot.store.looks import Look
from bot.store.sends import annotations
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)


class Upkeep:
    """Moves waiting sends on."""

    def __init__(
        self,
        database: Database,
        send_service: SendService,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._send_service = send_service
        self._clock = clock
        self._latest = rules.latest

    def parts(self) -> Mapping[str, Callable[[], object]]:
        """Return the parts of the tick in the order they run."""
        return {"fire": self.fire, "repair": self.repair}

    @staticmethod
    def looks() -> Mapping[str, Look]:
        """Return for each of them whether there is anything to do."""
        return {"fire": sends.SCHEDULED, "repair": sends.queued_for(LOST_AFTER)}

    def fire(self) -> None:
        """Queue what the bot holds that is due. One found later than allowed asks a person instead."""
        now = self._clock()
        with self._database.read() as conn:
            due = sends.due_scheduled(conn, now)
        for send in due:
            with self._database.write() as conn:
                if send.send_at is not None and now - send.send_at > self._latest:
                    annotations.note_overdue(conn, send.id, Hold.LATE, now)
                elif sends.move(conn, send.id, SendState.QUEUED, now=now, only_from=SendState.SCHEDULED):
                    self._send_service.enqueue(conn, send, send.wave)

    def repair(self) -> None:
        """Give sends a new job that are queued for so long that theirs must be lost.

        A job is lost when the database failed it at the wrong moment. A second job for the same send does
        no harm: only one of them can claim it.
        """
        now = self._clock()
        with self._database.read() as conn:
            forgotten = sends.queued_before(conn, now - LOST_AFTER, now=now)
        for send in forgotten:
            with self._database.write() as conn:
                wave = sends.requeue(conn, send.id, wave=send.wave, now=now)
                if wave is not None:
                    log.warning("send %s was queued without a job", send.id)
                    self._send_service.enqueue(conn, send, wave)
