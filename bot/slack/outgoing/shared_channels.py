"""Channels that people of other organisations read along in (Slack Connect), and what is not said there.

Nothing about a person is posted in one unless the policy names it. A channel that cannot be looked up counts
as shared: what was posted cannot be unread.

Scopes: ``channels:read``, and ``groups:read`` for private channels.
Source: docs.slack.dev, reference/objects/conversation-object, apis/slack-connect.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.outgoing.pages import pages

log = logging.getLogger(__name__)

KNOWN_SECONDS: Final = 300.0
"""How long what Slack said of a channel is gone by: an invitation to another organisation takes longer."""
MOST_KNOWN: Final = 1000
"""Channels that are remembered before those are dropped that would be asked about again."""
_SHARED: Final = ("is_ext_shared", "is_pending_ext_shared")
_NOBODY_ELSE: Final = ("D", "U", "W")
"""Direct messages, and people, to whom one is opened."""


def is_shared(channel: Mapping[str, Any]) -> bool:
    """Tell whether another organisation is in a channel, or invited, by Slack's description of it.

    ``is_shared`` alone may mean workspaces of one organisation (``is_org_shared``).
    """
    if any(channel.get(name) for name in _SHARED):
        return True
    return bool(channel.get("is_shared")) and not channel.get("is_org_shared")


class SharedChannels:
    """Knows which channels are closed to what is personal: shared, and not ``named`` by the policy."""

    def __init__(
        self,
        client: WebClient,
        named: Callable[[], Collection[str]],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._named = named
        self._monotonic = monotonic
        self._known: dict[str, tuple[float, bool]] = {}

    def is_closed(self, channel: str | None) -> bool:
        """Tell whether nothing personal may be posted in a channel. May ask Slack."""
        if not channel or channel.startswith(_NOBODY_ELSE) or channel in self._named():
            return False
        at, closed = self._known.get(channel, (float("-inf"), False))
        if self._monotonic() - at < KNOWN_SECONDS:
            return closed
        found = self._ask(channel)
        if found is None:
            return True
        now = self._monotonic()
        if len(self._known) >= MOST_KNOWN:
            self._known = {
                each: said for each, said in tuple(self._known.items()) if now - said[0] < KNOWN_SECONDS
            }
        self._known[channel] = (now, found)
        if found:
            log.info("nothing is posted in %s: it is shared with another organisation", channel)
        return found

    def _ask(self, channel: str) -> bool | None:
        """Return whether a channel is shared; None when Slack does not say."""
        try:
            return is_shared(self._client.conversations_info(channel=channel)["channel"])
        except SlackApiError as error:
            code = error.response.get("error")
            if code == "channel_not_found":
                return False  # the bot can't post there either
            log.warning("it could not be looked up whether %s is shared: %s", channel, code)
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("it could not be looked up whether %s is shared: %s", channel, type(error).__name__)
        return None


class UnlistedError(Exception):
    """Slack doesn't say which channels are shared."""


def closed_channels(client: WebClient, named: Collection[str]) -> str:
    """Return in which channels nothing personal is posted, for who runs the bot; nothing for none.

    Raises UnlistedError where Slack doesn't say.
    """
    try:
        closed = sorted(set(_shared(client)) - set(named))
    except (SlackApiError, SlackClientError, HTTPException, OSError) as error:
        raise UnlistedError from error
    if not closed:
        return ""
    return (
        f"Shared with another organisation, so nothing about people is posted in {', '.join(closed)}. "
        "The policy names those in which it is, as shared in [channels]."
    )


def _shared(client: WebClient) -> Iterator[str]:
    """Give the ids of the shared channels the bot is in. Raises the SDK's errors."""
    for page in pages(lambda **at: client.conversations_list(types="public_channel,private_channel", **at)):
        yield from (str(each["id"]) for each in page["channels"] if each.get("is_member") and is_shared(each))
