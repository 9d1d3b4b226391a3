"""What is said of the same words to the same number a second time. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.slack.blocks import moments
from bot.store.sends.duplicates import Duplicate
from bot.store.states import SendState

_STILL_TO_GO: Final = frozenset(
    {
        SendState.DRAFT,
        SendState.AWAITING_APPROVAL,
        SendState.QUEUED,
        SendState.SCHEDULED,
        SendState.SCHEDULED_AT_SMSIT,
    }
)


def question(duplicates: Sequence[Duplicate], zone: ZoneInfo, now: datetime) -> str:
    """Return what to make sure of, as mrkdwn, by the latest of them; nothing where there is none."""
    if not duplicates:
        return ""
    twin = duplicates[0]
    went = "is already going" if twin.state in _STILL_TO_GO else "went"
    when = moments.when(twin.at, zone, now)
    return f"Send it only if you want it sent twice: the same text {went} to this number ({when})."
