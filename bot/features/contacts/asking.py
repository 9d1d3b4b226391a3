"""How a search is put to SMS-iT, and what of its answer is not what was asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from bot.features.contacts.people import is_somebody
from bot.features.contacts.search import Search, Sort, Source, Subscribed, digits_of
from bot.smsit import Contact, ContactSource, Endpoint, SmsItClient, SortBy, SortDirection, Unavailable

PAGE_ROWS: Final = 200
GROUP_ROWS: Final = 1000
"""Rows a request of a group: those of others whose name holds this one's come as well, and are left out."""
PATIENCE_SECONDS: Final = 8.0
"""For one request: somebody sits and waits, and can ask again."""
OF_ONE: Final = 100
"""Rows of one number that are asked for; nobody is in as many groups."""
SORTS: Final[Mapping[str, SortBy]] = MappingProxyType(
    {Sort.NAME: SortBy.NAME, Sort.NUMBER: SortBy.NUMBER, Sort.NEWEST: SortBy.CREATED}
)
SOURCES: Final[Mapping[str, ContactSource]] = MappingProxyType(
    {
        Source.IMPORT: ContactSource.IMPORT,
        Source.SMS: ContactSource.SMS,
        Source.WEB: ContactSource.WEB_WIDGET,
        Source.KIOSK: ContactSource.KIOSK,
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """A search in SMS-iT's own terms: the filters, and the group's name if one is wanted.

    The name of a group nobody knows here ``is_typed``: SMS-iT finds it in any case of its letters.
    """

    filters: Mapping[str, Any] = field(repr=False)
    group: str | None = field(repr=False)
    is_typed: bool = False

    @classmethod
    def of(cls, search: Search, group: str | None, *, is_typed: bool = False) -> "Question":
        """Return what to ask; ``group`` is the name. Raises :exc:`UserError` for too few digits."""
        filters: dict[str, Any] = {}
        if search.name:
            filters["name"] = search.name
        if search.number:
            filters["number"] = digits_of(search.number)
        if search.email:
            filters["email"] = search.email
        if group is not None:
            filters["group"] = group
        if search.source != Source.ANY:
            filters["source"] = SOURCES[search.source]
        if search.subscribed != Subscribed.ALL:
            filters["subscribed"] = search.subscribed == Subscribed.YES
        return cls(filters, group, is_typed)

    @property
    def rows_a_page(self) -> int:
        """Return how many rows a page of SMS-iT is to hold; it may give fewer."""
        return PAGE_ROWS if self.group is None else GROUP_ROWS

    def fits(self, row: Contact) -> bool:
        """Tell whether a row is what was asked for: SMS-iT finds groups by a part of their names."""
        return is_somebody(row) and (self.group is None or self._is_in(row, self.group))

    def _is_in(self, row: Contact, group: str) -> bool:
        return row.group == group or (self.is_typed and row.group.casefold() == group.casefold())


def in_pages(client: SmsItClient, search: Search, question: Question) -> Iterator[tuple[Contact, ...]]:
    """Read SMS-iT's pages one by one, in the order that is wanted, to the end; none of them is empty.

    Each request is made once, with little patience. Raises :exc:`SmsItError`, and :exc:`Unavailable` when
    SMS-iT repeats a page.
    """
    falling = (search.sort == Sort.NEWEST) is not search.is_reversed
    page, before = 1, tuple[Contact, ...]()
    while rows := client.get_contacts(
        **question.filters,
        sort_by=SORTS[search.sort],
        sort_dir=SortDirection.DESCENDING if falling else SortDirection.ASCENDING,
        limit=question.rows_a_page,
        page=page,
        timeout=PATIENCE_SECONDS,
        retry=False,
    ):
        if rows == before:
            raise Unavailable(Endpoint.GET_CONTACTS, "it repeats the same page of contacts")
        yield rows
        page, before = page + 1, rows


def rows_of(client: SmsItClient, number: str, *, hurry: bool = False) -> list[Contact]:
    """Return the rows of exactly this number (digits); none when there are none.

    ``hurry`` asks once and with little patience, else a request that fails is repeated. Raises
    :exc:`SmsItError`.
    """
    wait: dict[str, Any] = {"timeout": PATIENCE_SECONDS, "retry": False} if hurry else {}
    rows = client.get_contacts(number=number, limit=OF_ONE, **wait)
    return [row for row in rows if row.number == number]
