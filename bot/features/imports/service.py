"""The beginning of an import: recorded as somebody confirmed it, with the job that reads its file."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.access import Who
from bot.features.imports.entries import Choice
from bot.features.imports.lanes import Lanes
from bot.features.imports.saved_request import SavedRequest
from bot.store import contact_imports, messages
from bot.store.contact_imports import NewImport
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.texting.clock import Clock
from bot.texting.tables.uploads import UploadedFile


@dataclass(frozen=True, slots=True)
class Request:
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
    """Begins imports."""

    def __init__(self, database: Database, lanes: Lanes, clock: Clock) -> None:
        self._database = database
        self._lanes = lanes
        self._clock = clock

    def confirm(self, request: Request, who: Who) -> None:
        """Record an import and have it begin. The same confirmation again does nothing."""
        new = NewImport(
            key=request.key,
            team_id=who.team_id,
            user_id=who.user_id,
            origin_channel=request.channel,
            file_name=request.file.name,
            size=request.good,
            rejected=request.rejected,
            source=SavedRequest(request.choice, file=request.file).dump(),
        )

        def work(conn: Connection) -> None:
            import_id = contact_imports.insert(conn, new, self._clock())
            if import_id is not None:
                messages.open_another(conn, import_id, Purpose.IMPORT)
                self._lanes.start(conn, import_id, 0, "confirmed")

        self._database.write_with_others(work)
