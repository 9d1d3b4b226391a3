"""The choice of whom a text comes from."""

from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.fields import select
from bot.slack.blocks.kit import Block
from bot.texting import sender_ids
from bot.texting.phones import Phone
from bot.texting.sender_ids import Senders

BLOCK: Final = "sender"
GONE: Final = "That sender is no longer available. Choose another."
NO_NAMES: Final = "Phones in that country don't show a name as the sender. Choose a number."


def meant(senders: Senders, chosen: str, to: Phone | None, errors: dict[str, str]) -> tuple[str, str | None]:
    """Return the number and the sender ID, if any, that are meant, or note beside the field what is wrong.

    ``to`` is whom the text goes to, as far as known: not every country shows a name.
    """
    found = senders.choose(chosen)
    if found is None:
        errors[BLOCK] = GONE
        return senders.numbers[0], None
    if found[1] and to is not None and not sender_ids.allowed_for(to.region):
        errors[BLOCK] = NO_NAMES
    return found


def shown(chosen: str) -> str:
    """Return a number (digits) or a sender ID as people read it; plain text."""
    return sender_ids.shown(chosen) if chosen.isdecimal() else chosen


def blocks(senders: Senders, chosen: str, *, feature: str) -> list[Block]:
    """Return the select, under the action id ``feature.sender``; nothing when there is only one sender."""
    if len(senders.numbers) + len(senders.alphanumeric) < 2:  # noqa: PLR2004 - a choice has two ends
        return []
    options = [kit.option(sender_ids.pretty(number), number) for number in senders.numbers]
    options += [kit.option(name, name, "Shown as a name; can't get replies") for name in senders.alphanumeric]
    initial = next((option for option in options if option["value"] == chosen), options[0])
    return [kit.field("From", BLOCK, select.element(f"{feature}.sender", options, chosen=initial))]
