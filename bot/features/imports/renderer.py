"""Draws the messages of imports."""

from dataclasses import dataclass

from bot.features.imports.views.figures import Figures
from bot.features.imports.views.message import message
from bot.features.messages.renderers import Rendered
from bot.store import contact_import_rows, contact_imports
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws the message of an import, where it was started or else to who started it."""

    database: Database

    def draw(self, import_id: str) -> Rendered | None:
        """Return the message as it stands; None when the import is gone."""
        with self.database.read() as conn:
            found = contact_imports.get(conn, import_id)
            counts = contact_import_rows.counts(conn, import_id)
        if found is None:
            return None
        figures = Figures(counts, found.size, found.rejected)
        return Rendered(message(found, figures), found.origin_channel, found.user_id)
