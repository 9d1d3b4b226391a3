"""SMS-iT's pages of what a question finds, read so that people without a name come last.

SMS-iT puts them first when it sorts by name, and there may be thousands. So the first page that ends with a
name is looked for, by steps that double; from there the pages are read to the end, and those before at last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.features.contacts.query import PATIENCE_SECONDS, SORTS, Question
from bot.features.contacts.search import Search, Sort
from bot.smsit import Contact, Endpoint, SmsItClient, SortDirection, Unavailable

MOST_STEPS: Final = 14
"""Pages that are read to find the first name. Where that is not enough, SMS-iT's own order is kept."""


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of one page, never none; ``is_tail``: nobody with a name comes on this page or later."""

    rows: tuple[Contact, ...]
    is_tail: bool = False


class Pages:
    """Reads pages, each once, with little patience; ``requests`` counts them.

    Raises :exc:`SmsItError`, and :exc:`Unavailable` when SMS-iT repeats a page.
    """

    def __init__(self, client: SmsItClient, search: Search, question: Question) -> None:
        self._client = client
        self._search = search
        self._question = question
        self._read: dict[int, tuple[Contact, ...]] = {}

    @property
    def requests(self) -> int:
        """How many pages were asked for."""
        return len(self._read)

    @property
    def sets_nameless_apart(self) -> bool:
        """Whether people without a name are to come last, and SMS-iT has them first."""
        return self._search.sort == Sort.NAME and not self._search.is_reversed

    def in_order(self) -> Iterator[Read]:
        """Give the pages in the order that is wanted, to the end."""
        begin = self._first_name() if self.sets_nameless_apart else 1
        page = begin
        while rows := self._page(page):
            yield Read(rows)
            page += 1
        for page in range(1, begin):
            yield Read(self._page(page), is_tail=True)

    def _first_name(self) -> int:
        """Return the first page that ends with a name, or the one behind the last where none does."""
        before, found = 0, 1
        while self._is_nameless(found):
            if self.requests >= MOST_STEPS:
                return 1
            before, found = found, 2 * found
        while found - before > 1:
            middle = (before + found) // 2
            before, found = (middle, found) if self._is_nameless(middle) else (before, middle)
        return found

    def _is_nameless(self, page: int) -> bool:
        """Tell whether a page ends without a name, so that those with one come behind it."""
        rows = self._page(page)
        return bool(rows) and not rows[-1].name

    def _page(self, page: int) -> tuple[Contact, ...]:
        if page not in self._read:
            rows = self._ask(page)
            if rows and rows in (self._read.get(page - 1), self._read.get(page + 1)):
                raise Unavailable(Endpoint.GET_CONTACTS, "it repeats the same page of contacts")
            self._read[page] = rows
        return self._read[page]

    def _ask(self, page: int) -> tuple[Contact, ...]:
        falling = (self._search.sort == Sort.NEWEST) is not self._search.is_reversed
        return self._client.get_contacts(
            **self._question.filters,
            sort_by=SORTS[self._search.sort],
            sort_dir=SortDirection.DESCENDING if falling else SortDirection.ASCENDING,
            limit=self._question.rows_a_page,
            page=page,
            timeout=PATIENCE_SECONDS,
            retry=False,
        )
