"""Draws what a person has to decide about their texts on the Home tab, as the messages of these show it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.access import Role, Who
from bot.features.messages.service import Messages
from bot.features.permissions import Permissions
from bot.features.sends.views import undecided as undecided_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content, without_charts
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, attention
from bot.store.sends.attention import Found

SHOWN: Final = 5
"""Of each sort, where all are shown."""


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
        """Return what waits for a decision of this person: of each sort one with its buttons, or how many."""
        found = self._sorts(who, 1)
        several = [(each.count, what) for what, each in found if each.count > 1]
        single = [send for _what, each in found if each.count == 1 for send in each.sends]
        drawn = [block for blocks in self._drawn(single) for block in blocks]
        return [*undecided_view.summary(several), *drawn]

    def whole(self, who: Who) -> Block:
        """Return the modal of all of it, with its buttons."""
        found = self._sorts(who, SHOWN)
        sends = [send for _what, each in found for send in each.sends]
        has_more = any(each.count > len(each.sends) for _what, each in found)
        return undecided_view.modal([*self._drawn(sends)], has_more=has_more)

    def _sorts(self, who: Who, limit: int) -> Sequence[tuple[str, Found]]:
        if not self.permissions.access.allows(who, Role.SENDER):
            return ()
        owner = None if self.permissions.decides_for_everybody(who) else who.user_id
        with self.database.read() as conn:
            return (
                ("unconfirmed", attention.unknown(conn, owner, limit)),
                ("waiting for a decision", attention.asking(conn, owner, limit)),
                ("lists paused", attention.paused_lists(conn, owner, limit)),
                ("lists with unconfirmed texts", attention.lists_with_unknown(conn, owner, limit)),
            )

    def _drawn(self, sends: Sequence[Send]) -> Iterator[Sequence[Block]]:
        for send in sends:
            drawn = self.messages.drawn(send.id, Purpose.SEND)
            if drawn is not None:
                yield [*_labelled(without_charts(drawn), self.label(send))]


def _labelled(drawn: Content, label: str) -> Iterator[Block]:
    """Give the blocks of a message; its line begins with what kind of send it is, behind the sign."""
    first, *others = drawn.blocks
    sign, _, line = str(first["text"]["text"]).partition(" ")
    yield {**first, "text": kit.mrkdwn(f"{sign} {label} {line}")}
    yield from others
