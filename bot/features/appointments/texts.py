"""The texts that go with an appointment: their words, and the moment of a reminder. Pure."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.policy.customers import MOST_REMINDER_HOURS
from bot.slack.writing import message
from bot.texting import merge, segments
from bot.texting.segments import Measure

FIELDS: Final = ("Name", "Date", "Time")
MOST_HOURS: Final = MOST_REMINDER_HOURS
"""Thirty days, as in the policy: what it suggests can be booked."""
_NAMELESS: Final = re.compile(r"[^\S\r\n]*%%[^\S\r\n]*name[^\S\r\n]*%%", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Planned:
    """A text as it will arrive, and when (aware UTC): None for at once."""

    body: str = field(repr=False)
    at: datetime | None

    @property
    def measure(self) -> Measure:
        """Its length, and what it costs."""
        return segments.measure(self.body)


def rendered(template: str, name: str | None, at: datetime, zone: ZoneInfo) -> str:
    """Return a text with its fields filled in; ``zone`` is the account's, where the customers live.

    ``%%Name%%`` is the first name. Without one it is left out, with the blank before it.
    """
    local = at.astimezone(zone)
    values = {"Date": f"{local:%a} {local.day} {local:%b %Y}", "Time": f"{local:%H:%M}"}
    first = next(iter((name or "").split()), "")
    if first:
        values["Name"] = first
    return merge.render(template if first else _NAMELESS.sub("", template), values)


def reminder_at(at: datetime, hours: int) -> datetime:
    """Return the moment (UTC) so many real hours before an appointment, whatever clocks do in between."""
    return at.astimezone(UTC) - timedelta(hours=hours)


def mistake(template: str) -> str | None:
    """Return what is wrong with a text as it stands; none when nothing is."""
    missing = merge.missing(template, FIELDS)
    if missing:
        known = ", ".join(f"%%{name}%%" for name in FIELDS)
        return f"Nothing fills in %%{missing[0]}%% here. What is filled in: {known}."
    return message.mistake(template)


def hours_in(typed: str) -> int | None:
    """Return the hours somebody typed; none when it is no whole number from 1 to :data:`MOST_HOURS`."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_HOURS))):
        return None
    return int(typed) if 1 <= int(typed) <= MOST_HOURS else None
