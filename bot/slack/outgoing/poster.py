"""The one place that writes messages to Slack."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.slack.blocks import limits
from bot.slack.blocks.charts import CHART
from bot.slack.blocks.data_table import DATA_TABLE
from bot.slack.blocks.digests import digest
from bot.slack.blocks.kit import Block, truncate
from bot.slack.outgoing import posting_keys
from bot.slack.outgoing.call_window import CallWindow
from bot.slack.outgoing.posting_errors import (
    Full,
    Later,
    NoAnswer,
    NotThere,
    PosterError,
    Refused,
    Shared,
    meaning,
)
from bot.store.due_messages import EDITS

log = logging.getLogger(__name__)

UPDATES_A_MINUTE: Final = 45
"""Slack allows about 50 edits a minute for the whole workspace (tier 3)."""
POSTS_A_MINUTE: Final = 60
"""Slack allows about one post a second in a channel; short bursts pass."""
MOST_PACES: Final = 1000
"""Channels and people whose posts are counted before those are dropped that had none within a minute."""


@dataclass(frozen=True, slots=True)
class Content:
    """A message: ``text`` is what screen readers and notifications say, so it says everything."""

    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def digest(self) -> str:
        """What tells this message from every other one: 32 characters, the same in every process."""
        return digest((self.text, self.blocks))


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands: the channel's id (``D…`` for a direct message) and its timestamp id."""

    channel: str
    ts: str


def _open(_channel: str) -> bool:
    return False


class Poster:
    """Posts and edits messages as the bot, but in no channel that ``is_closed`` to what is personal."""

    def __init__(
        self,
        client: WebClient,
        monotonic: Callable[[], float] = time.monotonic,
        is_closed: Callable[[str], bool] = _open,
    ) -> None:
        self._client = client
        self._is_closed = is_closed
        self._updates = CallWindow(UPDATES_A_MINUTE, monotonic=monotonic)
        self._posts: dict[str, CallWindow] = {}
        self._monotonic = monotonic

    def post(self, to: str, content: Content, *, thread_ts: str | None = None, key: str = "") -> Posted:
        """Post in a channel, in a thread there, or to a person when ``to`` is a user's id.

        With a ``key``, which says nothing to anybody else, :meth:`find` finds it. Raises :exc:`PosterError`.
        """
        self._require_open(to)
        place: dict[str, Any] = {"channel": to} | ({} if thread_ts is None else {"thread_ts": thread_ts})
        named = place | posting_keys.marked(key) | _NO_PREVIEWS
        with _in_line(to):
            self._pace(to).take()
            response = self._write(self._client.chat_postMessage, content, **named)
        return Posted(channel=str(response["channel"]), ts=str(response["ts"]))

    def _pace(self, to: str) -> CallWindow:
        """Return what counts the posts to a channel or person."""
        if to not in self._posts and len(self._posts) >= MOST_PACES:
            for line in [line for line, pace in tuple(self._posts.items()) if pace.is_unused]:
                self._posts.pop(line, None)
        return self._posts.setdefault(to, CallWindow(POSTS_A_MINUTE, monotonic=self._monotonic))

    def find(self, to: str, key: str, since: datetime, *, thread_ts: str | None = None) -> Posted | None:
        """Return where the message stands that was posted with a key, about ``since`` (aware) or soon after.

        None when it is not there, or when the app may not look: that takes scopes it need not have. Raises
        :exc:`Later` and :exc:`NoAnswer`.
        """
        try:
            channel = self._channel(to)
            found = posting_keys.find(partial(self._history, channel, thread_ts), key, since)
        except (Later, NoAnswer):
            raise
        except PosterError as error:
            log.info("it could not be looked whether a message was posted: %s", error)
            return None
        return None if found is None else Posted(channel, found)

    def permalink(self, where: Posted) -> str:
        """Return the address of a message. Raises :exc:`PosterError`."""
        call = self._client.chat_getPermalink
        return str(self._call(call, channel=where.channel, message_ts=where.ts)["permalink"])

    def _channel(self, to: str) -> str:
        """Return the id of a channel, of the one with a person when ``to`` is a user's id."""
        if not to.startswith(("U", "W")):
            return to
        return str(self._call(self._client.conversations_open, users=to)["channel"]["id"])

    def _history(self, channel: str, thread_ts: str | None, **bounds: Any) -> SlackResponse:  # noqa: ANN401 - Slack's arguments
        if thread_ts is None:
            return self._call(self._client.conversations_history, channel=channel, **bounds)
        return self._call(self._client.conversations_replies, channel=channel, ts=thread_ts, **bounds)

    def update(self, where: Posted, content: Content) -> None:
        """Edit a message of the bot. Raises :exc:`PosterError`."""
        self._require_open(where.channel)
        with _in_line(EDITS):
            self._updates.take()
            self._write(self._client.chat_update, content, channel=where.channel, ts=where.ts)

    def tell(self, channel: str | None, user: str, content: Content) -> None:
        """Say something to one person: seen by them only in the channel, else in a direct message.

        Raises :exc:`PosterError`.
        """
        if channel is not None:
            try:
                self._call(self._client.chat_postEphemeral, channel=channel, user=user, **_body(content))
            except NotThere:
                pass
            else:
                return
        self.post(user, content)

    def _require_open(self, channel: str) -> None:
        if self._is_closed(channel):
            raise Shared("shared with another organisation")

    def _write(self, method: Callable[..., SlackResponse], content: Content, **where: Any) -> SlackResponse:  # noqa: ANN401 - Slack's arguments
        """Write a message; where Slack refuses its blocks, without charts and tables."""
        try:
            return self._call(method, **_body(content), **where)
        except Refused:
            plainer = without_charts(content)
            if plainer == content:
                raise
        return self._call(method, **_body(plainer), **where)

    def _call(self, method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:  # noqa: ANN401 - Slack's arguments
        try:
            return method(**arguments)
        except SlackApiError as error:
            raise meaning(error) from None
        except (SlackClientError, HTTPException, OSError) as error:
            raise NoAnswer(type(error).__name__) from None


@contextmanager
def _in_line(line: str) -> Iterator[None]:
    """Say of what has to wait where it does."""
    try:
        yield
    except Later as wait:
        raise Full(wait.seconds, line) from None


_NO_PREVIEWS: Final = {"unfurl_links": False, "unfurl_media": False}


def without_charts(content: Content) -> Content:
    """Return a message without charts and tables; what they show stands in its words too, or in its files."""
    kept = (block for block in content.blocks if block.get("type") not in {CHART, DATA_TABLE})
    return Content(content.text, tuple(kept))


def without_buttons(content: Content) -> Content:
    """Return a message without what can be pressed or chosen in it."""
    kept = (block for block in content.blocks if block.get("type") != "actions")
    bare = ({name: part for name, part in block.items() if name != "accessory"} for block in kept)
    return Content(content.text, tuple(bare))


def _body(content: Content) -> dict[str, Any]:
    return {"text": truncate(content.text, limits.UPDATE_TEXT), "blocks": list(content.blocks)}
