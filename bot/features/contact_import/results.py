"""The end of an import: what is still open is looked up, and what could not be added goes back as a file.

The file holds personal data, so it goes to who started the import, by direct message, and to nobody else. It
can be mended and imported again: its columns have the names they had.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from bot.engine.port import JobArgs
from bot.features.contact_import.lanes import Lanes
from bot.features.contact_import.settling import Settling
from bot.features.contact_import.source import Source
from bot.slack import kit
from bot.slack.poster import Content, NotThere, Posted, PosterError
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import PAGE, REPORTED, ImportRow, RowState
from bot.store.contact_imports import ContactImport, ImportState
from bot.store.database import Database
from bot.texting import phones, words
from bot.texting.clock import Clock
from bot.texting.tables import csv_out
from bot.trouble import describe

log = logging.getLogger(__name__)

MOST_TRIES: Final = 5
RETRY_SECONDS: Final = 60.0
MOST_WAITS: Final = 60
WAIT_SECONDS: Final = 20.0
"""Between two looks at whether the rows in flight have ended when an import was cancelled."""
AGAIN: Final = "again"
"""Why a result is handed out once more, when Slack did not take it: the import has ended then."""
LINE: Final = "Line"
OUTCOME: Final = "Outcome"
REASON: Final = "Reason"
NOT_TRIED: Final = "The import was cancelled before this row had its turn."
_OUTCOMES: Final = {
    RowState.REJECTED: "left out",
    RowState.REFUSED: "refused",
    RowState.UNKNOWN: "not known",
    RowState.OPTED_OUT: "opted out",
    RowState.CANCELLED: "not tried",
}


class Uploads(Protocol):
    """Where files are put."""

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        """Put a file into a direct message. Raises :exc:`PosterError`."""


class Results:
    """Ends imports and hands out their result files. ``after`` is told when contacts were added."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        settling: Settling,
        clock: Clock,
        *,
        files: Uploads,
        post: Callable[[str, Content], Posted],
        after: Callable[[], object],
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._settling = settling
        self._clock = clock
        self._files = files
        self._post = post
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
        try:
            self._hand_out(found)
        except NotThere:
            log.info("the result of import %s finds no way to %s", import_id, found.user_id)
        except PosterError as error:
            log.info("the result of import %s waits: %s", import_id, type(error).__name__)
            self._again(found, tries if why == AGAIN else 0)

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
        self._settling.look_up(found.id)
        with self._database.write() as conn:
            contact_imports.beat(conn, found.id, self._clock())
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

    def _hand_out(self, found: ContactImport) -> None:
        with self._database.read() as conn:
            counts = contact_import_rows.counts(conn, found.id)
        count = sum(counts.get(state, 0) for state in REPORTED)
        if not count or found.source is None:
            return
        name = kit.escape(phones.mask_in(found.file_name))
        told = (
            f"{words.counted(count, 'row')} of your import of {name} (`{found.id[:8]}`) "
            f"{'was' if count == 1 else 'were'} not added, or may not have been. The file below says why. It "
            "holds whole numbers: handle it with care. Mend it, and import it again."
        )
        posted = self._post(found.user_id, Content(told, (kit.section(told),)))
        content = csv_out.write(self._lines(found, Source.load(found.source).headers))
        self._files.upload(posted.channel, f"import-{found.id[:8]}.csv", content, "", thread_ts=posted.ts)

    def _again(self, found: ContactImport, tries: int) -> None:
        if tries + 1 >= MOST_TRIES:
            log.warning("the result of import %s was not taken by Slack", found.id)
            return
        with self._database.write() as conn:
            self._lanes.result(conn, found.id, AGAIN, tries=tries + 1, delay=RETRY_SECONDS)

    def _lines(self, found: ContactImport, headers: Sequence[str]) -> Iterator[Sequence[str]]:
        """Make the lines of the file, reading a page of rows at a time."""
        yield (LINE, *headers, OUTCOME, REASON)
        after = 0
        while True:
            with self._database.read() as conn:
                page = contact_import_rows.reported(conn, found.id, after)
            yield from map(line, page)
            if len(page) < PAGE:
                return
            after = page[-1].place


def line(row: ImportRow) -> tuple[str, ...]:
    """Return the cells of one row, those of the file as they were given."""
    reason = NOT_TRIED if row.state is RowState.CANCELLED else row.reason or ""
    return (str(row.line), *(row.cells or ()), _OUTCOMES[row.state], reason)
