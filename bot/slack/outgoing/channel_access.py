"""Whether the bot is in a channel it is to write in.

Scopes: ``channels:read``, and ``groups:read`` for private channels, which Slack shows to their members only.
Source: docs.slack.dev, reference/methods/conversations.info.
"""

from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError


def absence(client: WebClient, channel: str) -> str:
    """Return a sentence when the bot is not in a channel, or that cannot be told; nothing while it is."""
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        said = error.response.get("error")
        if said == "channel_not_found":
            return f"the bot isn't in the channel {channel}, or it doesn't exist; invite the bot there"
        needed = error.response.get("needed")
        hint = f"; give the app the scope {needed}" if needed else ""
        return f"the channel {channel} couldn't be looked up: Slack says {said}{hint}"
    except (SlackClientError, HTTPException, OSError) as error:
        return f"the channel {channel} couldn't be looked up: Slack didn't answer ({type(error).__name__})"
    return "" if found.get("is_member") else f"the bot isn't in the channel {channel}; invite the bot there"
