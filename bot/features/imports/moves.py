"""How an import is paused, goes on and is cancelled by a person: each move one guarded UPDATE."""

from collections.abc import Collection

from sqlalchemy import Connection

from bot.access import Who
from bot.features.batches.service import BatchStatus
from bot.features.imports.lanes import Lanes
from bot.features.permissions import Permissions
from bot.store import contact_imports
from bot.store.contact_imports import OPEN, ContactImport, ImportState
from bot.texting.clock import Clock


class ImportMoves:
    """Moves imports. Whoever started one may stop it, whatever their role now."""

    noun = "import"
    too_late = "This import has already ended."

    def __init__(self, lanes: Lanes, permissions: Permissions, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock
        self._permissions = permissions

    def find(self, conn: Connection, batch_id: str, who: Who) -> BatchStatus[ContactImport] | None:
        """Return an import. Raises :exc:`UserError` when it is none of theirs."""
        found = contact_imports.get(conn, batch_id)
        if found is None:
            return None
        self._permissions.require_contacts(found.user_id, who)
        return BatchStatus(found, found.state, found.wave)

    def pause(self, conn: Connection, batch: ContactImport, who: Who) -> bool:
        """Pause an import that runs."""
        return self._move(conn, batch, ImportState.PAUSED, {ImportState.RUNNING}, decided_by=who.user_id)

    def resume(self, conn: Connection, batch: ContactImport, _who: Who, wave: int) -> bool:
        """Set an import that is paused going in this wave."""
        return self._move(conn, batch, ImportState.RUNNING, {ImportState.PAUSED}, wave=wave)

    def cancel(self, conn: Connection, batch: ContactImport, who: Who) -> bool:
        """End an import that has not ended; its result follows when nothing of it is under way."""
        if not self._move(conn, batch, ImportState.CANCELLED, OPEN, decided_by=who.user_id):
            return False
        if batch.wave:  # else nothing of it was begun, and its rows go as they came
            self._lanes.result(conn, batch.id, "cancelled")
        return True

    def _move(
        self,
        conn: Connection,
        batch: ContactImport,
        to: ImportState,
        only_from: Collection[ImportState],
        **values: object,
    ) -> bool:
        return contact_imports.move(conn, batch.id, to, only_from=only_from, now=self._clock(), **values)
