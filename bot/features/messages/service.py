"""The Slack messages of sends, imports and appointments: each posted once, then edited.

The database says which messages are out of date. Each is claimed with a lease right before it is
drawn, so that two threads never post it twice; what fails is tried again later by the clock.
"""

import logging
from datetime import timedelta
from typing import Final

from bot.engine.retry_delays import RETRY_DELAYS, retry_delay
from bot.errors import TooBusy
from bot.features.messages.renderers import MessagePoster, Rendered, Renderers
from bot.logs import describe
from bot.slack.blocks import kit
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.poster import Content, Gone, Later, NotThere, Posted, PosterError
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import DirtyMessage, Purpose
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

LEASE_SECONDS: Final = 60.0
"""Longer than one message takes: three calls of Slack at most, and its client waits ten seconds for each."""
MOST_AT_ONCE: Final = 50
PAUSE_WHEN_BROKEN: Final = 300.0
"""Seconds before a message is tried again that could not be drawn for a reason nobody foresaw."""
NOT_ASKED: Final = (
    "The text to *{to}* waits for approval, but I could not ask the approvers in <#{channel}>: I am not in "
    "that channel. Invite me there; I try again within five minutes."
)
ELSEWHERE: Final = "_I tell you here because I am not in <#{channel}>. Invite me to see it there._"


class Messages:
    """Keeps the Slack messages of texts up to date."""

    def __init__(
        self,
        database: Database,
        poster: MessagePoster,
        renderers: Renderers,
        clock: Clock,
        background: Background,
    ) -> None:
        self._database = database
        self._poster = poster
        self._renderers = renderers
        self._clock = clock
        self._background = background

    def show_soon(self, send_id: str) -> None:
        """Draw a message as soon as a thread is free; when none is, the clock does it within seconds."""
        try:
            self._background.run(lambda: self.show(send_id))
        except TooBusy:
            log.info("message of %s is left to the clock", send_id)

    def show(self, send_id: str) -> None:
        """Draw the messages of a send until all are up to date, but those others are at or that wait."""
        while (dirty := self._claim(send_id)) is not None:
            self._draw(dirty)

    def show_all(self) -> None:
        """Draw the messages that are out of date and due, up to :data:`MOST_AT_ONCE`."""
        for _ in range(MOST_AT_ONCE):
            with self._database.write() as conn:
                claimed = messages.claim_dirty(conn, self._clock(), LEASE_SECONDS, limit=1)
            if not claimed:
                return
            self._draw(claimed[0])

    def _claim(self, send_id: str) -> DirtyMessage | None:
        with self._database.write() as conn:
            return messages.claim_one(conn, send_id, self._clock(), LEASE_SECONDS)

    def _draw(self, dirty: DirtyMessage) -> None:
        try:
            posted = self._write(dirty)
        except PosterError as error:
            wait = error.seconds if isinstance(error, Later) else retry_delay(dirty.failures)
            log.info("message of %s waits %.0f s: %s", dirty.subject_id, wait, type(error).__name__)
            self._postpone(dirty, wait)
        except Exception as error:  # noqa: BLE001 - one message must not keep the others from being drawn
            log.error("message of %s could not be drawn: %s", dirty.subject_id, describe(error))
            self._postpone(dirty, PAUSE_WHEN_BROKEN)
        else:
            with self._database.write() as conn:
                if posted is None:
                    messages.drop(conn, dirty)
                else:
                    messages.shown(conn, dirty, posted.channel, posted.ts)

    def _postpone(self, dirty: DirtyMessage, seconds: float) -> None:
        with self._database.write() as conn:
            messages.postpone(conn, dirty, self._clock() + timedelta(seconds=seconds))

    def _write(self, dirty: DirtyMessage) -> Posted | None:
        if dirty.purpose in self._renderers.subjects:
            drawn = self._renderers.subjects[dirty.purpose](dirty.subject_id)
            return None if drawn is None else self._write_main(dirty, drawn)
        with self._database.read() as conn:
            send = sends.get(conn, dirty.subject_id)
            main = messages.get(conn, dirty.subject_id)
        if send is None:
            return None
        match dirty.purpose:
            case Purpose.DETAILS:
                return self._write_details(dirty, send, main)
            case Purpose.APPROVAL:
                return self._write_approval(dirty, send)
            case _:
                content = self._renderers.main[send.kind](send)
                return self._write_main(dirty, Rendered(content, send.origin_channel, send.user_id))

    def _write_main(self, dirty: DirtyMessage, drawn: Rendered) -> Posted:
        where = _place(dirty)
        if where is None:
            return self._post(dirty, drawn)
        moved = drawn.channel not in {None, dirty.channel}
        try:
            self._poster.update(where, _elsewhere(drawn) if moved else drawn.content)
        except Gone:
            log.info("message of %s was removed; its news is posted anew", dirty.subject_id)
            return self._post(dirty, drawn)
        except NotThere:
            log.info("message of %s is out of reach; its news goes to the person", dirty.subject_id)
            return self._poster.post(drawn.user_id, _elsewhere(drawn))
        return where

    def _write_details(self, dirty: DirtyMessage, send: Send, main: DirtyMessage | None) -> Posted:
        place = None if main is None else _place(main)
        if place is None:
            raise Later(RETRY_DELAYS[0])  # its thread begins with the main message
        content = self._renderers.details[send.kind](send)
        where = _place(dirty)
        if where is not None and where.channel == place.channel:
            try:
                self._poster.update(where, content)
            except Gone:
                log.info("details of %s were removed; they are posted anew", send.id)
            else:
                return where
        return self._poster.post(place.channel, content, thread_ts=place.ts)

    def _write_approval(self, dirty: DirtyMessage, send: Send) -> Posted:
        content = self._renderers.approval(send)
        where = _place(dirty)
        if where is not None:
            try:
                self._poster.update(where, content)
            except (Gone, NotThere):
                log.info("the request to approve %s was removed; it is posted anew", send.id)
            else:
                return where
        try:
            return self._poster.post(self._renderers.approvers or send.user_id, content)
        except NotThere:
            log.warning("nobody can approve: the bot is not in the approvers' channel; invite it there")
            if dirty.failures == 0 and send.state is SendState.AWAITING_APPROVAL:
                self._tell_requester(send)
            raise

    def _tell_requester(self, send: Send) -> None:
        """Say in a direct message that nobody was asked. The request itself is tried again and again."""
        text = NOT_ASKED.format(to=recipient(send), channel=self._renderers.approvers)
        try:
            self._poster.post(send.user_id, Content(text, (kit.section(text),)))
        except PosterError as error:
            log.info("%s could not be told that nobody was asked: %s", send.user_id, type(error).__name__)

    def _post(self, dirty: DirtyMessage, drawn: Rendered) -> Posted:
        above = None if dirty.under is None else self._above(*dirty.under)
        channel = drawn.channel if above is None else above.channel
        if channel is None:
            return self._poster.post(drawn.user_id, drawn.content)
        try:
            return self._poster.post(channel, drawn.content, thread_ts=None if above is None else above.ts)
        except NotThere:
            return self._poster.post(drawn.user_id, _elsewhere(drawn))

    def _above(self, subject_id: str, purpose: Purpose) -> Posted | None:
        """Return where the message is below which another one is to be posted; none when it is gone."""
        with self._database.read() as conn:
            first = messages.get(conn, subject_id, purpose)
        place = None if first is None else _place(first)
        if first is not None and place is None:
            raise Later(RETRY_DELAYS[0])
        return place


def _place(message: DirtyMessage) -> Posted | None:
    if message.channel is None or message.ts is None:
        return None
    return Posted(message.channel, message.ts)


def _elsewhere(drawn: Rendered) -> Content:
    if drawn.channel is None:
        return drawn.content
    note = ELSEWHERE.format(channel=drawn.channel)
    return Content(f"{drawn.content.text} {note}", (*drawn.content.blocks, kit.context(note)))
