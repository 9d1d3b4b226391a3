"""Whom a typed line is for: a contact's name, and the words of a text behind it. Pure.

A name is an answer only when the line begins with the whole of it and nobody else's fits as well. Everything
less is a question, which a person answers: a first name, a last name, a name two contacts have.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from bot.texting import names
from bot.texting.blind_order import BlindOrder

MOST_WORDS: Final = 2
"""Words of a quoted name that are looked for: the first and the last."""


@dataclass(frozen=True, slots=True)
class Card:
    """One person: ``number`` in digits, every group they are in, and whether they may be texted at all.

    SMS-iT delivers to a contact as long as *one* of their groups is still subscribed. ``is_masked`` for
    whoever may see no more than the last digits of the number.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    subscribed: bool
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a line may be for; ``taken`` characters at its beginning are their name."""

    card: Card = field(repr=False)
    taken: int


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a typed line turned out to mean: whom it is for, or whom it may be for, likeliest first.

    ``card`` is the one person whose whole name it begins with, ``message`` what stands behind that. Without
    one the message is the whole line; ``is_name`` tells that each candidate has exactly the name that was
    typed.
    """

    message: str = field(repr=False)
    card: Card | None = field(default=None, repr=False)
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)
    is_name: bool = False


def address(line: str, named: Callable[[str], Sequence[Card]], order: BlindOrder) -> Addressed:
    """Read a line; ``named`` gives the contacts whose name holds a word, ``order`` is that of namesakes."""
    line = line.strip()
    words = names.words_of(line)
    asked = dict.fromkeys((*words[:1], *words[-1:])) if len(words) >= MOST_WORDS else words
    cards = {card.number: card for word in asked for card in named(word)}.values()
    whole = {card: taken for card in cards if (taken := names.whole(line, card.name))}
    longest = max(whole.values(), default=0)
    partly = [Candidate(card, taken) for card in cards if (taken := names.beginning(line, card.name))]
    exact = [Candidate(card, taken) for card, taken in whole.items() if taken == longest]
    longer = [each for each in partly if each.taken > longest]
    if len(exact) == 1 and not longer:
        return Addressed(line[longest:], card=exact[0].card)
    if exact and not longer:
        return Addressed(line, candidates=_ordered(exact, order), is_name=True)
    return Addressed(line, candidates=_ordered([*exact, *longer] if exact else partly, order))


def _ordered(found: Sequence[Candidate], order: BlindOrder) -> tuple[Candidate, ...]:
    return order.of(
        found, attrgetter("card.number"), first=lambda each: (-each.taken, names.fold(each.card.name))
    )
