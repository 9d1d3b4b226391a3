"""Contacts and groups as choices: while somebody types, and where a typed name may mean several. Pure."""

from typing import Final

from bot.features.contacts.addressee import Addressed
from bot.features.contacts.service import Card, NoMatch, Suggestion, TypedNumber
from bot.features.groups.service import GroupChoice
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.question import value
from bot.slack.blocks.fields.recipient import MOST_OFFERS, none_of_these
from bot.slack.blocks.kit import Block
from bot.slack.blocks.visible import visible
from bot.texting import figures, kept_numbers, phones, words

LONGEST_NAME: Final = 60
NOT_A_CONTACT: Final = "not in your contacts"
LONGEST_HEAD: Final = 85
"""Characters of a name that travel in the form; a longer one is not taken out of the message."""


def contact_option(card: Card, region: str | None) -> Block:
    """Return a person as a type-ahead choice: name, number as whoever types may see it, and groups.

    ``region`` reads the numbers that SMS-iT keeps in local form; the value is the number as it keeps it.
    """
    name = visible(phones.mask_in(card.name) if card.is_masked else card.name)
    number = phones.mask(card.number) if card.is_masked else kept_numbers.pretty(card.number, region)
    text = words.person(kit.truncate(name, limits.OPTION_TEXT - len(words.person(" ", number)) + 1), number)
    note = (
        "Opted out"
        if not card.subscribed
        else kit.truncate(", ".join(card.groups), limits.OPTION_DESCRIPTION)
    )
    return kit.option(text, card.number, note)


def suggestion_option(found: Suggestion, region: str | None) -> Block:
    """Return what is offered while somebody types whom they mean as a type-ahead choice.

    ``region`` as for :func:`contact_option`.
    """
    match found:
        case TypedNumber():
            return recipient.number_option(found.phone, NOT_A_CONTACT if found.is_new else "")
        case NoMatch():
            return recipient.no_match(found.hint)
        case Card():
            return contact_option(found, region)


def group_option(found: GroupChoice) -> Block:
    """Return a group as a type-ahead choice with its figures, or that it is not known here."""
    return kit.option(found.text, found.value, found.description)


def offers(found: Addressed, region: str | None, line: str = "") -> tuple[Block, ...]:
    """Return the people a typed name may mean as choices of a question, the last none of them.

    Each takes the name at the beginning of ``line`` out of it, if that is given and not too long. A name that
    all of them have is taken out as long as nobody is chosen. ``region`` as for :func:`contact_option`.
    """
    heads = [line[: each.taken] for each in found.candidates[:MOST_OFFERS]]
    if any(len(each) > LONGEST_HEAD for each in heads):
        heads = [""] * len(heads)
    offered = zip(found.candidates, heads, strict=False)
    choices = [
        contact_option(each.card, region) | {"value": value(each.card.number, head)} for each, head in offered
    ]
    return (*choices, none_of_these(heads[0] if found.is_name else ""))


def taken(found: Addressed, line: str) -> str:
    """Return what of a line is a name that all of them have; nothing where it may be no name, or is long."""
    head = line[: found.candidates[0].taken]
    return head if found.is_name and len(head) <= LONGEST_HEAD else ""


def nobody(line: str, name: str, region: str | None) -> str:
    """Return why a line is for nobody, as mrkdwn: its figures are no number, or no contact has the name.

    ``name`` is what of the line was looked for. ``region`` is the default for numbers in local form.
    """
    fault = figures.fault(line, region)
    if fault is not None:
        return kit.escape(fault)
    return f"No contact is named “{kit.escape(kit.truncate(name, LONGEST_NAME))}”."


def question(found: Addressed) -> str:
    """Return what is asked above them, as mrkdwn."""
    if found.is_name:
        name = kit.escape(kit.truncate(found.candidates[0].card.name, LONGEST_NAME))
        asked = f"{len(found.candidates):,} contacts are named {name}. Which one?"
    elif len(found.candidates) == 1:
        name = kit.escape(kit.truncate(found.candidates[0].card.name, LONGEST_NAME))
        asked = f"No contact has that exact name. Did you mean {name}?"
    else:
        asked = "No contact has that exact name. Which one did you mean?"
    more = len(found.candidates) - MOST_OFFERS
    rest = f" {more:,} more aren't shown: enter more of the name below." if more > 0 else ""
    return f":grey_question: {asked}{rest}"
