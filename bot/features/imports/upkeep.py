"""What the clock does for imports: rows cut off are looked up, and nothing stands still."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.features.batches import upkeep
from bot.features.imports.batch import ImportBatch
from bot.features.imports.lanes import Lane, Lanes
from bot.features.imports.lookup import Lookup
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_imports import ContactImport, ImportState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

CANCELLED_FOR: Final = timedelta(days=2)
PAUSED_FOR: Final = timedelta(days=7)
"""After that nobody means to go on, and what its rows say of people must not be kept for ever."""
TOO_LONG: Final = "It was paused for a week."


class ImportUpkeep(upkeep.Upkeep[ContactImport, Lane]):
    """The parts of the tick that are about imports. ``look`` is whether there are any to look after."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        clock: Clock,
        *,
        batch: ImportBatch,
        lookup: Lookup,
    ) -> None:
        super().__init__(database, lanes, contact_imports.next_wave, clock)
        self._import_lanes = lanes
        self._batch = batch
        self._lookup = lookup
        self.look = contact_imports.looked_after(CANCELLED_FOR)

    def parts(self) -> Mapping[str, Callable[[], object]]:
        """Return the parts in the order they run."""
        return {"imports settle": self.settle, "imports repair": self.repair}

    def settle(self) -> None:
        """Settle the rows a crash cut off, of imports that were cancelled or paused since, too."""
        with self._database.read() as conn:
            found = self.looked_after(conn)
        for each in found:
            self._lookup.cut_off(each.id)

    def looked_after(self, conn: Connection) -> tuple[ContactImport, ...]:
        """Return the imports that have not ended, and those cancelled not long ago."""
        cancelled = contact_imports.cancelled_since(conn, self._clock() - CANCELLED_FOR)
        return (*contact_imports.under_way(conn), *cancelled)

    def ends(self, batch: ContactImport) -> bool:
        """Have the end of an import begin that has no row left. That is a job too, and may be lost."""
        if batch.state is ImportState.RUNNING:
            self._batch.end(batch.id)
        return False

    def mend(self, batch: ContactImport, _still_for: timedelta) -> None:
        """Do what its state asks for: read its file, add its rows, end it, or give it up."""
        match batch.state:
            case ImportState.QUEUED:
                self._start_again(batch)
            case ImportState.RUNNING:
                self.set_going(batch.id)
            case ImportState.CANCELLED:
                self._end_again(batch)
            case _:  # paused: a person sets it going
                self._give_up(batch)

    def _start_again(self, each: ContactImport) -> None:
        log.warning("import %s was not begun and is begun again", each.id)
        with self._database.write() as conn:
            contact_imports.touch(conn, each.id, self._clock())
            self._import_lanes.start(conn, each.id, 0, each.updated_at.isoformat())

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
            self._import_lanes.result(conn, each.id, each.updated_at.isoformat())  # nothing, when it goes on

    def _end_again(self, each: ContactImport) -> None:
        with self._database.write() as conn:
            if each.wave and contact_import_rows.any_open(conn, each.id):
                contact_imports.touch(conn, each.id, self._clock())
                self._import_lanes.result(conn, each.id, each.updated_at.isoformat())
