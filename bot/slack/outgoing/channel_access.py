"""Whether the bot is in a channel it is to write in, and who else is.

Scopes: ``channels:read``, and ``groups:read`` for private channels, which Slack shows to their members only.
Source: docs.slack.dev, reference/methods/conversations.info.
"""

from enum import Enum, auto
from http.client import HTTPException
from typing import NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.outgoing.shared_channels import is_shared


class Absent(Enum):
    """Whether the bot is missing in a channel."""

    NO = auto()
    YES = auto()
    UNKNOWN = auto()


class ChannelAccess(NamedTuple):
    """How the bot stands in a channel: ``said`` is why it isn't there, or why that isn't known."""

    absent: Absent
    said: str = ""
    is_shared: bool = False
    """Whether another organisation is in it, or invited."""


def standing(client: WebClient, channel: str) -> ChannelAccess:
    """Ask Slack how the bot stands in a channel."""
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        said = error.response.get("error")
        if said == "channel_not_found":
            told = f"the bot isn't in the channel {channel}, or it doesn't exist; invite the bot there"
            return ChannelAccess(Absent.YES, told)
        needed = error.response.get("needed")
        hint = f"; give the app the scope {needed}" if needed else ""
        return ChannelAccess(
            Absent.UNKNOWN, f"the channel {channel} couldn't be looked up: Slack says {said}{hint}"
        )
    except (SlackClientError, HTTPException, OSError) as error:
        told = f"the channel {channel} couldn't be looked up: Slack didn't answer ({type(error).__name__})"
        return ChannelAccess(Absent.UNKNOWN, told)
    if not found.get("is_member"):
        return ChannelAccess(Absent.YES, f"the bot isn't in the channel {channel}; invite the bot there")
    return ChannelAccess(Absent.NO, is_shared=is_shared(found))


def absence(client: WebClient, channel: str) -> str:
    """Return a sentence when the bot is not in a channel, or that cannot be told; nothing while it is."""
    return standing(client, channel).said
