"""Draws the request to approve a send, from its row and the newest request about it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.features.approvals.views import request as request_view
from bot.features.approvals.views import status as status_view
from bot.slack.outgoing.poster import Content
from bot.store import approvals
from bot.store.database import Database
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws requests to approve. ``reasons`` says why a send needs a second person."""

    database: Database
    reasons: Callable[[Send], tuple[str, ...]]

    def draw(self, send: Send) -> Content:
        """Return the message for the approvers about a send as it stands."""
        with self.database.read() as conn:
            asked = approvals.get(conn, send.id)
        return (
            request_view.nothing(send)
            if asked is None
            else request_view.request(send, asked, self.reasons(send))
        )


def standing_of(database: Database, channel: str | None) -> Callable[[Send], str]:
    """Return what says in mrkdwn how the approval of a send stands; nothing when nobody was asked.

    ``channel`` is where the approvers are asked.
    """

    def in_words(send: Send) -> str:
        with database.read() as conn:
            asked = approvals.get(conn, send.id)
        return "" if asked is None else f"Approval: {status_view.in_words(send, asked, channel)}."

    return in_words
