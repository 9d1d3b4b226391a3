"""What the clock does every few seconds and once a day."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.engine.followup import Poll, follow
from bot.engine.port import JobArgs
from bot.engine.sweeper import sweep
from bot.features.delivery.board import Board
from bot.features.delivery.service import Delivery
from bot.smsit import SmsItClient, SmsItError
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, notes
from bot.texting.clock import Clock
from bot.trouble import describe

log = logging.getLogger(__name__)

TICK: Final = "clock.tick"
EVERY_FIVE_SECONDS: Final = "*/5 * * * * *"
RETENTION: Final = "clock.retention"
DAILY: Final = "0 41 3 * * *"
DRAFT_KEPT: Final = timedelta(days=1)

Part = Callable[[], object]


class Tick:
    """Runs the parts of the clock tick one after the other; one that breaks does not keep the others back."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = dict(parts)

    def run(self, _args: JobArgs) -> None:
        """Run every part once."""
        for name, part in self._parts.items():
            try:
                part()
            except Exception as error:  # noqa: BLE001 - the next part, and the next tick, must still run
                log.error("clock part %s broke: %s", name, describe(error))


class Watch:
    """The parts of the tick that learn what became of texts."""

    def __init__(
        self, database: Database, client: SmsItClient, delivery: Delivery, board: Board, clock: Clock
    ) -> None:
        self._database = database
        self._client = client
        self._delivery = delivery
        self._board = board
        self._clock = clock

    def parts(self) -> Mapping[str, Part]:
        """Return the parts in the order they run."""
        return {
            "sweep": lambda: sweep(self._database, self._clock),
            "evidence": self._explain,
            "follow": lambda: follow(self._database, self._clock, self._poll),
            "show": self._board.show_all,
        }

    def _explain(self) -> None:
        with self._database.read() as conn:
            found = notes.unexplained(conn)
        for send in found:
            self._delivery.gather_evidence(send.id)

    def _poll(self, send: Send) -> Poll | None:
        try:
            report = self._client.contact_report(send.to_number)
        except SmsItError:
            return None
        return Poll(report.status, report.error)


class Retention:
    """Forgets the words of old texts, and drafts nobody confirmed."""

    def __init__(self, database: Database, clock: Clock, keep: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep

    def run(self, _args: JobArgs) -> None:
        """Forget what is older than the setting says; states and figures stay."""
        now = self._clock()
        with self._database.write() as conn:
            bodies = sends.forget_bodies(conn, now - self._keep)
            drafts = sends.purge_drafts(conn, now - DRAFT_KEPT)
        log.info("forgot %d texts and %d drafts", bodies, drafts)
