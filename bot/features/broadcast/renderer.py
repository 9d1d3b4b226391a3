"""Draws the messages of broadcasts: reads what they show beside the row itself."""

from dataclasses import dataclass

from bot.features.approvals.views import status as status_view
from bot.features.broadcast.views.details import details
from bot.features.broadcast.views.message import Shown, message
from bot.slack.outgoing.poster import Content
from bot.store import approvals
from bot.store.approvals import ApprovalRequest
from bot.store.database import Database
from bot.store.sends import Send, groups
from bot.store.sends.groups import Report
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws both messages. ``approvers`` is the channel in which approvals are asked for, if any.

    ``numbers`` is how many the account sends from, as far as the bot knows.
    """

    database: Database
    clock: Clock
    approvers: str | None
    numbers: int

    def main(self, send: Send) -> Content:
        """Return the message everybody follows."""
        shown, _reports = self._read(send)
        return message(shown)

    def details(self, send: Send) -> Content:
        """Return the message in its thread."""
        shown, reports = self._read(send)
        return details(shown, reports)

    def _read(self, send: Send) -> tuple[Shown, tuple[Report, ...]]:
        with self.database.read() as conn:
            reports = groups.reports(conn, send.id)
            asked = approvals.get(conn, send.id)
        highest = max((report.successful for report in reports), default=0)
        return Shown(send, self.clock(), highest, self._standing(send, asked), self.numbers), reports

    def _standing(self, send: Send, asked: ApprovalRequest | None) -> str:
        return "" if asked is None else status_view.in_words(send, asked, self.approvers)
