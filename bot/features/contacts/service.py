"""Finding people in SMS-iT's contacts, and the names of its groups.

SMS-iT answers one row per contact *and group* and searches by parts of words. Here a person is one
:class:`Card`, whatever number of groups they are in.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts import addressee
from bot.features.contacts.addition import LONGEST_NAME, Addition, Additions
from bot.features.contacts.addressee import Addressed, Card
from bot.features.contacts.cards import merge
from bot.features.contacts.linked_actions import LinkedAction, offered
from bot.features.contacts.person import Person
from bot.features.contacts.query import ContactPages, rows_of, whole_number
from bot.features.contacts.search import Kind, Search, digits_of, kind_of
from bot.features.contacts.suggestions import NoMatch, Suggestion, Suggestions, TypedNumber
from bot.features.groups import service as group_service
from bot.features.groups.service import GroupChoice
from bot.smsit import Contact, SmsItClient, SmsItError
from bot.store import contact_groups
from bot.store.database import Database
from bot.texting import names

__all__ = [
    "LONGEST_NAME",
    "Addition",
    "Additions",
    "Addressed",
    "Card",
    "ContactBook",
    "ContactPages",
    "Kind",
    "LinkedAction",
    "NoMatch",
    "Person",
    "Search",
    "Suggestion",
    "TypedNumber",
    "digits_of",
    "kind_of",
    "merge",
    "offered",
    "rows_of",
    "whole_number",
]

NAME_PAGES: Final = 3
PAGE_ROWS: Final = 100
WIDE_ROWS: Final = 1000
"""Rows that are looked through for a name which is written in another way than it was typed."""
GROUP_CHOICES: Final = 100
"""As many as Slack shows."""


def _everybody(_who: Who) -> bool:
    return True


class ContactBook:
    """Looks people up at SMS-iT, and keeps the names of its groups in our own table.

    ``region`` is the two-letter default for numbers in local form, and without a country code;
    ``sees_numbers`` tells who sees numbers in full. Others choose people by name and last digits.
    """

    def __init__(
        self,
        client: SmsItClient,
        database: Database,
        region: str | None = None,
        sees_numbers: Callable[[Who], bool] = _everybody,
    ) -> None:
        self.sees_numbers = sees_numbers
        self._client = client
        self._database = database
        self._region = region
        self._suggestions = Suggestions(client, region, order=database.blind_order)

    def suggest(self, text: str, who: Who) -> tuple[Suggestion, ...]:
        """Return what to offer to somebody who types whom they mean; see :meth:`Suggestions.of`."""
        found = self._suggestions.of(text, full=self.sees_numbers(who))
        return tuple(self.as_seen_by(who, each) if isinstance(each, Card) else each for each in found)

    def as_seen_by(self, who: Who, card: Card) -> Card:
        """Return somebody as a person may see them."""
        return card if self.sees_numbers(who) else replace(card, is_masked=True)

    def lookup(self, number: str, *, kept: bool = False, hurry: bool = False) -> Card | None:
        """Return the person with this number (digits), however SMS-iT spells it, or none.

        It has its country code, unless it is such as SMS-iT has ``kept`` it. The card's number is the one to
        text: this very spelling, unless only another is subscribed. ``hurry`` asks once and with little
        patience, for whoever only looks. Raises :exc:`UserError`.
        """
        try:
            rows = rows_of(self._client, number, self._region, kept=kept, hurry=hurry)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return next(iter(merge(rows, self._region)), None)

    def address(self, line: str, who: Who) -> Addressed:
        """Read a line somebody typed as a contact's name followed by a text. Raises :exc:`UserError`."""
        return addressee.address(
            line,
            lambda word: [self.as_seen_by(who, each) for each in self._named(word)],
            self._database.blind_order,
        )

    def groups(self, text: str) -> tuple[str, ...]:
        """Return the names of up to 100 known groups that hold ``text``."""
        with self._database.read() as conn:
            return contact_groups.search(conn, text, GROUP_CHOICES)

    def group_options(self, text: str) -> tuple[GroupChoice, ...]:
        """Return up to 100 known groups that hold ``text``, each with its figures in words."""
        with self._database.read() as conn:
            found = contact_groups.matching(conn, text, GROUP_CHOICES)
        return tuple(map(GroupChoice.of, found))

    def groups_to_join(self, text: str) -> tuple[GroupChoice, ...]:
        """Return the groups somebody may be added to: the known ones, and behind them the name as typed.

        Groups are known from those who are in them, so one that holds nobody yet is not; SMS-iT adds people
        to any that exists. What is typed is no choice of its own when a known group has that name, in any
        case of its letters.
        """
        known, typed = self.group_options(text), GroupChoice.typed(text)
        if typed is None or any(each.name.casefold() == typed.name.casefold() for each in known):
            return known
        return (*known[: GROUP_CHOICES - 1], typed)

    def group_to_join(self, value: str) -> str | None:
        """Return the name of the group whose choice has this value: a known one, or as it was typed.

        None when it was a known one and is gone.
        """
        typed = group_service.typed_name(value)
        if typed is None:
            return self.group_named(value)
        alike = [name for name in self.groups(typed) if name.casefold() == typed.casefold()]
        return alike[0] if len(alike) == 1 else typed  # it may have become known meanwhile

    def group_named(self, value: str) -> str | None:
        """Return the known group whose choice has this value; none when there is none (any more)."""
        with self._database.read() as conn:
            if group_service.is_key(value):
                for each in contact_groups.matching(conn, ""):
                    if group_service.value(each.name) == value:
                        return each.name
            return value if contact_groups.is_known(conn, value) else None

    def _named(self, word: str) -> tuple[Card, ...]:
        """Return people whose name holds a word, however it is written there.

        Who has it as it was typed may not be the only one: Zoe and Zoë are two.
        """
        rows: list[Contact] = []
        try:
            for nth, part in enumerate(names.parts_to_ask_for(word)):
                rows += (
                    self._pages(part) if nth == 0 else self._client.get_contacts(name=part, limit=WIDE_ROWS)
                )
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return tuple(card for card in merge(rows, self._region) if names.holds(card.name, word))

    def _pages(self, part: str) -> list[Contact]:
        rows: list[Contact] = []
        for page in range(1, NAME_PAGES + 1):
            found = self._client.get_contacts(name=part, limit=PAGE_ROWS, page=page)
            rows += found
            if len(found) < PAGE_ROWS:
                break
        return rows
