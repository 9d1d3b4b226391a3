"""The texts that go with an appointment: their words, and the moment of a reminder. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.policy.model import MOST_REMINDER_HOURS, MOST_REMINDERS
from bot.texting import merge, segments
from bot.texting.segments import Measure

FIELDS: Final = ("Name", "Date", "Time")
MOST_HOURS: Final = MOST_REMINDER_HOURS
"""Thirty days, as in the policy: what it suggests can be booked."""
LONGEST_HOURS: Final = 40
_BETWEEN: Final = re.compile(r"[\s,;+&]+|\band\b")


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

    ``%%Name%%`` is the first name. Without one it is left out, or the words said that stand behind its bar.
    """
    local = at.astimezone(zone)
    first = next(iter((name or "").split()), "")
    values = {"Name": first, "Date": f"{local:%a} {local.day} {local:%b %Y}", "Time": f"{local:%H:%M}"}
    return merge.render(template, values)


def nameless(templates: Iterable[str | None]) -> str:
    """Return what these texts say to somebody whose name is not known; nothing when they use no name."""
    found = [blank for each in templates for blank in merge.blanks(each or "", {"Name": ""})]
    if not found:
        return ""
    said = dict.fromkeys(f"\u201c{each.instead}\u201d" for each in found if each.instead)
    if said:
        return f"This contact has no name, so the text says {' or '.join(said)} instead."
    return (
        "This contact has no name; %%Name%% will be blank. To say something else there, write "
        "%%Name|your words%%."
    )


def reminder_at(at: datetime, hours: int) -> datetime:
    """Return the moment (UTC) so many real hours before an appointment, whatever clocks do in between."""
    return at.astimezone(UTC) - timedelta(hours=hours)


def mistake(template: str) -> str | None:
    """Return what is wrong with a text as it stands; none when nothing is."""
    missing = merge.missing(template, FIELDS)
    if missing:
        known = ", ".join(f"%%{name}%%" for name in FIELDS)
        wrong = f"%%{missing[0]}%% can't be filled in here."
        return f"{wrong} {merge.hint(missing[:1], FIELDS) or f'Use {known}.'}"
    return segments.mistake(template)


def hours_in(typed: str) -> tuple[int, ...]:
    """Return the hours somebody typed, such as "48, 2", the most first and each once.

    Nothing when one is no whole number from 1 to :data:`MOST_HOURS`, or there are too many.
    """
    parts = [each for each in _BETWEEN.split(typed[: LONGEST_HOURS + 1]) if each]
    if len(typed) > LONGEST_HOURS or not all(map(_is_hours, parts)):
        return ()
    found = sorted({int(each) for each in parts}, reverse=True)
    return tuple(found) if len(found) <= MOST_REMINDERS else ()


def hours_typed(hours: Iterable[int]) -> str:
    """Return hours as somebody would type them."""
    return ", ".join(map(str, hours))


def _is_hours(part: str) -> bool:
    return (
        part.isascii()
        and part.isdigit()
        and len(part) <= len(str(MOST_HOURS))
        and 1 <= int(part) <= MOST_HOURS
    )
