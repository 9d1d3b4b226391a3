"""Whom or what a name in a typed line may mean: a contact, a group, a colleague, or words of texts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.service import Card, ContactBook
from bot.features.history.filters import LONG_WORDS, LONGEST_WORDS
from bot.features.history.typed import Typed, nearly
from bot.store.database import Database
from bot.store.sends import history
from bot.texting import names, phones
from bot.texting.spellings import canonical

MOST_OFFERED: Final = 12
MOST_COLLEAGUES: Final = 200
NOBODY: Final = "No one who has sent texts is called “{name}”. Choose them with *Filter*."


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a name may mean; one of these is filled in. ``name`` is the contact's, as shown.

    ``filter`` is the word for a status or a kind, where the name may be one that was mistyped.
    """

    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    person: str = ""
    words: str = field(default="", repr=False)
    filter: str = ""


class Names:
    """Looks up what a name may mean. ``called`` gives the name of a colleague by their id.

    SMS-iT is asked for contacts, Slack for colleagues: for threads that may wait.
    """

    def __init__(
        self, database: Database, book: ContactBook, called: Callable[[str], str], region: str | None
    ) -> None:
        self._database = database
        self._book = book
        self._called = called
        self._region = region

    def meanings(self, typed: Typed, who: Who) -> tuple[Meaning, ...]:
        """Return what a line may mean; the one thing it means, or several to choose from.

        None where it names nobody. Raises :exc:`UserError` where nobody is called so, or it is too long.
        """
        if typed.numbers:
            return tuple(Meaning(number=each.digits) for each in typed.numbers[:MOST_OFFERED])
        if typed.colleague:
            return self._colleagues(typed.colleague)
        return self._named(typed.name, who) if typed.name else ()

    def _colleagues(self, name: str) -> tuple[Meaning, ...]:
        with self._database.read() as conn:
            ids = history.owners(conn, MOST_COLLEAGUES)
        called = {user_id: self._called(user_id) for user_id in ids}
        exact = [user_id for user_id in ids if names.fold(called[user_id]) == names.fold(name)]
        found = exact or [user_id for user_id in ids if names.holds(called[user_id], name)]
        if not found:
            raise UserError(NOBODY.format(name=name))
        return tuple(Meaning(person=user_id) for user_id in found[:MOST_OFFERED])

    def _named(self, name: str, who: Who) -> tuple[Meaning, ...]:
        """Return whom or what has exactly this name, else what begins like it, and last the words."""
        groups = self._book.groups(name)
        same = [Meaning(group=each) for each in groups if each.casefold() == name.casefold()]
        found = self._book.address(name, who)
        if found.card is not None:
            same.append(self._person(found.card))
        elif found.is_name:
            same += [self._person(each.card) for each in found.candidates]
        if same:
            return tuple(same[:MOST_OFFERED])
        alike = [self._person(each.card) for each in found.candidates]
        alike += [Meaning(group=each) for each in groups]
        if near := nearly(name):
            alike.insert(0, Meaning(filter=near))
        if len(name) <= LONGEST_WORDS:
            alike = [*alike[: MOST_OFFERED - 1], Meaning(words=name)]
        if not alike:
            raise UserError(LONG_WORDS)
        return tuple(alike[:MOST_OFFERED])

    def _person(self, card: Card) -> Meaning:
        shown = phones.mask_in(card.name) if card.is_masked else card.name
        return Meaning(number=canonical(card.number, self._region), name=shown)
