"""Draws the messages of broadcasts: reads what they show beside the row itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.features.approvals.service import SeenByOwner
from bot.features.approvals.views import status as status_view
from bot.features.broadcast.service import BroadcastService
from bot.features.broadcast.views import confirmation_words as say
from bot.features.broadcast.views.details import details
from bot.features.broadcast.views.message import Shown, message
from bot.features.sends.holds import is_for_others
from bot.policy.model import Approval
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store import approvals
from bot.store.approvals import ApprovalRequest
from bot.store.database import Database
from bot.store.sends import Send, groups
from bot.store.sends.groups import Report
from bot.texting.clock import Clock


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws both messages. ``rules`` name the channel in which approvals are asked for, if any.

    ``numbers`` is how many the account sends from, as far as the bot knows. ``instead`` make the buttons for
    the others where one is held because of somebody in its group.
    """

    database: Database
    clock: Clock
    rules: Approval
    numbers: int
    instead: Sequence[Callable[[str], Block]] = ()

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
            asked, past = approvals.get(conn, send.id), approvals.not_approved_before(conn, send.id)
        highest = max((report.successful for report in reports), default=0)
        again = "" if asked is None else status_view.asked_again(send, asked)
        before = tuple(status_view.before(send, past))
        standing = self._standing(send, asked)
        instead = tuple(make(send.id) for make in self.instead) if is_for_others(send) else ()
        return Shown(send, self.clock(), highest, standing, self.numbers, again, before, instead), reports

    def _standing(self, send: Send, asked: ApprovalRequest | None) -> str:
        return "" if asked is None else status_view.standing(send, asked, self.rules.channel)


def look(broadcast_service: BroadcastService, send: Send) -> SeenByOwner:
    """Return what whoever is to approve a broadcast should see of it, its group counted anew.

    Raises :exc:`UserError` when SMS-iT does not answer.
    """
    found = broadcast_service.estimate(send)
    return SeenByOwner(found.sample, tuple(say.requested(send.body or "", found)))
