"""Reads a step that Slack took no result of, and draws the message about it."""

from dataclasses import dataclass

from bot.features.messages.renderers import Rendered
from bot.features.workflow_steps import views
from bot.store import workflow_steps
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws messages."""

    database: Database

    def draw(self, step_id: str) -> Rendered | None:
        """Return the message for the person the step acted for, alone; None when it was forgotten."""
        with self.database.read() as conn:
            found = workflow_steps.get(conn, step_id)
        return None if found is None else Rendered(views.untold(found), None, found.user_id)
