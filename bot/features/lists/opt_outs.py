"""Who on a list has opted out of texts, as SMS-iT's contacts say before anything is sent.

SMS-iT keeps an entry for each contact and group, and texts whoever is subscribed in one of them. So the
entries that opted out are read first, which are few; who of the list is among them is asked for by number.
All of it is bounded: who is not found out here is refused by SMS-iT when the text is sent.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.features.contacts.service import rows_of
from bot.smsit import Contact, SmsItClient, SmsItError, SortBy, SortDirection
from bot.texting.clock import Clock
from bot.texting.spellings import identity

log = logging.getLogger(__name__)

PAGE_ROWS: Final = 1000
MOST_PAGES: Final = 10
MOST_ASKED: Final = 50
"""People who are asked for by number; each is a request of its own."""
PATIENCE_SECONDS: Final = 8.0
"""For one request."""
LONGEST: Final = timedelta(seconds=20)
"""After that no further request is made: somebody sits and waits."""


@dataclass(frozen=True, slots=True)
class OptedOut:
    """The numbers of a list that opted out, as they are spelt there; ``is_complete`` when these are all."""

    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    is_complete: bool = True


class OptOuts:
    """Looks for people who opted out. For threads that may wait.

    ``region`` is the two-letter default for numbers without a country code.
    """

    def __init__(self, client: SmsItClient, clock: Clock, region: str | None = None) -> None:
        self._client = client
        self._clock = clock
        self._region = region

    def among(self, numbers: Collection[str]) -> OptedOut:
        """Return who of some numbers (digits) opted out of all their groups, as far as can be told quickly.

        Where SMS-iT does not answer, that is what was found so far.
        """
        spelt = {identity(number, self._region): number for number in numbers}
        until = self._clock() + LONGEST
        found: set[str] = set()
        try:
            suspects, is_complete = self._suspects(spelt.keys(), until)
            for nth, person in enumerate(suspects):
                if nth == MOST_ASKED or self._clock() > until:
                    return OptedOut(frozenset(found), is_complete=False)
                if self._has_opted_out(spelt[person]):
                    found.add(spelt[person])
        except SmsItError as error:
            log.info("nobody could say who of a list opted out: %s", type(error).__name__)
            return OptedOut(frozenset(found), is_complete=False)
        return OptedOut(frozenset(found), is_complete)

    def _suspects(self, people: Collection[str], until: datetime) -> tuple[list[str], bool]:
        """Return who of some people has an entry that opted out, and whether all such entries were read."""
        found: dict[str, None] = {}
        for request, rows in enumerate(self._entries(), start=1):
            if not rows:
                return list(found), True
            if request > MOST_PAGES or self._clock() > until:
                break
            persons = (
                identity(row.number, self._region) for row in rows if row.number and not row.subscribed
            )
            found.update(dict.fromkeys(person for person in persons if person in people))
        return list(found), False

    def _entries(self) -> Iterator[tuple[Contact, ...]]:
        """Give the entries that opted out, page after page; an empty page is the last, one repeated none."""
        before: tuple[Contact, ...] = ()
        page = 1
        while True:
            rows = self._client.get_contacts(
                subscribed=False,
                sort_by=SortBy.NUMBER,
                sort_dir=SortDirection.ASCENDING,
                limit=PAGE_ROWS,
                page=page,
                timeout=PATIENCE_SECONDS,
                retry=False,
            )
            if rows and rows == before:
                return
            yield rows
            page, before = page + 1, rows

    def _has_opted_out(self, number: str) -> bool:
        entries = rows_of(self._client, number, self._region, kept=True, hurry=True)
        return bool(entries) and not any(entry.subscribed for entry in entries)
