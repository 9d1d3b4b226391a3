"""The end of an import: what is still open is looked up, and what could not be added goes back as a file.

The file holds personal data, so it goes to who started the import, by direct message, and to nobody else. It
can be mended and imported again: its columns have the names they had.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from bot.engine.port import JobArgs
from bot.features.batches.results import Cells, ResultFile, Results
from bot.features.imports.lanes import Lanes
from bot.features.imports.lookup import Lookup
from bot.features.imports.saved_request import SavedRequest
from bot.features.imports.views import result as result_view
from bot.logs import describe
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import PAGE, REPORTED
from bot.store.contact_imports import ContactImport, ImportState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

MOST_WAITS: Final = 60
WAIT_SECONDS: Final = 20.0
"""Between two looks at whether the rows in flight have ended when an import was cancelled."""
AGAIN: Final = "again"
"""Why a result is handed out once more, when Slack did not take it: the import has ended then."""


class ImportResults:
    """Ends imports and hands out their result files. ``after`` is told when contacts were added."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        lookup: Lookup,
        results: Results,
        clock: Clock,
        *,
        after: Callable[[], object],
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._lookup = lookup
        self._results = results
        self._clock = clock
        self._after = after

    def run(self, args: JobArgs) -> None:
        """End the import ``import_id`` when nothing of it is left, and hand out its result."""
        import_id, why, tries = args["import_id"], args["why"], int(args["tries"])
        with self._database.read() as conn:
            found = contact_imports.get(conn, import_id)
        if found is None or not self._is_over(found, why, tries):
            return
        if found.state is not ImportState.DONE and not (why == AGAIN or self._end(found)):
            return
        self._hand_out(found, tries if why == AGAIN else 0)

    def _is_over(self, found: ContactImport, why: str, tries: int) -> bool:
        """Tell whether nothing is left to be added; what a cancelled import leaves is cancelled first."""
        if found.state is ImportState.CANCELLED:
            while self._cancel_some(found.id) == PAGE:
                pass
            with self._database.write() as conn:
                in_flight = contact_import_rows.any_open(conn, found.id)
                if in_flight and tries < MOST_WAITS:
                    self._lanes.result(conn, found.id, why, tries=tries + 1, delay=WAIT_SECONDS)
            return not in_flight
        if found.state not in {ImportState.RUNNING, ImportState.DONE} or why not in {AGAIN, str(found.wave)}:
            return False  # paused, or set going anew since
        with self._database.read() as conn:
            return not contact_import_rows.any_open(conn, found.id)

    def _cancel_some(self, import_id: str) -> int:
        with self._database.write() as conn:
            return contact_import_rows.cancel(conn, import_id)

    def _end(self, found: ContactImport) -> bool:
        """Look up what is open, and call the import done; False when it was paused meanwhile."""
        self._lookup.look_up(found.id)
        with self._database.write() as conn:
            contact_imports.heartbeat(conn, found.id, self._clock())
            ended = found.state is ImportState.CANCELLED or contact_imports.move(
                conn, found.id, ImportState.DONE, only_from={ImportState.RUNNING}, now=self._clock()
            )
        if ended:
            log.info("import %s has ended", found.id)
            self._tell()
        return ended

    def _tell(self) -> None:
        try:
            self._after()
        except Exception as error:  # noqa: BLE001 - the result must be handed out, whatever others make of it
            log.warning("nobody was told that an import has ended: %s", describe(error))

    def _hand_out(self, found: ContactImport, tries: int = 0) -> None:
        with self._database.read() as conn:
            counts = contact_import_rows.counts(conn, found.id)
        count = sum(counts.get(state, 0) for state in REPORTED)
        if not count or found.source is None:
            return
        file = ResultFile(
            batch=f"import {found.id}",
            to=found.user_id,
            name=result_view.name(found),
            comment=result_view.comment(found, count),
            lines=partial(self._lines, found.id, SavedRequest.load(found.source, found.user_id).headers),
        )
        self._results.hand_out(file, tries, partial(self._again, found.id))

    def _again(self, import_id: str, tries: int, delay: float) -> None:
        with self._database.write() as conn:
            self._lanes.result(conn, import_id, AGAIN, tries=tries, delay=delay)

    def _lines(self, import_id: str, headers: Sequence[str]) -> Iterator[Cells]:
        """Make the lines of the file, reading a page of rows at a time."""
        yield result_view.titles(headers)
        after = 0
        while True:
            with self._database.read() as conn:
                page = contact_import_rows.reported(conn, import_id, after)
            yield from map(result_view.line, page)
            if len(page) < PAGE:
                return
            after = page[-1].place
