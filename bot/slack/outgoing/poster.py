"""The one place that writes messages to Slack.

It turns Slack's answers into four cases its callers act on:

PosterError
├── NotThere     the bot may not post in that channel: tell the person instead
├── Refused      Slack does not take these blocks
├── Gone         the message to edit is no longer there, or may no longer be edited
├── Later        Slack asks to wait: try again after ``seconds``
└── Unreachable  Slack did not answer, or with an error nobody can act on: try again later
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.slack.blocks import limits
from bot.slack.blocks.kit import Block, truncate

NOT_THERE: Final = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "restricted_action",
        "no_permission",
        "access_denied",
    }
)
GONE: Final = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "block_mismatch"}
)
REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format"})
CHART: Final = "data_visualization"
UPDATES_A_MINUTE: Final = 45
"""Slack allows about 50 edits a minute for the whole workspace (tier 3)."""
POSTS_A_MINUTE: Final = 60
"""Slack allows about one post a second in a channel; short bursts pass."""


class PosterError(Exception):
    """A message was not written."""


class NotThere(PosterError):  # noqa: N818 - a case, named as callers read it
    """The bot may not post in that channel."""


class Refused(PosterError):  # noqa: N818 - a case, named as callers read it
    """Slack does not take these blocks; trying the same again is of no use."""


class Gone(PosterError):  # noqa: N818 - a case, named as callers read it
    """The message to edit is no longer there."""


class Unreachable(PosterError):  # noqa: N818 - a case, named as callers read it
    """Slack did not take the message, and nobody can do anything about it now."""


class Later(PosterError):  # noqa: N818 - a case, named as callers read it
    """Slack, or our own care for its limits, asks to wait ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Content:
    """A message: ``text`` is what screen readers and notifications say, so it says everything."""

    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands: the channel's id (``D…`` for a direct message) and its timestamp id."""

    channel: str
    ts: str


class Pace:
    """Lets ``allowed`` calls pass in any window of ``seconds`` seconds, and names the wait for the next."""

    def __init__(
        self, allowed: int, seconds: float = 60.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowed = allowed
        self._seconds = seconds
        self._monotonic = monotonic
        self._passed: deque[float] = deque()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Take a place in the window; raises :exc:`Later` when all are taken."""
        now = self._monotonic()
        with self._lock:
            while self._passed and now - self._passed[0] >= self._seconds:
                self._passed.popleft()
            if len(self._passed) >= self._allowed:
                raise Later(self._seconds - (now - self._passed[0]))
            self._passed.append(now)


class Poster:
    """Posts and edits messages as the bot."""

    def __init__(self, client: WebClient, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._updates = Pace(UPDATES_A_MINUTE, monotonic=monotonic)
        self._posts: dict[str, Pace] = {}
        self._monotonic = monotonic

    def post(self, to: str, content: Content, *, thread_ts: str | None = None) -> Posted:
        """Post in a channel, in a thread there, or to a person when ``to`` is a user's id.

        Raises :exc:`PosterError`.
        """
        self._posts.setdefault(to, Pace(POSTS_A_MINUTE, monotonic=self._monotonic)).take()
        place = {"channel": to} | ({} if thread_ts is None else {"thread_ts": thread_ts})
        response = self._write(self._client.chat_postMessage, content, **place, **_NO_PREVIEWS)
        return Posted(channel=str(response["channel"]), ts=str(response["ts"]))

    def update(self, where: Posted, content: Content) -> None:
        """Edit a message of the bot. Raises :exc:`PosterError`."""
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

    def _write(self, method: Callable[..., SlackResponse], content: Content, **where: Any) -> SlackResponse:  # noqa: ANN401 - Slack's arguments
        """Write a message; where Slack refuses its blocks, without its charts. The words hold the figures."""
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
            raise _meaning(error) from None
        except (SlackClientError, HTTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from None


_NO_PREVIEWS: Final = {"unfurl_links": False, "unfurl_media": False}


def without_charts(content: Content) -> Content:
    """Return a message without its charts; what they show stands in its words too."""
    return Content(content.text, tuple(block for block in content.blocks if block.get("type") != CHART))


def _body(content: Content) -> dict[str, Any]:
    return {"text": truncate(content.text, limits.UPDATE_TEXT), "blocks": list(content.blocks)}


def _meaning(error: SlackApiError) -> PosterError:
    code = str(error.response.get("error", ""))
    if code == "ratelimited" or error.response.status_code == 429:  # noqa: PLR2004 - HTTP Too Many Requests
        return Later(float(error.response.headers.get("Retry-After", 30)))
    if code in NOT_THERE:
        return NotThere(code)
    if code in REFUSED:
        return Refused(code)
    if code in GONE:
        return Gone(code)
    return Unreachable(code)
