"""How quiet hours look before something is confirmed, and the box that answers them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.features.sends.preview import Preview
from bot.features.sends.quiet import Quiet
from bot.features.sends.rules import NIGHT
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.texting import words

ZONES_SHOWN: Final = 3
NOT_TICKED: Final = "Tick this to send anyway, or go back and choose another time."


@dataclass(frozen=True, slots=True)
class Box:
    """The ids of the box that has something sent in spite of quiet hours, and the value it gives."""

    block_id: str
    action_id: str
    value: str


def sentence(dates: int, of: int) -> str:
    """Return that so many dates of a text to one person, of several or of one, fall into quiet hours."""
    if of <= 1:
        return NIGHT
    are = "is" if dates == 1 else "are"
    times = f"{dates:,} of {words.pluralize(of, 'date')} {are}"
    return f"{times} in quiet hours where this number is (estimated from its area code)."


def section(preview: Preview[Any, Any], box: Box | None, hold: Sequence[Block], now: datetime) -> list[Block]:
    """Return whom quiet hours are for, ``hold`` to wait until they are over, and the box for who may.

    Nothing for a text that needs no leave, because nobody is in quiet hours or it goes to one person.
    """
    if preview.quiet is None or not preview.must_override:
        return []
    blocks = [kit.divider(), kit.section(_found(preview, preview.quiet, now)), *hold]
    if preview.may_override and box is not None:
        choice = kit.option("Send during quiet hours", box.value, "Your name will be recorded")
        element = {"type": "checkboxes", "action_id": box.action_id, "options": [choice]}
        blocks.append(kit.field("Quiet hours", box.block_id, element, optional=True))
    return blocks


def place(zone: str) -> str:
    """Return where a zone of the IANA's is, as people say it: New York, Buenos Aires."""
    return zone.rpartition("/")[2].replace("_", " ")


def _found(preview: Preview[Any, Any], found: Quiet, now: datetime) -> str:
    zone, dates = words.zone_or_utc(preview.draft.zone), preview.dates.series
    when = moments.on(found.at, zone, now)
    if found.begins_later:
        when += ", before the last text is sent"
    if len(dates) > 1:
        when += f", on {found.dates:,} of {len(dates):,} dates"
    people = words.pluralize(found.people, "recipient")
    text = f":crescent_moon: *About {people} would be in quiet hours* {when} (estimated from area codes)."
    if found.zones:
        shown = words.join_and(f"{place(name)} ({count:,})" for name, count in found.zones[:ZONES_SHOWN])
        text += f" Where: {shown}."
    if found.until is not None:
        text += f" From {moments.small(moments.when(found.until, zone, now))}, no one is."
    if not preview.may_override:
        text += "\nYou can't send in quiet hours. Choose another time, or ask an admin to send it."
    return text
