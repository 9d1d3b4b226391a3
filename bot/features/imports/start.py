"""The start of an import: its file is read once more, its rows are recorded, and its lanes set going.

A process may die anywhere in it: the same file and the same choice give the same rows at the same places.
"""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.engine.port import JobArgs
from bot.errors import UserError
from bot.features.imports.entries import Entry, Plan
from bot.features.imports.lanes import Lanes
from bot.features.imports.preparation import Preparation
from bot.features.imports.saved_request import SavedRequest
from bot.store import contact_import_rows, contact_imports
from bot.store.contact_import_rows import PAGE, NewRow
from bot.store.contact_imports import ImportState
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

MOST_TRIES: Final = 5
RETRY_SECONDS: Final = 30.0


class Start:
    """Reads the files of confirmed imports."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        preparation: Preparation,
        clock: Clock,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._preparation = preparation
        self._clock = clock

    def run(self, args: JobArgs) -> None:
        """Record the rows of the import ``import_id`` and begin; later where Slack does not give the file."""
        import_id = args["import_id"]
        with self._database.read() as conn:
            found = contact_imports.get(conn, import_id)
        if found is None or found.source is None:
            return
        source = SavedRequest.load(found.source, found.user_id)
        if found.state is not ImportState.QUEUED or source.file is None:
            self._drop_unbegun(import_id)  # begun before a crash, with its lanes; or cancelled
            return
        try:
            plan = self._preparation.plan(source.file, source.choice)
        except UserError as error:
            self._failed(import_id, int(args["tries"]), args["why"], error.sentence)
            return
        for page in _pages(plan):
            with self._database.write() as conn:
                contact_import_rows.insert(conn, import_id, page)
                contact_imports.touch(conn, import_id, self._clock())
        self._begin(import_id, SavedRequest(source.choice, headers=plan.headers), plan)

    def _begin(self, import_id: str, source: SavedRequest, plan: Plan) -> None:
        good = len(plan.good)
        values = {"size": good, "rejected": len(plan.entries) - good, "source": source.dump(), "wave": 1}
        with self._database.write() as conn:
            begun = contact_imports.move(
                conn,
                import_id,
                ImportState.RUNNING,
                only_from={ImportState.QUEUED},
                now=self._clock(),
                **values,
            )
            if begun:
                self._lanes.launch(conn, import_id, 1)
        if not begun:
            self._drop_unbegun(import_id)

    def _drop_unbegun(self, import_id: str) -> None:
        """Delete what was recorded of an import that was cancelled while its rows were read."""
        with self._database.write() as conn:
            found = contact_imports.get(conn, import_id)
            if found is not None and found.state is ImportState.CANCELLED and not found.wave:
                contact_import_rows.drop(conn, import_id)

    def _failed(self, import_id: str, tries: int, why: str, sentence: str) -> None:
        """Try again in a while; after a few times, end the import and say why."""
        log.info("the file of import %s was not read", import_id)
        with self._database.write() as conn:
            if tries + 1 < MOST_TRIES:
                self._lanes.start(conn, import_id, tries + 1, why, RETRY_SECONDS)
                contact_imports.touch(conn, import_id, self._clock())
                return
            contact_imports.move(
                conn,
                import_id,
                ImportState.CANCELLED,
                only_from={ImportState.QUEUED},
                now=self._clock(),
                why=sentence,
            )


def _pages(plan: Plan) -> Iterator[tuple[NewRow, ...]]:
    rows = (_row(place, entry) for place, entry in enumerate(plan.entries, 1))
    while page := tuple(islice(rows, PAGE)):
        yield page


def _row(place: int, entry: Entry) -> NewRow:
    if entry.reason:
        return NewRow(place, entry.line, entry.cells, rejected=entry.reason)
    return NewRow(
        place=place,
        line=entry.line,
        cells=entry.cells,
        number=entry.number,
        group=entry.group,
        name=entry.name or None,
        email=entry.email or None,
        birthday=None if entry.birthday is None else entry.birthday.isoformat(),
    )
