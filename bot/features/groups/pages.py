"""Reading SMS-iT's contact list page after page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot import foreground
from bot.smsit import Contact, Endpoint, SmsItClient, SortBy, SortDirection, Unavailable

PAGE_ROWS: Final = 1000
"""Entries a page: few requests, and each answer still small enough to be read in a moment."""
PORTION_ROWS: Final = 50
"""Entries between two looks whether somebody is being answered: a millisecond or so of work."""
GIVE_WAY_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Page:
    """One page: how many entries came, and those of them that had not slid over from the page before."""

    read: int
    rows: tuple[Contact, ...] = field(repr=False)


def portions(page: Page) -> Iterator[tuple[Contact, ...]]:
    """Give a page's entries a few at a time; before each few, whoever Slack waits for goes first."""
    for first in range(0, len(page.rows), PORTION_ROWS):
        foreground.give_way(GIVE_WAY_SECONDS)
        yield page.rows[first : first + PORTION_ROWS]


def by_number(client: SmsItClient, group: str | None = None) -> Iterator[Page]:
    """Read every entry, or every entry whose group's name holds ``group``, in the order of their numbers.

    That order for counting, because an import gives thousands of entries the same second, and a list cut
    into pages between equals may show one of them twice and another never; few entries share a number. An
    entry added meanwhile pushes others onto the next page, where they are known again by every field; one
    deleted meanwhile may hide another until the next count. A short page is not taken for the last: SMS-iT
    may give fewer entries than asked for. Raises :exc:`SmsItError`.
    """
    return _pages(client, group, SortBy.NUMBER, SortDirection.ASCENDING, PAGE_ROWS)


def newest_first(client: SmsItClient, size: int) -> Iterator[Page]:
    """Read every entry, the one created last first, ``size`` a page. Raises :exc:`SmsItError`."""
    return _pages(client, None, SortBy.CREATED, SortDirection.DESCENDING, size)


def _pages(
    client: SmsItClient, group: str | None, sort_by: SortBy, sort_dir: SortDirection, size: int
) -> Iterator[Page]:
    number, before = 1, tuple[Contact, ...]()
    while rows := client.get_contacts(
        group=group, sort_by=sort_by, sort_dir=sort_dir, limit=size, page=number
    ):
        if rows == before:
            raise Unavailable(Endpoint.GET_CONTACTS, "it repeats the same page of contacts")
        known = frozenset(before)
        yield Page(len(rows), tuple(row for row in rows if row not in known))
        number, before = number + 1, rows
