"""How quiet hours look before something is confirmed, and the box that answers them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.features.sends.preview import Preview
from bot.features.sends.quiet import Quiet
from bot.features.sends.rules import NIGHT
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.texting import words

ZONES_SHOWN: Final = 3
NOT_TICKED: Final = "Tick this to send it all the same, or go back and choose another time."


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
    fall = "falls" if dates == 1 else "fall"
    times = f"{dates} of {words.pluralize(of, 'date')} {fall}"
    return f"{times} in quiet hours where this number seems to be (a guess from the number)."


def section(preview: Preview[Any, Any], box: Box | None, hold: Sequence[Block]) -> list[Block]:
    """Return whom quiet hours are for, ``hold`` to wait until they are over, and the box for who may.

    Nothing for a text that needs no leave, because nobody is in quiet hours or it goes to one person.
    """
    if preview.quiet is None or not preview.must_override:
        return []
    blocks = [kit.divider(), kit.section(_found(preview, preview.quiet)), *hold]
    if preview.may_override and box is not None:
        choice = kit.option("Send in spite of quiet hours", box.value, "Your name is kept with it")
        element = {"type": "checkboxes", "action_id": box.action_id, "options": [choice]}
        blocks.append(kit.field("Quiet hours", box.block_id, element, optional=True))
    return blocks


def _found(preview: Preview[Any, Any], found: Quiet) -> str:
    zone, dates = words.zone_or_utc(preview.draft.zone), preview.dates.series
    people = words.pluralize(found.people, "person", "people")
    later = ", before it is through" if found.begins_later else ""
    text = f":crescent_moon: *About {people} would be in quiet hours* on {words.when(found.at, zone)}{later}"
    if len(dates) > 1:
        text += f", on {found.dates} of {len(dates)} dates"
    if found.zones:
        text += f": {words.join_and(f'{name} ({count:,})' for name, count in found.zones[:ZONES_SHOWN])}"
    text += ". Where somebody is can only be guessed from the number."
    if found.until is not None:
        text += f" From {words.when(found.until, zone)} on nobody is."
    if not preview.may_override:
        text += "\nYou may not send in quiet hours. Choose another time."
    return text
