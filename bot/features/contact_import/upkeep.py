"""What the clock does for imports: rows cut off are looked up, and nothing stands still."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.features.contact_import.lanes import Lanes
from bot.features.contact_import.running import Running
from bot.features.contact_import.settling import Settling
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_imports import ContactImport, ImportState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

STILL: Final = timedelta(minutes=8)
"""Longer than the longest pause between two tries; an import that stands still for longer has lost a job."""
CANCELLED_FOR: Final = timedelta(days=2)
PAUSED_FOR: Final = timedelta(days=7)
"""After that nobody means to go on, and what its rows say of people must not be kept for ever."""
TOO_LONG: Final = "It was paused for a week."


class Upkeep:
    """The parts of the tick that are about imports."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        running: Running,
        settling: Settling,
        clock: Clock,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._running = running
        self._settling = settling
        self._clock = clock

    def parts(self) -> Mapping[str, Callable[[], object]]:
        """Return the parts in the order they run."""
        return {"imports settle": self.settle, "imports repair": self.repair}

    def settle(self) -> None:
        """Settle the rows a crash cut off, of imports that were cancelled or paused since, too."""
        for each in self._looked_after():
            self._settling.cut_off(each.id)

    def repair(self) -> None:
        """End imports that have nothing left to add, and set those going again that stand still.

        A job is lost when the database failed it at the wrong moment.
        """
        for each in self._looked_after():
            still = self._clock() - each.updated_at > STILL
            if each.state is ImportState.RUNNING:
                self._running.finish(each.id)
            if still:
                self._go_on(each)

    def _go_on(self, each: ContactImport) -> None:
        match each.state:
            case ImportState.QUEUED:
                self._start_again(each)
            case ImportState.RUNNING:
                self._set_going(each)
            case ImportState.CANCELLED:
                self._end_again(each)
            case _:  # paused: a person sets it going
                self._give_up(each)

    def _looked_after(self) -> tuple[ContactImport, ...]:
        with self._database.read() as conn:
            cancelled = contact_imports.cancelled_since(conn, self._clock() - CANCELLED_FOR)
            return (*contact_imports.under_way(conn), *cancelled)

    def _start_again(self, each: ContactImport) -> None:
        log.warning("import %s was not begun and is begun again", each.id)
        with self._database.write() as conn:
            contact_imports.touch(conn, each.id, self._clock())
            self._lanes.start(conn, each.id, 0, each.updated_at.isoformat())

    def _set_going(self, each: ContactImport) -> None:
        log.warning("import %s stood still and is set going again", each.id)
        with self._database.write() as conn:
            wave = contact_imports.next_wave(conn, each.id, self._clock())
            if wave is not None:
                self._lanes.launch(conn, each.id, wave)

    def _give_up(self, each: ContactImport) -> None:
        """Cancel an import that was paused for long: what was not added goes back to who started it."""
        if self._clock() - each.updated_at <= PAUSED_FOR:
            return
        log.warning("import %s was paused for long and is cancelled", each.id)
        with self._database.write() as conn:
            contact_imports.move(
                conn,
                each.id,
                ImportState.CANCELLED,
                only_from={ImportState.PAUSED},
                now=self._clock(),
                why=TOO_LONG,
            )
            self._lanes.result(conn, each.id, each.updated_at.isoformat())  # nothing, when it goes on

    def _end_again(self, each: ContactImport) -> None:
        with self._database.write() as conn:
            if each.wave and contact_import_rows.any_open(conn, each.id):
                contact_imports.touch(conn, each.id, self._clock())
                self._lanes.result(conn, each.id, each.updated_at.isoformat())
