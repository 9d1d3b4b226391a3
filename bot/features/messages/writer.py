"""Where a message goes: posted once, edited where it stands, and posted anew or left when it was removed."""

import logging
from typing import Final, NamedTuple

from bot.engine.retry_delays import RETRY_DELAYS
from bot.features.messages.block_ids import traced
from bot.features.messages.renderers import MessagePoster, Rendered, Renderers
from bot.slack.blocks import kit
from bot.slack.blocks.recipients import recipient
from bot.slack.outgoing import posting_keys
from bot.slack.outgoing.poster import Content, Posted
from bot.slack.outgoing.posting_errors import Gone, Later, NotThere, PosterError, Shared
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import DirtyMessage, Purpose
from bot.store.sends import SINGLE, Send
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

NOT_ASKED: Final = (
    "The text to *{to}* needs approval, but the bot can't ask in <#{channel}> because it isn't in that "
    "channel. Invite it; it tries again within five minutes."
)
NOT_ASKED_THERE: Final = (
    "The text to *{to}* needs approval, but the bot can't ask in <#{channel}> because it's shared with "
    "another organisation. Ask an admin to choose another channel for approvals."
)
ELSEWHERE: Final = (
    "This is posted here because the bot isn't in <#{channel}>, or the channel is shared with another "
    "organisation. In a channel of your own, invite the bot to see it there."
)


class Shown(NamedTuple):
    """What Slack shows now: where, and a digest of it."""

    where: Posted
    digest: str


class MessageWriter:
    """Writes messages that were claimed."""

    def __init__(self, database: Database, poster: MessagePoster, renderers: Renderers, clock: Clock) -> None:
        self._database = database
        self._poster = poster
        self._renderers = renderers
        self._clock = clock

    def write(self, dirty: DirtyMessage) -> Shown | None:
        """Draw a claimed message, and write it; returns None when its subject is gone.

        Raises :exc:`PosterError` when Slack does not take it.
        """
        if dirty.purpose in self._renderers.subjects:
            return self._write_subject(dirty, self._renderers.subjects[dirty.purpose](dirty.subject_id))
        with self._database.read() as conn:
            send = sends.get(conn, dirty.subject_id)
            main = messages.get(conn, dirty.subject_id)
        if send is None:
            return None
        content = self._renderers.content(send, dirty.purpose)
        match dirty.purpose:
            case Purpose.DETAILS:
                return self._write_details(dirty, content, main)
            case Purpose.APPROVAL:
                return self._write_approval(dirty, send, content)
            case _:
                drawn = Rendered(content, send.origin_channel, send.user_id, is_news=not _is_forgotten(send))
                return self._write_main(dirty, drawn) if drawn.is_news else self._rewrite(dirty, drawn)

    def _write_subject(self, dirty: DirtyMessage, drawn: Rendered | None) -> Shown | None:
        if dirty.purpose is Purpose.DECISION and (where := _place(dirty)) is not None:
            return self._revise(dirty, where, drawn)
        if drawn is None:
            return None
        return self._write_main(dirty, drawn) if drawn.is_news else self._rewrite(dirty, drawn)

    def _write_main(self, dirty: DirtyMessage, drawn: Rendered) -> Shown:
        where = _place(dirty)
        if where is None:
            return self._post_main(dirty, drawn)
        moved = drawn.channel not in {None, dirty.channel}
        try:
            return self._edit(dirty, where, _elsewhere(drawn) if moved else drawn.content)
        except Gone:
            log.info("message of %s was removed; its news is posted anew", dirty.subject_id)
            return self._post_main(dirty, drawn)
        except NotThere:
            log.info("message of %s is out of reach; its news goes to the person", dirty.subject_id)
            return self._post(dirty, drawn.user_id, _elsewhere(drawn))

    def _rewrite(self, dirty: DirtyMessage, drawn: Rendered) -> Shown | None:
        """Draw a message that is no news where it stands, known or not, and nowhere else."""
        where = _place(dirty) or self._lost_by(dirty, drawn)
        return None if where is None else self._revise(dirty, where, drawn)

    def _lost_by(self, dirty: DirtyMessage, drawn: Rendered) -> Posted | None:
        """Return where an earlier claim posted a message and never knew; none where it posted none."""
        if not dirty.may_be_posted:
            return None
        above = None if dirty.under is None else self._above(*dirty.under)
        if above is not None:
            return self._find(dirty, above.channel, above.ts) or self._find(dirty, drawn.user_id)
        found = None if drawn.channel is None else self._find(dirty, drawn.channel)
        return found or self._find(dirty, drawn.user_id)

    def _revise(self, dirty: DirtyMessage, where: Posted, drawn: Rendered | None) -> Shown:
        """Bring what was said once up to date where it still stands; it is never said again."""
        if drawn is None or drawn.is_news:
            return Shown(where, dirty.digest or "")
        try:
            return self._edit(dirty, where, drawn.content)
        except (Gone, NotThere):
            log.info("a message of %s was removed, and has no news", dirty.subject_id)
            return Shown(where, dirty.digest or "")

    def _write_details(self, dirty: DirtyMessage, content: Content, main: DirtyMessage | None) -> Shown:
        place = None if main is None else _place(main)
        if place is None:
            raise Later(RETRY_DELAYS[0])  # its thread begins with the main message
        where = _place(dirty)
        if where is not None and where.channel == place.channel:
            try:
                return self._edit(dirty, where, content)
            except Gone:
                log.info("details of %s were removed; they are posted anew", dirty.subject_id)
        return self._post(dirty, place.channel, content, thread_ts=place.ts)

    def _write_approval(self, dirty: DirtyMessage, send: Send, content: Content) -> Shown:
        where = _place(dirty)
        if where is not None:
            try:
                return self._edit(dirty, where, content)
            except (Gone, NotThere):
                log.info("the request to approve %s was removed; it is posted anew", send.id)
        try:
            return self._post(dirty, self._renderers.rules.channel or send.user_id, content)
        except Shared:
            log.warning("no one can approve: the approvers' channel is shared with another organisation")
            if dirty.failures == 0 and send.state is SendState.AWAITING_APPROVAL:
                self._tell_requester(send, NOT_ASKED_THERE)
            raise
        except NotThere:
            log.warning("no one can approve: the bot is not in the approvers' channel; invite it there")
            if dirty.failures == 0 and send.state is SendState.AWAITING_APPROVAL:
                self._tell_requester(send, NOT_ASKED)
            raise

    def _tell_requester(self, send: Send, why: str) -> None:
        """Say in a direct message that nobody was asked. The request itself is tried again and again."""
        text = why.format(to=recipient(send), channel=self._renderers.rules.channel)
        try:
            self._poster.post(send.user_id, Content(text, (kit.section(text),)))
        except PosterError as error:
            log.info("%s could not be told that nobody was asked: %s", send.user_id, type(error).__name__)

    def _edit(self, dirty: DirtyMessage, where: Posted, content: Content) -> Shown:
        """Edit a message, unless it shows just this."""
        if content.digest != dirty.digest:
            self._poster.update(where, traced(content, dirty.subject_id, dirty.purpose))
        return Shown(where, content.digest)

    def _post(self, dirty: DirtyMessage, to: str, content: Content, thread_ts: str | None = None) -> Shown:
        """Post a message, or go on with the one that an earlier claim posted and never knew where."""
        told = traced(content, dirty.subject_id, dirty.purpose)
        where = self._find(dirty, to, thread_ts)
        if where is None:
            where = self._poster.post(to, told, thread_ts=thread_ts, key=dirty.key)
        else:
            self._poster.update(where, told)
        return Shown(where, content.digest)

    def _find(self, dirty: DirtyMessage, to: str, thread_ts: str | None = None) -> Posted | None:
        """Return where an earlier claim posted a message, if it may have, and it stands there."""
        if not dirty.may_be_posted or dirty.posting_since is None:
            return None
        since = posting_keys.about(dirty.posting_since, self._clock())
        where = self._poster.find(to, dirty.key, since, thread_ts=thread_ts)
        return None if where == _place(dirty) else where

    def _post_main(self, dirty: DirtyMessage, drawn: Rendered) -> Shown:
        above = None if dirty.under is None else self._above(*dirty.under)
        channel = drawn.channel if above is None else above.channel
        if channel is None:
            return self._post(dirty, drawn.user_id, drawn.content)
        try:
            return self._post(dirty, channel, drawn.content, thread_ts=None if above is None else above.ts)
        except NotThere:
            return self._post(dirty, drawn.user_id, _elsewhere(drawn))

    def _above(self, subject_id: str, purpose: Purpose) -> Posted | None:
        """Return where the message is below which another one is to be posted; none when it is gone."""
        with self._database.read() as conn:
            first = messages.get(conn, subject_id, purpose)
        place = None if first is None else _place(first)
        if first is not None and place is None:
            raise Later(RETRY_DELAYS[0])
        return place


def _is_forgotten(send: Send) -> bool:
    """Tell whether nobody knows any more whom a text went to: what is said of it is no news."""
    return send.kind in SINGLE and not send.to_number


def _place(message: DirtyMessage) -> Posted | None:
    if message.channel is None or message.ts is None:
        return None
    return Posted(message.channel, message.ts)


def _elsewhere(drawn: Rendered) -> Content:
    if drawn.channel is None:
        return drawn.content
    note = ELSEWHERE.format(channel=drawn.channel)
    return Content(f"{drawn.content.text} {note}", (*drawn.content.blocks, kit.context(f"_{note}_")))
