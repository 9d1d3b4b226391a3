"""A second copy of a message, left behind when Slack's answer to the first post got lost.

Nobody knows where such a copy stands until somebody presses a button in it. It says so then, shows how things
stand, and has no buttons any more.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from bot.features.messages.block_ids import Traced, trace
from bot.features.messages.service import Messages
from bot.slack.blocks import kit
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.poster import Content, Posted, Poster, without_buttons
from bot.slack.outgoing.posting_errors import PosterError
from bot.slack.outgoing.replies import words
from bot.slack.outgoing.responder import Responder
from bot.store import messages as stored
from bot.store.database import Database
from bot.store.messages import Purpose

log = logging.getLogger(__name__)

OLD: Final = "This is an old copy; the current message is {current}."
POSTED_ANEW: Final = frozenset({Purpose.APPROVAL, Purpose.DECISION})
ELSEWHERE: Final = "somewhere else in Slack"


class OldCopies:
    """Answers presses in messages that another copy has taken the place of."""

    def __init__(self, database: Database, messages: Messages, poster: Poster, responder: Responder) -> None:
        self._database = database
        self._messages = messages
        self._poster = poster
        self._responder = responder

    def answer(self, interaction: Interaction) -> bool:
        """Answer a press in an old copy, and tell whether it was one. Any other press is left alone.

        An older request to approve, or word of a decision, is no copy: another one was posted on purpose.
        """
        traced = trace(str(interaction.action.get("block_id", "")))
        where = _place(interaction.body.get("container") or {})
        if traced is None or where is None or traced.purpose in POSTED_ANEW:
            return False
        with self._database.read() as conn:
            row = stored.get(conn, *traced)
        if row is None or row.channel is None or row.ts is None or where == (row.channel, row.ts):
            return False
        current = Posted(row.channel, row.ts)
        interaction.ack()
        log.info("a button was pressed in an old copy of the message of %s", traced.subject_id)
        self._responder.later(interaction, lambda: self._retire(interaction, traced, Posted(*where), current))
        return True

    def _retire(self, interaction: Interaction, traced: Traced, where: Posted, current: Posted) -> None:
        """Take the buttons from an old copy, have it show how things stand, and say where the other is."""
        note = OLD.format(current=self._named(current))
        drawn = self._messages.drawn(*traced)
        if drawn is not None:
            bare = without_buttons(drawn)
            told = Content(f"{bare.text} {note}", (*bare.blocks, kit.context(f"_{note}_")))
            try:
                self._poster.update(where, told)
            except PosterError as error:
                log.info("an old copy could not be edited: %s", type(error).__name__)
        self._responder.replies.send(interaction, words(note))

    def _named(self, current: Posted) -> str:
        try:
            return f"<{self._poster.permalink(current)}|this one>"
        except PosterError:
            return ELSEWHERE


def _place(container: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the channel and timestamp id of a message; None for a view, and for what one person sees."""
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    return str(container.get("channel_id", "")), str(container.get("message_ts", ""))
