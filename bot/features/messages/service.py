"""The Slack messages of sends, imports and appointments: each posted once, then edited.

The database says which messages are out of date. Each is claimed with a lease right before it is
drawn, so that two threads never post it twice; what fails is tried again later by the clock.
"""

import logging
from datetime import timedelta
from typing import Final

from bot import spans
from bot.engine.retry_delays import retry_delay
from bot.errors import TooBusy
from bot.features.messages.full_lines import FullLines
from bot.features.messages.renderers import MessagePoster, Renderers
from bot.features.messages.writer import MessageWriter
from bot.logs import describe
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.posting_errors import Full, Later, NoAnswer, PosterError
from bot.spans import Step
from bot.store import due_messages, message_claims, sends
from bot.store.database import Database
from bot.store.due_messages import Due
from bot.store.messages import DirtyMessage, Purpose
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

LEASE_SECONDS: Final = message_claims.LEASE.total_seconds()
MOST_AT_ONCE: Final = 50
SHORTEST_WAIT_SECONDS: Final = 1.0
"""Slack may ask to wait for no time at all, and be asked again for ever then."""
PAUSE_WHEN_BROKEN: Final = 300.0
"""Seconds before a message is tried again that could not be drawn for a reason nobody foresaw."""


class Messages:
    """Keeps the Slack messages of texts up to date."""

    def __init__(
        self,
        database: Database,
        poster: MessagePoster,
        renderers: Renderers,
        clock: Clock,
        drawing: Coalescer,
    ) -> None:
        self._database = database
        self._renderers = renderers
        self._clock = clock
        self._drawing = drawing
        self._full = FullLines(clock)
        self._writer = MessageWriter(database, poster, renderers, clock)

    def show_soon(self, send_id: str) -> None:
        """Draw a message as soon as a thread is free, with all that changes in the next moment.

        When no thread is free, the clock does it within seconds.
        """
        try:
            self._drawing.run(send_id, lambda: self.show(send_id))
        except TooBusy:
            log.info("message of %s is left to the clock", send_id)

    def show(self, send_id: str) -> None:
        """Draw the messages of a send until all are up to date, but those others are at or that wait."""
        while any(self._show(each) for each in self._due_of(send_id)):
            pass

    def show_all(self) -> None:
        """Draw the messages that are out of date and due, up to :data:`MOST_AT_ONCE`.

        In each channel those that changed last come first: while Slack takes fewer than there are, people see
        what became of what they did just now. What this process is about to draw is left to it.
        """
        with self._database.read() as conn:
            due = due_messages.due(
                conn, self._clock(), MOST_AT_ONCE, but_of=self._drawing.waiting, full=self._full.now()
            )
        for each in due:
            self._show(each)

    def _due_of(self, send_id: str) -> tuple[Due, ...]:
        with self._database.read() as conn:
            return due_messages.due_of(conn, send_id, self._clock())

    def _show(self, due: Due) -> bool:
        """Draw a message, unless its line is full or somebody else is at it; returns whether it was tried."""
        if due.line in self._full.now():
            return False  # left to the clock
        with self._database.write() as conn:
            dirty = message_claims.claim(conn, due.subject_id, due.purpose, self._clock(), LEASE_SECONDS)
        if dirty is None:
            return False
        with spans.span(Step.WORK, f"message {dirty.purpose}", dirty.subject_id):
            self._draw(dirty)
        return True

    def _draw(self, dirty: DirtyMessage) -> None:
        try:
            shown = self._writer.write(dirty)
        except Full as full:
            self._wait_for(full, dirty)
        except PosterError as error:
            wait = error.seconds if isinstance(error, Later) else retry_delay(dirty.failures)
            log.info("message of %s waits %.0f s: %s", dirty.subject_id, wait, type(error).__name__)
            self._postpone(dirty, wait, may_be_posted=isinstance(error, NoAnswer))
        except Exception as error:  # noqa: BLE001 - one message must not keep the others from being drawn
            log.error("message of %s could not be drawn: %s", dirty.subject_id, describe(error))
            self._postpone(dirty, PAUSE_WHEN_BROKEN)
        else:
            with self._database.write() as conn:
                if shown is None:
                    message_claims.drop(conn, dirty)
                else:
                    message_claims.shown(conn, dirty, shown.where.channel, shown.where.ts, shown.digest)

    def _postpone(self, dirty: DirtyMessage, seconds: float, *, may_be_posted: bool = True) -> None:
        until = self._clock() + timedelta(seconds=seconds)
        with self._database.write() as conn:
            message_claims.postpone(conn, dirty, until, may_be_posted=may_be_posted)

    def _wait_for(self, full: Full, dirty: DirtyMessage) -> None:
        """Give a message back that Slack takes later, and let all others wait that stand in the same line."""
        log.info("message of %s waits %.0f s for its turn", dirty.subject_id, full.seconds)
        until = self._clock() + timedelta(seconds=max(full.seconds, SHORTEST_WAIT_SECONDS))
        self._full.note(full.line, until)
        with self._database.write() as conn:
            message_claims.give_back(conn, dirty, until)

    def drawn(self, subject_id: str, purpose: Purpose) -> Content | None:
        """Return a message as it should be now; None when its subject is gone."""
        if purpose in self._renderers.subjects:
            drawn = self._renderers.subjects[purpose](subject_id)
            return None if drawn is None else drawn.content
        with self._database.read() as conn:
            send = sends.get(conn, subject_id)
        return None if send is None else self._renderers.content(send, purpose)
