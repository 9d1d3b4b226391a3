"""Finding people in SMS-iT's contacts: a page of them, one of them, or all.

SMS-iT pages through rows of one contact *and group*; a page here holds people. So SMS-iT's pages are read
from the first one until one person more is known than the page shows. That way nobody is on two pages,
wherever the rows of a person stand in the order. Who may have further rows is asked for by number. In the
order of names, people without one come last.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bot.errors import UserError
from bot.features.contacts.pages import Pages
from bot.features.contacts.person import Person, person
from bot.features.contacts.query import GROUP_ROWS, Question, rows_of
from bot.features.contacts.query import parts as parts_of
from bot.features.contacts.search import Search, Sort
from bot.features.contacts.service import ContactBook
from bot.features.groups import service as group_service
from bot.features.groups.service import GONE as GROUP_GONE
from bot.smsit import Contact, SmsItClient, SmsItError, SortBy, SortDirection
from bot.texting.spellings import identity

ON_A_PAGE: Final = 10
MOST_REQUESTS: Final = 20
"""Pages of SMS-iT that are read for one page of people."""
MOST_WIDE_REQUESTS: Final = 3
"""Pages that are read to find a name which is written in another way than it was typed."""

BY_NUMBER: Final = "Sort by name or by newest: only people who see full numbers can sort by number."


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of people. ``search`` names the page that is shown: the last one when there are fewer.

    ``total`` counts all people when SMS-iT's list was read to its end, else it is none. ``more`` tells
    whether another page follows; ``is_cut`` that there may be others, but too many rows to read them.
    """

    search: Search
    people: tuple[Person, ...] = field(repr=False)
    total: int | None
    more: bool = False
    is_cut: bool = False


@dataclass(slots=True)
class _Gathered:
    """Rows by the identity of their number, in the order first met, and how the reading ended.

    ``last`` are the number and the name read last. ``nameless`` are kept apart while names may follow.
    """

    rows: dict[str, list[Contact]] = field(default_factory=dict, repr=False)
    nameless: dict[str, list[Contact]] = field(default_factory=dict, repr=False)
    last: tuple[str, str] = field(default=("", ""), repr=False)
    is_over: bool = False
    is_cut: bool = False

    def take(self, row: Contact, identity_: str, *, apart: bool) -> None:
        """Take a row in; ``apart``: somebody without a name waits until all who have one were met."""
        nameless = apart and not row.name and identity_ not in self.rows
        if not nameless and identity_ in self.nameless:
            self.rows[identity_] = self.nameless.pop(identity_)
        (self.nameless if nameless else self.rows).setdefault(identity_, []).append(row)
        self.last = row.number, row.name

    def put_last(self) -> None:
        """Put people without a name behind all others: nobody with one follows."""
        self.rows |= self.nameless
        self.nameless.clear()


class Directory:
    """Asks SMS-iT for people. For threads that may wait.

    ``region`` is the two-letter default for numbers without a country code.
    """

    def __init__(self, client: SmsItClient, book: ContactBook, region: str | None = None) -> None:
        self._client = client
        self._book = book
        self.region = region

    def look(self, search: Search, *, full: bool = True) -> ResultPage:
        """Return a page of what a search finds. Raises :exc:`UserError`, also when SMS-iT does not answer.

        For people who do not see numbers in ``full``, parts of numbers find nobody, and nobody is put in the
        order of numbers: whose is the smaller one tells more than the digits that are shown.
        """
        if search.sort == Sort.NUMBER and not full:
            raise UserError(BY_NUMBER)
        questions = self._questions(search, full=full)
        try:
            for question in questions:
                gathered = self._gather(search, question)
                if gathered.rows:
                    break
            first = _first(search.page, len(gathered.rows))
            numbers = list(gathered.rows)[first : first + ON_A_PAGE]
            people = tuple(self._person(number, gathered, search) for number in numbers)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return ResultPage(
            search=replace(search, page=first // ON_A_PAGE),
            people=people,
            total=len(gathered.rows) if gathered.is_over else None,
            more=len(gathered.rows) > first + ON_A_PAGE,
            is_cut=gathered.is_cut,
        )

    def one(self, number: str) -> Person | None:
        """Return the person with this number (as SMS-iT keeps it), or none. Raises :exc:`UserError`."""
        try:
            rows = rows_of(self._client, number, self.region, kept=True, hurry=True)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        return person(rows) if rows else None

    def everybody(self, search: Search, *, full: bool = True) -> Iterator[Person]:
        """Give everybody a search finds, by number, each as the rows show them that match it.

        In that order the rows of one person stand beside each other, so one person is held at a time; a
        number that comes back later all the same is not given twice. A request that fails is repeated.
        ``full`` as for :meth:`look`.
        Raises :exc:`UserError`, also when SMS-iT does not answer.
        """
        for question in self._questions(search, full=full):
            found = self._each(question)
            first = next(found, None)
            if first is not None:
                yield first
                yield from found
                return

    def _each(self, question: Question) -> Iterator[Person]:
        rows = self._client.iter_contacts(
            **question.filters,
            sort_by=SortBy.NUMBER,
            sort_dir=SortDirection.ASCENDING,
            page_size=GROUP_ROWS,
        )
        seen: set[str] = set()
        same: list[Contact] = []
        try:
            for row in filter(question.fits, rows):
                if same and same[0].number != row.number:
                    yield person(same)
                    seen.add(same[0].number)
                    same.clear()
                if row.number not in seen:
                    same.append(row)
        except SmsItError as error:
            raise UserError(error.sentence) from None
        if same:
            yield person(same)

    def group_name(self, typed: str) -> str:
        """Return the exact name of the group that a typed name, or the value of a choice, means.

        A name nobody knows here is taken as it is: SMS-iT may have the group all the same. Raises
        :exc:`UserError` for the value of a group that is gone.
        """
        known = self._book.group_named(typed)
        if known is not None:
            return known
        if group_service.is_key(typed):
            raise UserError(GROUP_GONE)
        alike = [name for name in self._book.groups(typed) if name.casefold() == typed.casefold()]
        return alike[0] if len(alike) == 1 else typed

    def _questions(self, search: Search, *, full: bool = True) -> tuple[Question, ...]:
        """Return what to ask, one after the other until somebody is found; one at least."""
        parts = parts_of(search, self.region, full=full)
        if not search.group:
            return tuple(Question.of(search, part, None) for part in parts)
        name = self.group_name(search.group)
        is_typed = self._book.group_named(name) is None
        return tuple(Question.of(search, part, name, is_typed=is_typed) for part in parts)

    def _gather(self, search: Search, question: Question) -> _Gathered:
        """Read until one person more is known than the page needs.

        One request more is made behind a page that was not full: it is the last one most likely, and then
        everybody is counted.
        """
        pages, found = Pages(self._client, search, question), _Gathered()
        enough = (search.page + 1) * ON_A_PAGE
        most = MOST_WIDE_REQUESTS if question.part.is_wide else MOST_REQUESTS
        is_extra = False
        for read in pages.in_order():
            if read.is_tail:
                found.put_last()
            apart = pages.sets_nameless_apart and not read.is_tail
            for row in filter(question.fits, read.rows):
                found.take(row, identity(row.number, self.region), apart=apart)
            if len(found.rows) > enough:
                if is_extra or len(read.rows) >= question.rows_a_page:
                    return found
                is_extra = True
            if pages.requests >= most:
                found.is_cut = True
                break
        else:
            found.is_over = True
        found.put_last()
        return found

    def _person(self, number: str, gathered: _Gathered, search: Search) -> Person:
        rows = gathered.rows[number]
        if search.is_narrow or not _is_complete(rows, gathered, search):
            rows = rows_of(self._client, rows[0].number, self.region, kept=True, hurry=True) or rows
        return person(rows)


def _first(page: int, people: int) -> int:
    """Return where a page begins; where the last one does when it is beyond that."""
    last = max(0, (people - 1) // ON_A_PAGE)
    return min(page, last) * ON_A_PAGE


def _is_complete(rows: list[Contact], gathered: _Gathered, search: Search) -> bool:
    """Tell whether no further row of a person can come behind those that were read.

    Rows of one number stand together in the order of numbers; in that of names they stand among those of
    others who have the same name to whoever sorts.
    """
    number, name = gathered.last
    if gathered.is_over:
        return True
    if search.sort == Sort.NUMBER:
        return rows[0].number != number
    return search.sort == Sort.NAME and _alike(name) not in {_alike(row.name) for row in rows}


def _alike(name: str) -> str:
    """Return a name as databases compare it: without accents, marks and capitals."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if letter.isalnum()).casefold()
