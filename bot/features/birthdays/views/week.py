"""How the birthdays of a week look, and what will be sent by itself. Pure."""

from collections.abc import Iterator
from typing import Final

from bot.features.birthdays.announcement import Announcement
from bot.features.birthdays.ids import Modal
from bot.features.birthdays.service import Birthday, Week
from bot.features.contacts.service import LinkedAction
from bot.slack.blocks import kit, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import person_title
from bot.texting import words

TITLE: Final = "Birthdays"
SHOWN: Final = 80
READING: Final = "Reading your contacts …"
NOBODY: Final = (
    "No contact who can be texted has a birthday in the next seven days. "
    "`/sms contacts import` adds birthdays."
)


def week(found: Week, text: LinkedAction | None) -> Block:
    """Return the birthdays of a week; ``text`` is the button beside each, for who may text people."""
    said = [] if found.announcement is None else [kit.section("\n".join(_announced(found.announcement)))]
    blocks = [_person(each, found, text) for each in found.birthdays[:SHOWN]]
    if not blocks:
        blocks.append(kit.section(NOBODY))
    small = []
    if (more := len(found.birthdays) - SHOWN) > 0:
        small.append(f"{more:,} more; these are the soonest")
    if found.left_out:
        people = words.pluralize(found.left_out, "person", "people")
        small.append(f"{people} skipped: opted out, or on the do-not-text list")
    return _modal([*said, *blocks, *kit.notes(small)])


def waiting(said: str = READING) -> Block:
    """Return what is shown while contacts are read."""
    return _modal([kit.section(f":hourglass_flowing_sand: {kit.escape(said)}")])


def read(count: int) -> str:
    """Return how far the reading is."""
    return f"{words.pluralize(count, 'contact')} read …"


def _announced(found: Announcement) -> Iterator[str]:
    shown = words.pluralize(found.shown_hours, "hour")
    yield (
        f":calendar: Everyone gets {kit.quoted(found.template)} at {found.at:%H:%M} ({found.zone}) on their "
        f"birthday. <#{found.channel}> shows who, {shown} before, and each text can be stopped there."
    )
    if found.is_missed:
        yield "Today's weren't prepared in time, so none go out unless someone asks for them there."
    elif found.today is not None:
        counted = [f"{count:,} {state_words.in_words(state)}" for state, count in found.today.items()]
        left = sum(found.left_out.values())
        counted += [f"{left:,} skipped"] if left else []
        yield f"Today: {', '.join(counted) or 'no one'}."


def _person(each: Birthday, found: Week, text: LinkedAction | None) -> Block:
    on = "today" if each.on == found.first else f"{each.on:%a} {each.on.day} {each.on:%b}"
    block = kit.section(f":birthday: {person_title(each.name, each.number)} · {kit.unbroken(on)}")
    if text is not None:
        block["accessory"] = kit.button(text.label, text.action_id, value=each.number)
    return block


def _modal(blocks: list[Block]) -> Block:
    return kit.modal(callback_id=Modal.WEEK, title=TITLE, blocks=blocks, close="Close")
