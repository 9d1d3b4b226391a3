"""How far this machine's clock is from another one."""

from datetime import datetime, timedelta
from typing import Final

from bot.texting.words import pluralize

MOST_APART: Final = timedelta(seconds=30)
"""Slack's signatures count for five minutes; texts are held and followed by this clock."""


def apart(now: datetime, theirs: datetime) -> str:
    """Return by how much this clock is ahead or behind, to go on with whose; nothing when that is little."""
    seconds = round(abs(now - theirs).total_seconds())
    if timedelta(seconds=seconds) <= MOST_APART:
        return ""
    return f"{pluralize(seconds, 'second')} {'ahead of' if now > theirs else 'behind'}"
