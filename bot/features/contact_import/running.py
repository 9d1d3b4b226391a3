"""What the engine runs for an import: its rows, one after the other, in a few lanes side by side.

A row that was begun is never begun again. What is here only decides when to stop: a job may run twice, or
never end.
"""

import logging
import time
from collections.abc import Callable
from typing import Final

from bot.engine.attempts import NotSent, Outcome, Refused, Unknown
from bot.engine.port import JobArgs
from bot.features.contact_import.attempts import Attempts
from bot.features.contact_import.lanes import Lane, Lanes
from bot.features.contact_import.ledger import Code
from bot.features.contact_import.progress import Progress
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import PAGE, ImportRow
from bot.store.contact_imports import ImportState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

PAUSES: Final = (5.0, 15.0, 60.0, 300.0)
"""Seconds before a lane goes on after SMS-iT could not be reached; the last one repeats."""
MOST_FAILURES: Final = 10
"""Jobs in a row of one lane that could not reach SMS-iT before the import is paused: about half an hour."""
UNKNOWN_IN_A_ROW: Final = 5
"""Unclear outcomes in a row of one lane after which an import is paused."""
JOB_SECONDS: Final = 10.0
"""How long one job goes on before it lets others have its thread."""
UNREACHABLE: Final = "SMS-iT could not be reached for half an hour."
NO_ANSWER: Final = "SMS-iT gave no clear answer {times} times in a row."


class Running:
    """Adds the rows of imports. ``take`` waits for the next moment of the pace; False: the process ends."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        attempts: Attempts,
        progress: Progress,
        clock: Clock,
        *,
        take: Callable[[], bool],
        job_seconds: float = JOB_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._attempts = attempts
        self._progress = progress
        self._clock = clock
        self._take = take
        self._job_seconds = job_seconds
        self._monotonic = monotonic

    def chunk(self, args: JobArgs) -> None:
        """Add rows as long as some wait, or the time of one job."""
        lane = Lane.of(args)
        until = self._monotonic() + self._job_seconds
        unclear = 0
        while self._take():
            row = self._attempts.claim(lane.import_id, lane.wave)
            if row is None:
                self._ended(lane.import_id)
                return
            outcome = self._attempts.make(row)
            self._progress.beat(lane.import_id)
            if isinstance(outcome, NotSent):
                self._later(lane)
                return
            unclear = unclear + 1 if isinstance(outcome, Unknown) else 0
            if self._stopped_by(row, outcome, unclear):
                return
            lane = lane.reached()
            if self._monotonic() >= until:
                break
        self._enqueue(lane.next())

    def finish(self, import_id: str) -> bool:
        """Have an import ended that runs and has no row left to add. Tells whether it is so."""
        with self._database.write() as conn:
            found = contact_imports.get(conn, import_id)
            if found is None or found.state is not ImportState.RUNNING:
                return False
            if contact_import_rows.any_open(conn, import_id):
                return False
            self._lanes.result(conn, import_id, str(found.wave))
        return True

    def _ended(self, import_id: str) -> None:
        """Leave off: no row waits, or the import does not go on. What was done last may not be shown yet."""
        self._progress.draw(import_id)
        self.finish(import_id)

    def _stopped_by(self, row: ImportRow, outcome: Outcome, unclear: int) -> bool:
        """Pause the import when what came of a row would come of all the others too."""
        if isinstance(outcome, Refused) and outcome.code == Code.ACCOUNT:
            return self._pause(row.import_id, outcome.sentence)
        if isinstance(outcome, Refused) and outcome.code == Code.NO_GROUP:
            return self._without_group(row, outcome.sentence)
        if unclear >= UNKNOWN_IN_A_ROW:
            return self._pause(row.import_id, NO_ANSWER.format(times=unclear))
        return False

    def _without_group(self, row: ImportRow, sentence: str) -> bool:
        """Refuse all rows of a group SMS-iT does not have; pause when there is no other: it can be made."""
        group = row.group_name or ""
        with self._database.read() as conn:
            others = contact_import_rows.any_other_group(conn, row.import_id, group)
        if not others:
            return self._pause(row.import_id, sentence)
        while True:
            with self._database.write() as conn:
                if contact_import_rows.refuse_group(conn, row.import_id, group, sentence) < PAGE:
                    return False

    def _later(self, lane: Lane) -> None:
        """Go on with a lane later, for SMS-iT could not be reached; after long enough, when told to.

        Where the import was set going anew meanwhile, its lanes may have ended before this row waited again:
        the newer wave gets another one.
        """
        failures = lane.failures + 1
        delay = PAUSES[min(failures, len(PAUSES)) - 1]
        with self._database.write() as conn:
            found = contact_imports.get(conn, lane.import_id)
            if found is None or found.state is not ImportState.RUNNING:
                return
            if found.wave != lane.wave:
                self._lanes.enqueue(conn, lane.taken_over(found.wave), delay)
                return
            if failures < MOST_FAILURES:
                self._lanes.enqueue(conn, lane.next(failures), delay)
                return
        self._pause(lane.import_id, UNREACHABLE)

    def _pause(self, import_id: str, why: str) -> bool:
        with self._database.write() as conn:
            paused = contact_imports.move(
                conn,
                import_id,
                ImportState.PAUSED,
                only_from={ImportState.RUNNING},
                now=self._clock(),
                why=why,
            )
        if paused:
            log.warning("import %s was paused", import_id)
        self._progress.draw(import_id)
        return True

    def _enqueue(self, lane: Lane) -> None:
        with self._database.write() as conn:
            self._lanes.enqueue(conn, lane)
