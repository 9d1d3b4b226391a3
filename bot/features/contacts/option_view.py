"""Contacts and groups as choices while somebody types. Pure."""

from collections.abc import Iterable

from bot.features.contacts.groups import GroupChoice
from bot.features.contacts.service import Card
from bot.slack import kit, limits
from bot.slack.kit import Block
from bot.texting import phones


def contact_option(card: Card) -> Block:
    """Return a person as a type-ahead choice: name, full number for whoever types, and groups."""
    number = phones.pretty(card.number)
    text = f"{kit.cut(card.name, limits.OPTION_TEXT - len(number) - 3)} · {number}" if card.name else number
    note = (
        "Has opted out" if not card.subscribed else kit.cut(", ".join(card.groups), limits.OPTION_DESCRIPTION)
    )
    option = kit.option(text, card.number)
    if note:
        option["description"] = kit.plain(note, limits.OPTION_DESCRIPTION)
    return option


def group_options(found: Iterable[GroupChoice]) -> list[Block]:
    """Return groups as type-ahead choices, each with its figures, or that it is not known here."""
    return [kit.option(each.text, each.value, each.description) for each in found]
