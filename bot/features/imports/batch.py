"""An import as the machine of batches carries it: each lane takes whichever row waits next."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import repeat

from sqlalchemy import Connection

from bot.engine.attempts import Refused
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Came, Trouble, came_of
from bot.features.batches import sentences
from bot.features.imports.attempts import Attempts
from bot.features.imports.lanes import Lane, Lanes
from bot.features.imports.ledger import Code, pause
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import PAGE, ImportRow
from bot.store.contact_imports import ImportState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)


def note(conn: Connection, import_id: str, now: datetime, _before: datetime | None) -> None:
    """Note that an import is being worked on, and have its message drawn again."""
    contact_imports.heartbeat(conn, import_id, now)


class ImportBatch:
    """Carries imports."""

    def __init__(
        self, database: Database, lanes: Lanes, attempts: Attempts, heartbeat: Heartbeat, clock: Clock
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._attempts = attempts
        self._heartbeat = heartbeat
        self._clock = clock
        self.beat: Callable[[str], None] = heartbeat.beat

    def rows(self, _lane: Lane) -> Iterable[None]:
        """Return a turn for each row there might be: which one it is shows when it is taken."""
        return repeat(None)

    def attempt(self, _row: None, lane: Lane) -> Came:
        """Add the next row. The import is paused when what came of it would come of all the others too."""
        row = self._attempts.claim(lane.batch_id, lane.wave)
        if row is None:
            return Came.NONE_LEFT
        outcome = self._attempts.make(row)
        match outcome:
            case Refused(Code.ACCOUNT):
                return self._stopped(row)
            case Refused(Code.NO_GROUP, sentence):
                return self._without_group(row, sentence)
            case _:
                return came_of(outcome)

    def wave(self, conn: Connection, import_id: str) -> int | None:
        """Return the wave in which an import goes on; None when it does not."""
        found = contact_imports.get(conn, import_id)
        return found.wave if found is not None and found.state is ImportState.RUNNING else None

    def pause(self, import_id: str, trouble: Trouble, times: int) -> bool:
        """Pause an import; one that does not run any more does not go on either."""
        with self._database.write() as conn:
            pause(conn, import_id, sentences.trouble(trouble, times), self._clock())
        self._tell_paused(import_id)
        return True

    def finish(self, import_id: str) -> bool:
        """Leave off: no row waits, or the import does not go on. What was done last may not be shown yet."""
        self._heartbeat.insist(import_id)
        return self.end(import_id)

    def end(self, import_id: str) -> bool:
        """Have an import ended that runs and has no row left to add. Tells whether it is so."""
        with self._database.write() as conn:
            wave = self.wave(conn, import_id)
            if wave is None or contact_import_rows.any_open(conn, import_id):
                return False
            self._lanes.result(conn, import_id, str(wave))
        return True

    def _stopped(self, row: ImportRow) -> Came:
        self._tell_paused(row.import_id)
        return Came.STOPPED

    def _without_group(self, row: ImportRow, sentence: str) -> Came:
        """Refuse all rows of a group SMS-iT does not have; without any other group the import was paused."""
        group = row.group_name or ""
        with self._database.read() as conn:
            others = contact_import_rows.any_other_group(conn, row.import_id, group)
        if not others:
            return self._stopped(row)
        while True:
            with self._database.write() as conn:
                if contact_import_rows.refuse_group(conn, row.import_id, group, sentence) < PAGE:
                    return Came.DONE

    def _tell_paused(self, import_id: str) -> None:
        log.warning("import %s was paused", import_id)
        self._heartbeat.insist(import_id)
