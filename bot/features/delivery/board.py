"""The one Slack message of each text: posted once, then edited in place, newest state first.

The database says which messages are out of date. Drawing one is claimed with a lease, so that two threads
never post it twice; what fails is tried again later by the clock.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final, Protocol

from bot.slack import kit
from bot.slack.background import Background
from bot.slack.errors import TooBusy
from bot.slack.poster import Content, Gone, Later, NotThere, Posted, PosterError
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import DirtyMessage
from bot.store.sends import Send
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

LEASE_SECONDS: Final = 60.0
CHUNK: Final = 50
PAUSES: Final = (5, 15, 60, 300)
"""Seconds before a message that could not be written is tried again; the last one repeats."""
ELSEWHERE: Final = "_I tell you here because I am not in <#{channel}>. Invite me to see it there._"


class Wall(Protocol):
    """Where messages are written."""

    def post(self, to: str, content: Content) -> Posted:
        """Post in a channel or to a person. Raises :exc:`PosterError`."""

    def update(self, where: Posted, content: Content) -> None:
        """Edit a message. Raises :exc:`PosterError`."""


class Board:
    """Keeps the Slack messages of texts up to date."""

    def __init__(
        self,
        database: Database,
        wall: Wall,
        render: Callable[[Send], Content],
        clock: Clock,
        background: Background,
    ) -> None:
        self._database = database
        self._wall = wall
        self._render = render
        self._clock = clock
        self._background = background

    def show_soon(self, send_id: str) -> None:
        """Draw a message as soon as a thread is free; when none is, the clock does it within seconds."""
        try:
            self._background.run(lambda: self.show(send_id))
        except TooBusy:
            log.info("message of %s is left to the clock", send_id)

    def show(self, send_id: str) -> None:
        """Draw a message until it is up to date, unless somebody else is at it or it has to wait."""
        while (dirty := self._claim(send_id)) is not None:
            self._draw(dirty)

    def show_all(self) -> None:
        """Draw every message that is out of date and due."""
        with self._database.write() as conn:
            claimed = messages.claim_dirty(conn, self._clock(), LEASE_SECONDS, CHUNK)
        for dirty in claimed:
            self._draw(dirty)

    def _claim(self, send_id: str) -> DirtyMessage | None:
        with self._database.write() as conn:
            return messages.claim_one(conn, send_id, self._clock(), LEASE_SECONDS)

    def _draw(self, dirty: DirtyMessage) -> None:
        with self._database.read() as conn:
            send = sends.get(conn, dirty.send_id)
        if send is None:
            return
        try:
            posted = self._write(dirty, send)
        except PosterError as error:
            wait = error.seconds if isinstance(error, Later) else PAUSES[min(dirty.failures, len(PAUSES) - 1)]
            log.info("message of %s waits %.0f s: %s", send.id, wait, type(error).__name__)
            with self._database.write() as conn:
                messages.postpone(conn, send.id, self._clock() + timedelta(seconds=wait))
            return
        with self._database.write() as conn:
            messages.shown(conn, send.id, dirty.version, posted.channel, posted.ts)

    def _write(self, dirty: DirtyMessage, send: Send) -> Posted:
        content = self._render(send)
        if dirty.channel is None or dirty.ts is None:
            return self._post(send, content)
        where = Posted(dirty.channel, dirty.ts)
        moved = send.origin_channel not in {None, dirty.channel}
        try:
            self._wall.update(where, _elsewhere(send, content) if moved else content)
        except Gone:
            log.info("message of %s was removed; its news is posted anew", send.id)
            return self._post(send, content)
        return where

    def _post(self, send: Send, content: Content) -> Posted:
        if send.origin_channel is None:
            return self._wall.post(send.user_id, content)
        try:
            return self._wall.post(send.origin_channel, content)
        except NotThere:
            return self._wall.post(send.user_id, _elsewhere(send, content))


def _elsewhere(send: Send, content: Content) -> Content:
    note = ELSEWHERE.format(channel=send.origin_channel)
    return Content(f"{content.text} {note}", (*content.blocks, kit.context(note)))
