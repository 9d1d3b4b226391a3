"""Contacts as a file: everybody a search finds, with their whole numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.errors import UserError
from bot.features.contacts.directory import Directory
from bot.features.contacts.person import Person
from bot.features.contacts.search import Search
from bot.store import do_not_text
from bot.store.database import Database
from bot.texting import kept_numbers
from bot.texting.clock import Clock
from bot.texting.tables import csv_out

MOST_PEOPLE: Final = 100_000
PORTION: Final = 1000
"""People written at a time; the do-not-text list is asked for them together."""
TOO_MANY: Final = (
    f"This search finds more than {MOST_PEOPLE:,} contacts, the most an export can hold. Narrow it."
)
NOBODY: Final = "No contacts match this search any more, so there's no file."
TITLES: Final = (
    "Number",
    "Name",
    "Email",
    "Birthday",
    "Groups",
    "Opted out of",
    "Subscribed",
    "Do not text",
    "Signed up by",
    "Since",
)


@dataclass(frozen=True, slots=True)
class Export:
    """A file of contacts (CSV): what it is called, what it holds, and how many people those are."""

    name: str
    content: bytes = field(repr=False)
    people: int


class Exports:
    """Writes files of contacts. For threads that may wait for minutes.

    ``region`` is the two-letter default for numbers without a country code.
    """

    def __init__(
        self, directory: Directory, database: Database, clock: Clock, *, region: str | None = None
    ) -> None:
        self._directory = directory
        self._database = database
        self._clock = clock
        self._region = region

    def write(self, search: Search, report: Callable[[int], None]) -> Export:
        """Return everybody a search finds as a file.

        ``report`` hears how many people were written so far. Raises :exc:`UserError` when there are none or
        too many, or SMS-iT does not answer.
        """
        written = _Count()
        content = csv_out.write(self._lines(search, written, report))
        if not written.people:
            raise UserError(NOBODY)
        return Export(f"contacts-{self._clock():%Y-%m-%d}.csv", content, written.people)

    def _lines(
        self, search: Search, written: "_Count", report: Callable[[int], None]
    ) -> Iterator[Sequence[str]]:
        """Make the lines of the file, holding a portion of people at a time."""
        yield TITLES
        everybody = self._directory.everybody(search)
        while people := tuple(islice(everybody, PORTION)):
            written.people += len(people)
            if written.people > MOST_PEOPLE:
                raise UserError(TOO_MANY)
            with self._database.read() as conn:
                listed = do_not_text.listed(conn, [person.number for person in people], self._region)
            yield from (line(person, self._region, do_not_text=person.number in listed) for person in people)
            report(written.people)


class _Count:
    """How many people were written."""

    def __init__(self) -> None:
        self.people = 0


def line(person: Person, region: str | None, *, do_not_text: bool) -> tuple[str, ...]:
    """Return the cells of one person; days are written 2026-11-23.

    A number in local form stays as it is kept where ``region``, the default for those, doesn't tell its
    country.
    """
    whole = kept_numbers.whole(person.number, region)
    return (
        person.number if whole is None else f"+{whole}",
        person.name,
        person.email,
        person.birthday.isoformat() if person.birthday else "",
        ", ".join(person.groups),
        ", ".join(person.left),
        "yes" if person.subscribed else "no",
        "yes" if do_not_text else "",
        ", ".join(person.sources),
        person.since.date().isoformat() if person.since else "",
    )
