"""Contacts and groups as choices: while somebody types, and where a typed name may mean several. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.features.contacts.addressing import Addressed, Candidate
from bot.features.contacts.groups import GroupChoice
from bot.features.contacts.service import Card
from bot.slack import kit, limits
from bot.slack.kit import Block
from bot.slack.visible import visible
from bot.slack.writing.who import MOST_OFFERS, Whom
from bot.texting import phones

LONGEST_NAME: Final = 60


def contact_option(card: Card) -> Block:
    """Return a person as a type-ahead choice: name, full number for whoever types, and groups."""
    number, name = phones.pretty(card.number), visible(card.name)
    text = f"{kit.cut(name, limits.OPTION_TEXT - len(number) - 3)} · {number}" if name else number
    note = (
        "Has opted out" if not card.subscribed else kit.cut(", ".join(card.groups), limits.OPTION_DESCRIPTION)
    )
    return kit.option(text, card.number, note)


def group_option(found: GroupChoice) -> Block:
    """Return a group as a type-ahead choice with its figures, or that it is not known here."""
    return kit.option(found.text, found.value, found.description)


def offers(found: Addressed) -> tuple[Block, ...]:
    """Return the people a typed name may mean as choices of a question."""
    return tuple(map(_offer, found.candidates[:MOST_OFFERS]))


def question(found: Addressed) -> str:
    """Return what is asked above them, as mrkdwn."""
    if found.is_name:
        name = kit.escape(kit.cut(found.candidates[0].card.name, LONGEST_NAME))
        asked = f"{len(found.candidates)} contacts go by that name. Which {name} do you mean?"
    elif len(found.candidates) == 1:
        name = kit.escape(kit.cut(found.candidates[0].card.name, LONGEST_NAME))
        asked = f"No contact has exactly the name you typed. Do you mean {name}?"
    else:
        asked = "No contact has exactly the name you typed. Whom do you mean?"
    more = len(found.candidates) - MOST_OFFERS
    rest = f" {more:,} more are not shown: type more of the name under the question." if more > 0 else ""
    return f":grey_question: {asked}{rest}"


def answered(whom: Whom, option: Mapping[str, Any]) -> tuple[Whom, int]:
    """Return the fields after the question was answered, and how much of the typed line is the name."""
    value = str(option.get("value", ""))
    number, _, taken = value.partition(":")
    if taken.isdecimal():
        contact = {**option, "value": number}
        return replace(whom, contact=contact, edition=whom.edition + 1, offer=value), int(taken)
    return replace(whom, contact=None, edition=whom.edition + 1, offer=value), 0


def _offer(candidate: Candidate) -> Block:
    option = contact_option(candidate.card)
    return option | {"value": f"{candidate.card.number}:{candidate.taken}"}
