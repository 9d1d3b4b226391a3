"""What somebody asked for in a form, with all that is known of who asked."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.store.sends import HeldBy
from bot.texting.schedules import When

W = TypeVar("W")

HELD_BY: Final = {When.NOW: HeldBy.NONE, When.BOT: HeldBy.BOT, When.SMSIT: HeldBy.SMSIT}
"""What is recorded of each choice of who keeps a text until its time."""


@dataclass(frozen=True, slots=True)
class Submission(Generic[W]):
    """``key`` is what Slack repeats on redelivery, ``zone`` the person's own, ``channel`` where it began."""

    request: W
    who: Who
    channel: str | None
    key: str
    zone: ZoneInfo
