"""The keys that posted messages carry as metadata, by which one is found again whose place got lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

EVENT: Final = "smsit_bot_message"
"""The kind of metadata the bot's messages carry."""
BEFORE: Final = timedelta(minutes=10)
"""How far Slack's clock may be behind ours."""
AFTER: Final = timedelta(hours=1)
"""How long after it was begun a message may have been posted that is looked for."""
MOST_LOOKED_AT: Final = 200


def marked(key: str) -> dict[str, Any]:
    """Return the arguments with which a message is posted under a key; none without one."""
    return {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}} if key else {}


def bounds(since: datetime) -> dict[str, Any]:
    """Return the arguments for reading messages that were posted about ``since`` (aware), or soon after."""
    return {
        "oldest": f"{(since - BEFORE).timestamp():.6f}",
        "latest": f"{(since + AFTER).timestamp():.6f}",
        "limit": MOST_LOOKED_AT,
        "include_all_metadata": True,
    }


def ts_of(key: str, messages: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the timestamp id of the message that carries a key; None when none does."""
    return next((str(each["ts"]) for each in messages if _key_of(each) == key), None)


def _key_of(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key") if metadata.get("event_type") == EVENT else None
