"""Draws the request to approve a send, and what its asker is told, from its row and the newest request."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.features.approvals.views import decision as decision_view
from bot.features.approvals.views import request as request_view
from bot.features.messages.renderers import Rendered
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store import approvals, sends
from bot.store.approvals import Decision
from bot.store.database import Database
from bot.store.sends import Send


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws requests to approve. ``reasons`` says why a send needs a second person.

    ``after`` returns the buttons for whoever is told that it was not approved.
    """

    database: Database
    reasons: Callable[[Send], tuple[str, ...]]
    after: Callable[[Send], list[Block]]

    def draw(self, send: Send) -> Content:
        """Return the message for the approvers about a send as it stands."""
        with self.database.read() as conn:
            asked, past = approvals.get(conn, send.id), approvals.not_approved_before(conn, send.id)
        return (
            request_view.nothing(send)
            if asked is None
            else request_view.request(send, asked, self.reasons(send), past)
        )

    def decision(self, send_id: str) -> Rendered | None:
        """Return the direct message that tells whoever asked of a rejection, or that nobody decided in time.

        A direct message, because it notifies them: an edit of the message in the channel does not. Asked
        anew since, it says so instead.
        """
        with self.database.read() as conn:
            send, asked = sends.get(conn, send_id), approvals.get(conn, send_id)
        if send is None or asked is None:
            return None
        if asked.decision in {Decision.REJECTED, Decision.EXPIRED}:
            return Rendered(decision_view.not_approved(send, asked, self.after(send)), None, send.user_id)
        return Rendered(decision_view.asked_again(send, asked), None, send.user_id, is_news=False)
