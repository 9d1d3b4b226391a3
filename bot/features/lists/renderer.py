"""Draws the messages of lists: reads the figures they show beside the row itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.features.lists.views import figures as figures_view
from bot.features.lists.views.details import Details, details
from bot.features.lists.views.message import Shown, message
from bot.slack.outgoing.poster import Content
from bot.store.database import Database
from bot.store.sends import Send, lists
from bot.texting.clock import Clock

FIRST_REJECTED: Final = 10
MOST_REFUSALS: Final = 10

Approval = Callable[[Send], str]
"""Says in mrkdwn how the approval of a send stands; nothing when nobody was asked."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws both messages of a list."""

    database: Database
    clock: Clock
    approval: Approval

    def main(self, send: Send) -> Content:
        """Return the message everybody follows."""
        with self.database.read() as conn:
            found = figures_view.of(lists.counts(conn, send.id), lists.rejected_count(conn, send.id))
            unknown = lists.unknown(conn, send.id)
        return message(Shown(send, found, unknown, self.clock(), self.approval(send)))

    def details(self, send: Send) -> Content:
        """Return the message in its thread."""
        with self.database.read() as conn:
            return details(
                Details(
                    send=send,
                    figures=figures_view.of(lists.counts(conn, send.id), lists.rejected_count(conn, send.id)),
                    rejected=lists.rejected(conn, send.id, FIRST_REJECTED),
                    refusals=lists.refusals(conn, send.id, MOST_REFUSALS),
                    by_minute=lists.by_minute(conn, send.id),
                )
            )
