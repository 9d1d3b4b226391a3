"""Handing out the evidence pack of a send: three files, by direct message, to whoever asked for it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.history import pack, timeline
from bot.features.history.service import History, Story
from bot.features.history.views import pack as pack_view
from bot.slack.outgoing.files import Files
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.posting_errors import PosterError
from bot.slack.outgoing.users import Users
from bot.store import audit, audit_chain, broadcast_audiences
from bot.store.audit import Entry
from bot.store.broadcast_audiences import Audience, Recipient
from bot.store.database import Database
from bot.store.sends import Send, SendKind, rows
from bot.texting.clock import Clock
from bot.texting.tables import csv_out

log = logging.getLogger(__name__)

PORTION: Final = 500
"""Rows whose events are read at a time."""


class EvidencePacks:
    """Gathers what is known of a send, and gives it to a person. For threads that may wait."""

    def __init__(
        self, database: Database, record: History, users: Users, poster: Poster, files: Files, clock: Clock
    ) -> None:
        self._database = database
        self._record = record
        self._users = users
        self._poster = poster
        self._files = files
        self._clock = clock
        self._busy = threading.Lock()

    def hand_out(self, send_id: str, who: Who) -> None:
        """Give a person the files, one person at a time: those of a long list are large.

        Raises :exc:`UserError` when they may not see it, files for someone else are being made, or Slack
        takes none.
        """
        story = self._record.story(send_id, who)
        if not self._busy.acquire(blocking=False):
            raise UserError(pack_view.BUSY)
        try:
            self._hand_out(story, who)
        finally:
            self._busy.release()

    def _hand_out(self, story: Story, who: Who) -> None:
        masked = not self._record.sees_numbers(who)
        files = self._files_of(story, masked=masked)
        happened = timeline.of(story.send, story.entries, story.approval, story.past)
        zone = self._users.zone(who.user_id)
        content = pack_view.message(story, happened, self._users.name, zone, masked=masked)
        try:
            posted = self._poster.post(who.user_id, content)
            for what, made in files:
                name = pack.file_name(story.send, what)
                self._files.upload(posted.channel, name, made, "", thread_ts=posted.ts)
        except PosterError as error:
            log.warning(
                "evidence about %s did not reach %s: %s", story.send.id, who.user_id, type(error).__name__
            )
            raise UserError(pack_view.NOT_TAKEN) from None
        log.info("evidence about %s was handed to %s", story.send.id, who.user_id)

    def _files_of(self, story: Story, *, masked: bool) -> list[tuple[str, bytes]]:
        send = story.send
        with self._database.read() as conn:
            anchor = audit_chain.end(conn)
        called = self._called(story)
        tables = (
            ("summary", pack.summary(story, called, anchor, self._clock())),
            ("recipients", pack.recipients(story, self._pages(send), self._members(send), masked=masked)),
            ("events", pack.events(self._entries(send), called)),
        )
        return [(what, csv_out.write(lines)) for what, lines in tables]

    def _called(self, story: Story) -> dict[str, str]:
        """Return the names of all who did something about a send or its rows, by their ids."""
        send, asked = story.send, story.approval
        ids = {send.user_id, *(each.decided_by for each in story.past)}
        if asked is not None:
            ids.add(asked.decided_by)
        with self._database.read() as conn:
            ids |= audit.people_of(conn, (send.id,))
        for page in self._pages(send):
            with self._database.read() as conn:
                ids |= audit.people_of(conn, [row.id for row in page])
        return {user_id: self._users.name(user_id) for user_id in ids if user_id}

    def _pages(self, send: Send) -> Iterator[Sequence[Send]]:
        """Return the rows of a list, a page at a time."""
        if send.kind is not SendKind.LIST:
            return
        with self._database.read() as conn:
            size = rows.size(conn, send.id)
        for first in range(1, size + 1, PORTION):
            with self._database.read() as conn:
                yield rows.page(conn, send.id, first, min(first + PORTION - 1, size))

    def _members(self, send: Send) -> Iterator[tuple[Audience, int, Sequence[Recipient]]]:
        """Return whom a broadcast went to, a page at a time, with the place of the first on it."""
        if send.kind is not SendKind.GROUP:
            return
        with self._database.read() as conn:
            audiences = broadcast_audiences.attempted(conn, send.id)
        for audience in audiences:
            for first in range(1, audience.size + 1, PORTION):
                last = first + PORTION - 1
                with self._database.read() as conn:
                    yield audience, first, broadcast_audiences.page(conn, audience.id, first, last)

    def _entries(self, send: Send) -> Iterator[Entry]:
        """Return what the audit log has about a send, and behind it about the rows of a list."""
        with self._database.read() as conn:
            yield from audit.of_many(conn, (send.id,))
        for page in self._pages(send):
            with self._database.read() as conn:
                found = audit.of_many(conn, [row.id for row in page])
            yield from found
