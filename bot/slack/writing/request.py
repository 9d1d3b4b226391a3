"""What somebody asked for in a form, with all that is known of who asked."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.access import Who

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Request(Generic[W]):
    """``key`` is what Slack repeats on redelivery, ``zone`` the person's own, ``channel`` where it began."""

    wanted: W
    who: Who
    channel: str | None
    key: str
    zone: ZoneInfo
