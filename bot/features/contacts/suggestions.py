"""What is offered while somebody types whom they mean: contacts, the number itself, or why there is nothing.

A number that was typed as a whole can be chosen whether or not SMS-iT knows it, in each way it can be read.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from bot import foreground
from bot.errors import UserError
from bot.features.contacts import query, search
from bot.features.contacts.addressee import Card
from bot.features.contacts.cards import merge
from bot.features.contacts.search import Kind, Search, digits_of, kind_of
from bot.smsit import SmsItClient, SmsItError
from bot.texting import phones
from bot.texting.blind_order import BlindOrder
from bot.texting.phones import Phone, PhoneError
from bot.texting.spellings import canonical

HURRY_SECONDS: Final = 2.0
"""Slack waits three seconds for type-ahead choices; a late answer is no answer."""
AT_ONCE: Final = 6
"""Type-aheads that may wait for SMS-iT at the same moment. They keep the threads that let Slack in."""
MOST: Final = 20
"""Choices that are offered."""
LEAST_SECONDS: Final = 0.2
"""With less left, a second request is not begun."""
PAGE_ROWS: Final = 100

BUSY: Final = "Contacts can't be searched now. Type a full number, or try again."
NOBODY: Final = "Check the name, or type a full phone number."


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number that was typed. ``is_new`` tells that SMS-iT was asked, and has no such contact."""

    phone: Phone = field(repr=False)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nothing fits what was typed; ``hint`` says in a few words what to do about it."""

    hint: str


Suggestion = Card | TypedNumber | NoMatch


@dataclass(frozen=True, slots=True)
class _Found:
    """Contacts that fit, and whether there can be no others."""

    cards: tuple[Card, ...] = field(default=(), repr=False)
    is_all: bool = False


class Suggestions:
    """Finds out what to offer. ``region`` is the two-letter default for numbers in local form.

    ``order`` is that of people of one name.
    """

    def __init__(self, client: SmsItClient, region: str | None = None, *, order: BlindOrder) -> None:
        self._client = client
        self._order = order
        self._region = region
        self._typing = threading.BoundedSemaphore(AT_ONCE)

    def of(self, text: str, *, full: bool = True) -> tuple[Suggestion, ...]:
        """Return what a text may mean: who has that very number, the numbers it may be, then others by name.

        Contacts are those whose name, number or address holds the text, read as ``/sms contacts`` reads it.
        One request as a rule, a wider one when nobody has the name as it is written. They are given two
        seconds together and never repeated: whoever types asks again with the next key. None is made while
        as many others wait as may. It is never empty, and a :class:`NoMatch` stands alone. People who do not
        see numbers in ``full`` find nobody by a part of one.
        """
        numbers = phones.readings(text, self._region)
        sought = _sought(text, numbers)
        found = self._asked(sought, full=full) if self._typing.acquire(blocking=False) else _Found()
        of_that_number: dict[str, Card] = {}
        for card in found.cards:
            of_that_number.setdefault(canonical(card.number, self._region), card)
        known = {each: of_that_number.get(canonical(each.digits)) for each in numbers}
        exact = [card for card in known.values() if card is not None]
        asked = self._digits(sought) if found.is_all else ""
        typed = [
            TypedNumber(each, is_new=bool(asked) and asked in each.digits)
            for each, card in known.items()
            if card is None
        ]
        others = self._order.of(
            (card for card in found.cards if card not in exact),
            attrgetter("number"),
            first=lambda card: (not card.name, card.name.casefold()),
        )
        offered: tuple[Suggestion, ...] = (*exact, *typed, *others)
        return offered[:MOST] or (NoMatch(self._hint(text) if found.is_all else BUSY),)

    def _asked(self, sought: Search, *, full: bool) -> _Found:
        """Ask SMS-iT, and let the next one ask then."""
        try:
            return self._matching(sought, full=full)
        finally:
            self._typing.release()

    def _matching(self, sought: Search, *, full: bool) -> _Found:
        left, begun = HURRY_SECONDS, time.monotonic()
        try:
            for part in query.parts(sought, self._region, full=full):
                filters: dict[str, Any] = dict(part.filters)
                with foreground.waiting():
                    rows = self._client.get_contacts(**filters, limit=PAGE_ROWS, timeout=left, retry=False)
                if found := merge(filter(part.fits, rows), self._region):
                    return _Found(found, is_all=len(rows) < PAGE_ROWS)
                left = HURRY_SECONDS - (time.monotonic() - begun)
                if left < LEAST_SECONDS:
                    return _Found()
        except SmsItError:
            return _Found()
        except UserError:
            pass  # too few digits to look for
        return _Found(is_all=True)

    def _digits(self, sought: Search) -> str:
        """Return the digits contacts were looked for by; empty when it was by something else."""
        try:
            return digits_of(sought.number, self._region) if sought.number else ""
        except UserError:
            return ""

    def _hint(self, text: str) -> str:
        if kind_of(text) is not Kind.NUMBER:
            return NOBODY
        try:
            phones.parse(text, self._region)
        except PhoneError as error:
            return error.sentence.partition(". ")[0].rstrip(".") + "."
        return NOBODY


def _sought(text: str, numbers: Sequence[Phone]) -> Search:
    """Return what contacts are looked for by; a number behind a label is looked for without that."""
    found = search.free(text)
    return search.free(numbers[0].pretty) if numbers and not found.number else found
