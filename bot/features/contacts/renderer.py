"""Reads an addition of a contact and draws the message that asks about its unknown outcome."""

from dataclasses import dataclass

from bot.features.contacts.views import unconfirmed as unconfirmed_view
from bot.features.messages.renderers import Rendered
from bot.store import contact_additions
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws messages."""

    database: Database

    def draw(self, addition_id: str) -> Rendered | None:
        """Return the message about an addition, for who asked for it alone; None when it was forgotten."""
        with self.database.read() as conn:
            found = contact_additions.get(conn, addition_id)
        if found is None:
            return None
        content = unconfirmed_view.message(found)
        return Rendered(content, None, found.user_id, is_news=bool(found.number))
