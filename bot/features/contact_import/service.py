"""What people decide about an import: that it begins, pauses, goes on, ends.

Each is one short transaction, because Slack waits for it. A press is bound to what the person saw, so the
same press delivered again decides nothing about what came after it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.contact_import.lanes import Lanes
from bot.features.contact_import.plan import Choice
from bot.features.contact_import.source import Source
from bot.store import contact_imports, messages
from bot.store.contact_imports import BY, OPEN, ContactImport, ImportState, NewImport
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.texting.clock import Clock
from bot.texting.tables.uploads import UploadedFile

GONE: Final = "That import is no longer there."
OLDER: Final = "That button is from an earlier moment; look at the message of the import as it is now."
NOT_YOURS: Final = "Only who started this import may do that, or somebody with the role *{role}*."
NOT_RUNNING: Final = "This import does not run any more, so there is nothing to pause."
TOO_LATE: Final = "This import has ended already."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An import as somebody confirmed it. ``key`` is what Slack repeats on redelivery.

    ``good`` and ``rejected`` count the rows as they were shown.
    """

    file: UploadedFile
    choice: Choice
    good: int
    rejected: int
    channel: str | None
    key: str = field(repr=False)


class Imports:
    """Begins imports, and carries out what people decide about them."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        clock: Clock,
        *,
        allows: Callable[[Who, Role], bool],
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._clock = clock
        self._allows = allows

    def confirm(self, wanted: Wanted, who: Who) -> None:
        """Record an import and have it begin. The same confirmation again does nothing."""
        new = NewImport(
            key=wanted.key,
            team_id=who.team_id,
            user_id=who.user_id,
            origin_channel=wanted.channel,
            file_name=wanted.file.name,
            size=wanted.good,
            rejected=wanted.rejected,
            source=Source(wanted.choice, file=wanted.file).dump(),
        )

        def work(conn: Connection) -> None:
            import_id = contact_imports.insert(conn, new, self._clock())
            if import_id is not None:
                messages.open_another(conn, import_id, Purpose.IMPORT)
                self._lanes.start(conn, import_id, 0, "confirmed")

        self._database.write_with_others(work)

    def pause(self, import_id: str, who: Who, wave: int) -> None:
        """Begin no further row. Raises :exc:`UserError` when it does not run, or was set going since."""

        def work(conn: Connection) -> None:
            found = self._found(conn, import_id, who)
            if found.wave != wave:
                raise UserError(OLDER)
            only_from = {ImportState.RUNNING}
            paused = self._move(conn, found, ImportState.PAUSED, only_from, why=f"{BY}{who.user_id}")
            if not paused and found.state is not ImportState.PAUSED:
                raise UserError(NOT_RUNNING)

        self._database.write_with_others(work)

    def resume(self, import_id: str, who: Who, wave: int) -> None:
        """Go on with a paused import. The same press again does nothing.

        Raises :exc:`UserError` when it is not paused, or was set going since.
        """

        def work(conn: Connection) -> None:
            found = self._found(conn, import_id, who)
            if found.state is ImportState.RUNNING and found.wave == wave + 1:
                return
            if found.state is not ImportState.PAUSED or found.wave != wave:
                raise UserError(OLDER)
            self._move(conn, found, ImportState.RUNNING, {ImportState.PAUSED}, why=None, wave=wave + 1)
            self._lanes.launch(conn, import_id, wave + 1)

        self._database.write_with_others(work)

    def cancel(self, import_id: str, who: Who) -> None:
        """End an import; what is being added at this moment is. Raises :exc:`UserError` when it has ended."""

        def work(conn: Connection) -> None:
            found = self._found(conn, import_id, who)
            if self._move(conn, found, ImportState.CANCELLED, OPEN, why=f"{BY}{who.user_id}"):
                if found.wave:  # else nothing of it was begun, and its rows go as they came
                    self._lanes.result(conn, import_id, "cancelled")
            elif found.state is not ImportState.CANCELLED:
                raise UserError(TOO_LATE)

        self._database.write_with_others(work)

    def _found(self, conn: Connection, import_id: str, who: Who) -> ContactImport:
        found = contact_imports.get(conn, import_id)
        if found is None:
            raise UserError(GONE)
        if found.user_id != who.user_id and not self._allows(who, Role.BROADCASTER):
            raise UserError(NOT_YOURS.format(role=Role.BROADCASTER))
        return found

    def _move(
        self,
        conn: Connection,
        found: ContactImport,
        to: ImportState,
        only_from: frozenset[ImportState] | set[ImportState],
        **values: object,
    ) -> bool:
        return contact_imports.move(conn, found.id, to, only_from=only_from, now=self._clock(), **values)
