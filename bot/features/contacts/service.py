"""Finding people in SMS-iT's contacts, and the names of its groups.

SMS-iT answers one row per contact *and group* and searches by parts of words. Here a person is one
:class:`Card`, whatever number of groups they are in.
"""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.features.contacts import groups
from bot.features.contacts.asking import rows_of
from bot.features.contacts.groups import GroupChoice
from bot.slack.errors import UserError
from bot.smsit import Contact, SmsItClient, SmsItError
from bot.store import contact_groups
from bot.store.database import Database
from bot.texting.spellings import identity

HURRY_SECONDS: Final = 2.0
"""Slack waits three seconds for type-ahead choices; a late answer is no answer."""
AT_ONCE: Final = 6
"""Type-aheads that may wait for SMS-iT at the same moment. They keep the threads that let Slack in."""
SUGGESTIONS: Final = 20
FEWEST_DIGITS: Final = 3
NAME_PAGES: Final = 3
PAGE_ROWS: Final = 100
GROUP_CHOICES: Final = 100
"""As many as Slack shows."""
MOST_DIGITS: Final = 15
"""No phone number is longer (ITU-T E.164)."""


@dataclass(frozen=True, slots=True)
class Card:
    """One person: ``number`` in digits, every group they are in, and whether they may be texted at all.

    SMS-iT delivers to a contact as long as *one* of their groups is still subscribed.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    subscribed: bool


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a typed line turned out to mean: the people it may be for, and the text behind the name."""

    cards: tuple[Card, ...] = field(repr=False)
    message: str = field(repr=False)


class ContactBook:
    """Looks people up at SMS-iT, and keeps the names of its groups in our own table.

    ``region`` is the two-letter default for numbers that SMS-iT keeps without a country code.
    """

    def __init__(self, client: SmsItClient, database: Database, region: str | None = None) -> None:
        self._client = client
        self._database = database
        self._region = region
        self._typing = threading.BoundedSemaphore(AT_ONCE)

    def suggest(self, text: str) -> tuple[Card, ...]:
        """Return people whose name or number holds ``text``, by name; empty when SMS-iT is too slow.

        One request, given at most two seconds for connecting and waiting, and never repeated: whoever types
        asks again with the next key. Empty at once while as many others wait as may.
        """
        if not self._typing.acquire(blocking=False):
            return ()
        try:
            found = merge(self._matching(text), self._region)
        finally:
            self._typing.release()
        return tuple(sorted(found, key=lambda card: (card.name.casefold(), card.number))[:SUGGESTIONS])

    def _matching(self, text: str) -> tuple[Contact, ...]:
        digits = re.sub(r"\D", "", text)
        by_number = len(digits) >= FEWEST_DIGITS
        try:
            return self._client.get_contacts(
                name=None if by_number else text.strip(),
                number=digits if by_number else None,
                limit=PAGE_ROWS,
                timeout=HURRY_SECONDS,
                retry=False,
            )
        except SmsItError:
            return ()

    def lookup(self, number: str) -> Card | None:
        """Return the person with this number (digits), however SMS-iT spells it, or none.

        The card's number is the one to text: this very spelling, unless only another is subscribed. Raises
        :exc:`UserError`.
        """
        try:
            rows = rows_of(self._client, number, self._region)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return next(iter(merge(rows, self._region)), None)

    def address(self, line: str) -> Addressed:
        """Read a typed line as a contact's name followed by a text. Raises :exc:`UserError`.

        The longest full name at the start of the line wins; without one, everybody whose first name is the
        line's first word. A name of several words may stand in quotation marks. Nobody found: no cards, and
        the whole line is the text.
        """
        quoted = re.match(r'\s*["“]\s*(?P<name>[^\s"”][^"”]*)["”]\s*(?P<rest>.*)', line, re.DOTALL)
        if quoted:
            name, rest = quoted["name"].strip(), quoted["rest"].strip()
            exact = [card for card in self._named(name.split()[0]) if _same(card.name, name)]
            return Addressed(tuple(exact), rest if exact else line.strip())
        words = line.split()
        found = self._named(words[0])
        lengths = {card: len(card.name.split()) for card in found}
        full = [
            card for card, count in lengths.items() if count and _same(card.name, " ".join(words[:count]))
        ]
        if full:
            longest = max(lengths[card] for card in full)
            return Addressed(tuple(card for card in full if lengths[card] == longest), _after(line, longest))
        first = tuple(card for card in found if _same(card.name.partition(" ")[0], words[0]))
        return Addressed(first, _after(line, 1) if first else line.strip())

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
        typed = groups.typed_name(value)
        if typed is None:
            return self.group_named(value)
        alike = [name for name in self.groups(typed) if name.casefold() == typed.casefold()]
        return alike[0] if len(alike) == 1 else typed  # it may have become known meanwhile

    def group_named(self, value: str) -> str | None:
        """Return the known group whose choice has this value; none when there is none (any more)."""
        with self._database.read() as conn:
            if groups.is_key(value):
                for each in contact_groups.matching(conn, ""):
                    if groups.value(each.name) == value:
                        return each.name
            return value if contact_groups.is_known(conn, value) else None

    def _named(self, word: str) -> tuple[Card, ...]:
        rows: list[Contact] = []
        try:
            for page in range(1, NAME_PAGES + 1):
                found = self._client.get_contacts(name=word, limit=PAGE_ROWS, page=page)
                rows += found
                if len(found) < PAGE_ROWS:
                    break
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return merge(rows, self._region)


def merge(rows: Iterable[Contact], region: str | None = None) -> tuple[Card, ...]:
    """Return one card per phone from rows of one contact and group each, in the order first met.

    Of several spellings the card has the first that is subscribed, for that is the one a text reaches. Rows
    without a digit, or with more than a phone number has, are nobody who could be texted.
    """
    by_number: dict[str, list[Contact]] = {}
    for row in rows:
        if 0 < len(row.number) <= MOST_DIGITS:
            by_number.setdefault(identity(row.number, region), []).append(row)
    return tuple(
        Card(
            number=next((row.number for row in same if row.subscribed), same[0].number),
            name=next((row.name for row in same if row.name), ""),
            groups=tuple(dict.fromkeys(row.group for row in same if row.group)),
            subscribed=any(row.subscribed for row in same),
        )
        for same in by_number.values()
    )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _after(line: str, words: int) -> str:
    """Return what stands behind the first words of a line, its own line breaks kept."""
    parts = line.strip().split(maxsplit=words)
    return parts[words] if len(parts) > words else ""
