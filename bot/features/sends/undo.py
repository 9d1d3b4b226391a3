"""A text that would go at once waits for some seconds first, so that it can be undone. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.store.sends import HeldBy, Send
from bot.store.states import SendState


def waiting(
    draft: Send, values: Mapping[str, Any], seconds: int, now: datetime
) -> tuple[Send, Mapping[str, Any]]:
    """Return a draft, and the columns it is confirmed with, as one that the bot holds for so many seconds.

    What has a time of its own, or repeats, waits for that alone; with 0 seconds nothing waits.
    """
    if not seconds or draft.send_at is not None or draft.held_by is not HeldBy.NONE or draft.recurrence:
        return draft, values
    held: dict[str, Any] = {
        "send_at": now + timedelta(seconds=seconds),
        "held_by": HeldBy.BOT,
        "undo_seconds": seconds,
    }
    return replace(draft, **held), {**values, **held}


def can_undo(send: Send) -> bool:
    """Tell whether a text waits for nothing but to be undone, and asks nobody anything."""
    return send.state is SendState.SCHEDULED and bool(send.undo_seconds) and send.hold is None
