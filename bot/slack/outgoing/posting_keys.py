"""The keys that posted messages carry as metadata, by which one is found again whose place got lost."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.web import SlackResponse

log = logging.getLogger(__name__)

EVENT: Final = "smsit_bot_message"
"""The kind of metadata the bot's messages carry."""
BEFORE: Final = timedelta(minutes=10)
"""How far Slack's clock may be behind ours."""
AFTER: Final = timedelta(hours=1)
"""How long after it was begun a message may have been posted that is looked for."""
PAGE: Final = 200
"""Messages that Slack is asked for at once."""
MOST_PAGES: Final = 20
"""Pages that are looked through for one message: an hour of a channel with a message a second fits."""

Read = Callable[..., Mapping[str, Any] | SlackResponse]
"""Asks Slack for a page of messages."""


def find(read: Read, key: str, since: datetime) -> str | None:
    """Return the timestamp id of the message posted under a key about ``since`` (aware), or soon after.

    Pages are read until it is found or there are no more. None when it is not there, or lies behind more
    messages than are looked through. Raises what reading raises.
    """
    asked: dict[str, Any] = bounds(since)
    for _ in range(MOST_PAGES):
        answer = read(**asked)
        found = ts_of(key, answer.get("messages") or ())
        asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
        if found is not None or not asked["cursor"]:
            return found
    log.info("a message that may have been posted was not found among the newest %d", MOST_PAGES * PAGE)
    return None


def about(since: datetime, now: datetime) -> datetime:
    """Return about when a message may have been posted that was begun at ``since`` (both aware).

    Where that is ahead of ``now``, the clock was set back in between: within the last hour.
    """
    return since if since <= now + BEFORE else now - AFTER


def marked(key: str) -> dict[str, Any]:
    """Return the arguments with which a message is posted under a key; none without one."""
    return {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}} if key else {}


def bounds(since: datetime) -> dict[str, Any]:
    """Return the arguments for reading messages that were posted about ``since`` (aware), or soon after."""
    return {
        "oldest": f"{(since - BEFORE).timestamp():.6f}",
        "latest": f"{(since + AFTER).timestamp():.6f}",
        "limit": PAGE,
        "include_all_metadata": True,
    }


def ts_of(key: str, messages: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the timestamp id of the message that carries a key; None when none does."""
    return next((str(each["ts"]) for each in messages if _key_of(each) == key), None)


def _key_of(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key") if metadata.get("event_type") == EVENT else None
