"""Contacts and groups as choices: while somebody types, and where a typed name may mean several. Pure."""

from typing import Final

from bot.features.contacts.addressing import Addressed
from bot.features.contacts.service import Card
from bot.features.groups.service import GroupChoice
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields.question import value
from bot.slack.blocks.fields.recipient import MOST_OFFERS, none_of_these
from bot.slack.blocks.kit import Block
from bot.slack.blocks.visible import visible
from bot.texting import phones

LONGEST_NAME: Final = 60
LONGEST_HEAD: Final = 120
"""Characters of a name that travel in the form; a longer one is not taken out of the message."""


def contact_option(card: Card) -> Block:
    """Return a person as a type-ahead choice: name, full number for whoever types, and groups."""
    number, name = phones.pretty(card.number), visible(card.name)
    text = f"{kit.truncate(name, limits.OPTION_TEXT - len(number) - 3)} · {number}" if name else number
    note = (
        "Has opted out"
        if not card.subscribed
        else kit.truncate(", ".join(card.groups), limits.OPTION_DESCRIPTION)
    )
    return kit.option(text, card.number, note)


def group_option(found: GroupChoice) -> Block:
    """Return a group as a type-ahead choice with its figures, or that it is not known here."""
    return kit.option(found.text, found.value, found.description)


def offers(found: Addressed, line: str = "") -> tuple[Block, ...]:
    """Return the people a typed name may mean as choices of a question, the last none of them.

    Each takes the name at the beginning of ``line`` out of it, if that is given and not too long. A name that
    all of them have is taken out as long as nobody is chosen.
    """
    heads = [line[: each.taken] for each in found.candidates[:MOST_OFFERS]]
    if any(len(each) > LONGEST_HEAD for each in heads):
        heads = [""] * len(heads)
    offered = zip(found.candidates, heads, strict=False)
    choices = [contact_option(each.card) | {"value": value(each.card.number, head)} for each, head in offered]
    return (*choices, none_of_these(heads[0] if found.is_name else ""))


def taken(found: Addressed, line: str) -> str:
    """Return what of a line is a name that all of them have; nothing where it may be no name, or is long."""
    head = line[: found.candidates[0].taken]
    return head if found.is_name and len(head) <= LONGEST_HEAD else ""


def question(found: Addressed) -> str:
    """Return what is asked above them, as mrkdwn."""
    if found.is_name:
        name = kit.escape(kit.truncate(found.candidates[0].card.name, LONGEST_NAME))
        asked = f"{len(found.candidates)} contacts go by that name. Which {name} do you mean?"
    elif len(found.candidates) == 1:
        name = kit.escape(kit.truncate(found.candidates[0].card.name, LONGEST_NAME))
        asked = f"No contact has exactly the name you typed. Do you mean {name}?"
    else:
        asked = "No contact has exactly the name you typed. Whom do you mean?"
    more = len(found.candidates) - MOST_OFFERS
    rest = f" {more:,} more are not shown: type more of the name under the question." if more > 0 else ""
    return f":grey_question: {asked}{rest}"
