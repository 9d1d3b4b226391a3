"""Reads a draft of an assistant and draws the message that shows it to its person."""

from dataclasses import dataclass

from bot.features.assistant import views
from bot.features.messages.renderers import Rendered
from bot.store import assistant_drafts
from bot.store.assistant_drafts import DraftState
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws messages."""

    database: Database

    def draw(self, draft_id: str) -> Rendered | None:
        """Return the message about a draft, for its person alone; None when it was forgotten.

        One that ended before it was shown is no news.
        """
        with self.database.read() as conn:
            found = assistant_drafts.get(conn, draft_id)
        if found is None:
            return None
        return Rendered(views.message(found), None, found.user_id, is_news=found.state is DraftState.WAITING)
