"""Draws what a person has to decide about their texts on the Home tab, as the messages of these show it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.features.messages.service import Messages
from bot.features.permissions import Permissions
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content, without_charts
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, attention
from bot.store.sends.attention import Found

SHOWN: Final = 3
"""Of each sort: what else there is, is counted."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Unknown outcomes, texts that ask before they go, and lists that are paused or have unknown rows.

    ``label`` says what kind of send it is, before whom it is for. Who may decide about everybody's texts sees
    those of everybody.
    """

    database: Database
    messages: Messages
    permissions: Permissions
    label: Callable[[Send], str]

    def draw(self, who: Who) -> list[Block]:
        """Return what waits for a decision of this person, with its buttons."""
        if not self.permissions.access.allows(who, Role.SENDER):
            return []
        owner = None if self.permissions.decides_for_everybody(who) else who.user_id
        with self.database.read() as conn:
            found = (
                ("unconfirmed", attention.unknown(conn, owner, SHOWN)),
                ("waiting for a decision", attention.asking(conn, owner, SHOWN)),
                ("paused", attention.paused_lists(conn, owner, SHOWN)),
                ("with unconfirmed texts", attention.lists_with_unknown(conn, owner, SHOWN)),
            )
        return [block for what, each in found for block in self._sort(what, each)]

    def _sort(self, what: str, found: Found) -> Iterator[Block]:
        for send in found.sends:
            drawn = self.messages.drawn(send.id, Purpose.SEND)
            if drawn is not None:
                yield from _labelled(without_charts(drawn), self.label(send))
        if (more := found.count - len(found.sends)) > 0:
            yield kit.context(f"{more:,} more {what}")


def _labelled(drawn: Content, label: str) -> Iterator[Block]:
    """Give the blocks of a message; its line begins with what kind of send it is, behind the sign."""
    first, *others = drawn.blocks
    sign, _, line = str(first["text"]["text"]).partition(" ")
    yield {**first, "text": kit.mrkdwn(f"{sign} {label} {line}")}
    yield from others
