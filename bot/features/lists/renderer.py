"""Draws the messages of lists: reads the figures they show beside the row itself."""

from dataclasses import dataclass
from typing import Final

from bot.features.approvals.service import SeenByOwner
from bot.features.approvals.views import status as status_view
from bot.features.lists.again import is_reported
from bot.features.lists.row_warnings import RowWarnings
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.lists.views import figures as figures_view
from bot.features.lists.views.details import Details, details
from bot.features.lists.views.message import Shown, message
from bot.policy.model import Approval
from bot.slack.outgoing.poster import Content
from bot.store import approvals
from bot.store.database import Database
from bot.store.sends import Send, again, lists, rows
from bot.texting import merge, phones
from bot.texting.clock import Clock

FIRST_REJECTED: Final = 10
MOST_REFUSALS: Final = 10


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws both messages of a list. ``rules`` name the channel in which approvals are asked for, if any."""

    database: Database
    clock: Clock
    rules: Approval

    def main(self, send: Send) -> Content:
        """Return the message everybody follows."""
        with self.database.read() as conn:
            counts, rejected = lists.counts(conn, send.id), lists.rejected_count(conn, send.id)
            found = figures_view.of(counts, rejected, of_people=not lists.has_lines(conn, send.id))
            unknown = lists.unknown(conn, send.id)
            failed = again.count(conn, send.id) if is_reported(send, counts) else 0
            asked = approvals.get(conn, send.id)
        approval = "" if asked is None else f"{status_view.standing(send, asked, self.rules.channel)}."
        return message(Shown(send, found, unknown, self.clock(), approval, failed))

    def details(self, send: Send) -> Content:
        """Return the message in its thread."""
        with self.database.read() as conn:
            has_lines = lists.has_lines(conn, send.id)
            return details(
                Details(
                    send=send,
                    figures=figures_view.of(lists.counts(conn, send.id), lists.rejected_count(conn, send.id)),
                    rejected=lists.rejected(conn, send.id, FIRST_REJECTED),
                    refusals=lists.refusals(conn, send.id, MOST_REFUSALS),
                    by_minute=lists.by_minute(conn, send.id),
                    left_out=() if has_lines else lists.rejected_reasons(conn, send.id, MOST_REFUSALS),
                )
            )

    def look(self, send: Send) -> SeenByOwner:
        """Return what whoever is to approve a list should see of it; its first texts stand there anyway."""
        found, template = RowWarnings(send.body or ""), send.body or ""
        lacking, sample = 0, ""
        with self.database.read() as conn:
            reasons = lists.rejected_reasons(conn, send.id, MOST_REFUSALS)
            of_people = not lists.has_lines(conn, send.id)
            for body in rows.bodies(conn, send.id):
                found.look_at(body)
                if merge.lacks(template, body):
                    lacking, sample = lacking + 1, sample or phones.mask_in(body)
        requested = confirmation_view.requested(found.unicode, lacking, sample, reasons, of_people=of_people)
        return SeenByOwner(warnings=tuple(requested))
