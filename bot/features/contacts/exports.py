"""Contacts as a file, for one person: in a direct message, never in a channel."""

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.finder import Finder
from bot.features.contacts.people import Person
from bot.features.contacts.search import Search
from bot.slack import kit
from bot.slack.poster import Content, Posted, PosterError
from bot.slack.words import counted
from bot.store import do_not_text
from bot.store.database import Database
from bot.texting.clock import Clock
from bot.texting.tables import csv_out

log = logging.getLogger(__name__)

MOST_PEOPLE: Final = 100_000
PORTION: Final = 1000
"""People written at a time; the do-not-text list is asked for them together."""
TOO_MANY: Final = f"This search finds more than {MOST_PEOPLE:,} people, the most an export holds. Narrow it."
NOBODY: Final = "This search finds nobody any more. No file was made."
NOT_TAKEN: Final = "Slack did not take the file just now. Nothing is lost: press *Export* again in a minute."
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
PARTLY: Final = "It holds only those groups of theirs that the search was for."


class Uploads(Protocol):
    """Where files are put."""

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        """Put a file into a channel or direct message, or into a thread there. Raises :exc:`PosterError`."""


class Exports:
    """Writes files of contacts and hands them out. For threads that may wait for minutes.

    ``post`` writes a message to a person and returns where it stands. ``region`` is the two-letter default
    for numbers without a country code.
    """

    def __init__(
        self,
        finder: Finder,
        database: Database,
        files: Uploads,
        post: Callable[[str, Content], Posted],
        clock: Clock,
        *,
        region: str | None = None,
    ) -> None:
        self._finder = finder
        self._database = database
        self._files = files
        self._post = post
        self._clock = clock
        self._region = region

    def hand_out(self, search: Search, who: Who, told: Callable[[int], None]) -> int:
        """Give a person everybody a search finds, as CSV, and return how many they are.

        ``told`` hears how many people were written so far. Raises :exc:`UserError` when there are none or
        too many, SMS-iT does not answer, or Slack does not take the file.
        """
        written = _Count()
        content = csv_out.write(self._lines(search, written, told))
        if not written.people:
            raise UserError(NOBODY)
        people = counted(written.people, "person", "people")
        text = f"The contacts your search found: {people}, with whole numbers. Handle the file with care."
        if search.is_narrow:
            text += f" {PARTLY}"
        try:
            posted = self._post(who.user_id, Content(text, (kit.section(text),)))
            name = f"contacts-{self._clock():%Y-%m-%d}.csv"
            self._files.upload(posted.channel, name, content, "", thread_ts=posted.ts)
        except PosterError as error:
            log.warning("an export of contacts did not reach %s: %s", who.user_id, type(error).__name__)
            raise UserError(NOT_TAKEN) from None
        log.info("%d contacts were exported by %s", written.people, who.user_id)
        return written.people

    def _lines(
        self, search: Search, written: "_Count", told: Callable[[int], None]
    ) -> Iterator[Sequence[str]]:
        """Make the lines of the file, holding a portion of people at a time."""
        yield TITLES
        everybody = self._finder.everybody(search)
        while people := tuple(islice(everybody, PORTION)):
            written.people += len(people)
            if written.people > MOST_PEOPLE:
                raise UserError(TOO_MANY)
            with self._database.read() as conn:
                listed = do_not_text.listed(conn, [person.number for person in people], self._region)
            yield from (line(person, do_not_text=person.number in listed) for person in people)
            told(written.people)


class _Count:
    """How many people were written."""

    def __init__(self) -> None:
        self.people = 0


def line(person: Person, *, do_not_text: bool) -> tuple[str, ...]:
    """Return the cells of one person; days are written 2026-11-23."""
    return (
        f"+{person.number}",
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
