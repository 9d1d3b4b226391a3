"""What an assistant drafted for a person: written down, discarded, run out, and taken once to be sent.

Nothing here sends. A draft is words and a number; the text is made anew when its person reviews it, and goes
the one way that all texts go.
"""

import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.assistant.listed import MOST_COLUMNS, MOST_ROWS, NOBODY, Listed, dump, load, of_rows
from bot.store import assistant_drafts, encryption
from bot.store.assistant_drafts import AssistantDraft, DraftState, NewDraft
from bot.store.batched_writes import PORTION, in_batches
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.texting import segments
from bot.texting.clock import Clock

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "NOBODY",
    "AssistantDraft",
    "AssistantDrafts",
    "Drafted",
    "Listed",
    "load",
    "of_rows",
    "settle",
]

log = logging.getLogger(__name__)

HOLDS: Final = timedelta(days=1)
"""How long a draft waits to be reviewed."""
MOST_WAITING: Final = 20
"""Drafts that wait for one person: more than anybody reads."""
FULL: Final = (
    f"Ask the person to review or discard drafts in Slack first: {MOST_WAITING} are waiting for them. "
    "Nothing was drafted."
)
GONE: Final = "Ask for a new draft: this one was sent, discarded or expired, or no longer exists."
MARKS: Final = "Leave out control characters: phones can't show them."
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A text as an assistant worded it. ``number`` is digits with country code; empty for what goes to many.

    ``listed`` are the people of a list.

    ``is_typed``: the assistant gave the whole number, so whoever reviews it may see where the text goes.
    """

    number: str = field(repr=False)
    name: str | None = field(repr=False)
    body: str = field(repr=False)
    is_typed: bool = False
    kind: SendKind = SendKind.CONTACT
    listed: Listed | None = field(default=None, repr=False)


class AssistantDrafts:
    """Keeps drafts. Each belongs to the person it was drafted for, and to nobody else."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def draft(self, drafted: Drafted, who: Who) -> AssistantDraft:
        """Write a draft down; the running bot shows it to its person.

        The same words to the same number, group or list are one draft for as long as that waits. Raises
        :exc:`UserError` when the words can't be sent, or too many drafts are waiting.
        """
        body = worded(drafted.body)
        now = self._clock()
        new = NewDraft(
            kind=drafted.kind,
            team_id=who.team_id,
            user_id=who.user_id,
            number=drafted.number,
            name=drafted.name,
            body=body,
            is_typed=drafted.is_typed,
            expires_at=now + HOLDS,
            listed=None if drafted.listed is None else dump(drafted.listed),
        )
        with self._database.write() as conn:
            encryption.look(conn)  # this process goes on while the bot is stopped for another key
            known = assistant_drafts.waiting_like(conn, new)
            if known is not None and known.expires_at > now:
                return known
            if assistant_drafts.count_waiting(conn, who.user_id) >= MOST_WAITING:
                raise UserError(FULL)
            made = assistant_drafts.insert_new(conn, new, now=now)
        log.info("an assistant drafted a %s for %s", made.kind, who.user_id)
        return made

    def waiting(self, draft_id: str, who: Who) -> AssistantDraft:
        """Return a draft that waits for this person. Raises :exc:`UserError` when it is none, or not now."""
        with self._database.read() as conn:
            found = assistant_drafts.get(conn, draft_id)
        if found is None or found.user_id != who.user_id or not self._waits(found):
            raise UserError(GONE)
        return found

    def discard(self, draft_id: str, who: Who) -> None:
        """Discard a draft: a short transaction. Raises :exc:`UserError` as :meth:`waiting`."""
        self.waiting(draft_id, who)
        now = self._clock()
        self._database.write_with_others(
            lambda conn: assistant_drafts.end(conn, draft_id, DraftState.DISCARDED, now=now)
        )

    def expire(self) -> None:
        """End the drafts nobody reviewed in time."""
        now = self._clock()
        with self._database.read() as conn:
            over = assistant_drafts.expired(conn, now, PORTION)
        for each in over:
            with self._database.write() as conn:
                assistant_drafts.end(conn, each, DraftState.EXPIRED, now=now)

    def forget(self, keep: timedelta) -> None:
        """Delete what last changed longer ago than that."""
        before = self._clock() - keep
        gone = in_batches(self._database, lambda conn, most: assistant_drafts.forget(conn, before, most))
        log.info("forgot %d drafts of assistants", gone)

    def _waits(self, found: AssistantDraft) -> bool:
        return found.state is DraftState.WAITING and found.expires_at > self._clock()


def worded(body: str) -> str:
    """Return words as they can be sent. Raises :exc:`UserError` when they can't."""
    body = body.replace("\r\n", "\n").strip()
    if _CONTROL.search(body):
        raise UserError(MARKS)
    if wrong := segments.mistake(body):
        raise UserError(wrong)
    return body


def settle(conn: Connection, key: str, clock: Clock) -> None:
    """End the draft a send came from, in the transaction that hands the send over; ``key`` is the send's.

    Of several reviews of one draft one alone gets this far. Raises :exc:`UserError` for the others, and where
    the draft was discarded or ran out meanwhile. A send that came from no draft passes.
    """
    draft_id = assistant_drafts.draft_behind(key)
    if draft_id is None:
        return
    now = clock()
    found = assistant_drafts.get(conn, draft_id)
    if found is None or found.expires_at <= now:
        raise UserError(GONE)
    if not assistant_drafts.end(conn, draft_id, DraftState.CONFIRMED, now=now):
        raise UserError(GONE)
