"""The contacts as an assistant finds them, and whom it may name by what it was told."""

from dataclasses import replace
from typing import Final

from bot.access import Role
from bot.errors import UserError
from bot.features.contacts import typed
from bot.features.contacts.directory import Directory
from bot.features.contacts.person import Person
from bot.features.contacts.service import ContactBook, Search
from bot.mcp_server.answers import LONGEST_NAME, MOST_GROUPS, ContactFound, ContactsFound
from bot.mcp_server.principal import Principal
from bot.slack.seals import Seals
from bot.texting import kept_numbers, phones, words
from bot.texting.phones import PhoneError
from bot.texting.spellings import canonical

LAST_PAGE: Final = 20
OVER: Final = "Search again: that contact was found too long ago, or for someone else."
NOBODY: Final = "Search for something else: no contact fits that."
LOOK: Final = "look up contacts"


class ContactTools:
    """Finds people. Numbers are masked unless the person sees them in full; a seal stands for each."""

    def __init__(
        self, principal: Principal, directory: Directory, book: ContactBook, seals: Seals, region: str | None
    ) -> None:
        self._principal = principal
        self._directory = directory
        self._book = book
        self._seals = seals
        self._region = region

    def search(self, query: str, page: int) -> ContactsFound:
        """Return a page of what a line finds, read as ``/sms contacts`` reads it. Raises :exc:`UserError`."""
        self._principal.require(Role.VIEWER, LOOK)
        full = self._principal.sees_numbers
        asked = typed.read(query, self._book.groups)
        found = self._directory.look(replace(asked, page=min(page, LAST_PAGE) - 1), full=full)
        return ContactsFound(
            contacts=[self._shown(each, full=full) for each in found.people],
            page=found.search.page + 1,
            more=(found.more or found.is_cut) and found.search.page + 1 < LAST_PAGE,
            total=found.total,
        )

    def found(self, query: str) -> Search:
        """Return the search that a line is read as, once it finds somebody. Raises :exc:`UserError`."""
        self._principal.require(Role.VIEWER, LOOK)
        asked = typed.read(query, self._book.groups)
        if not self._directory.look(asked, full=self._principal.sees_numbers).people:
            raise UserError(NOBODY)
        return asked

    def number(self, named: str) -> tuple[str, bool]:
        """Return the number (digits with country code) that is meant, and whether all of it was given.

        Raises :exc:`UserError` for what is neither a contact that was found nor a whole number.
        """
        named = named.strip()
        found = self._seals.number(named, self._principal.who.user_id)
        if found is not None:
            if not found:
                raise UserError(OVER)
            return canonical(found, self._region), False
        try:
            return phones.parse(named, self._region).digits, True
        except PhoneError as error:
            raise UserError(error.sentence) from None

    def _shown(self, person: Person, *, full: bool) -> ContactFound:
        groups = [_words(each, full=full) for each in person.groups[:MOST_GROUPS]]
        return ContactFound(
            contact=self._seals.seal(person.number, self._principal.who.user_id),
            name=_words(person.name, full=full),
            number=kept_numbers.pretty(person.number, self._region) if full else phones.mask(person.number),
            groups=groups,
            can_be_texted=person.subscribed,
        )


def _words(text: str, *, full: bool) -> str:
    """Return words of SMS-iT, which may hold a number."""
    return words.truncate(text if full else phones.mask_in(text), LONGEST_NAME)
