"""All numbers that texts do not reach, a page of them or as the lines of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.errors import UserError
from bot.store import do_not_text
from bot.store.database import Database
from bot.store.pages import Page
from bot.store.sends import reach
from bot.store.sends.reach import Unreachable
from bot.texting import phones

__all__ = ["Listing", "Reach", "Unreachable"]

Cells = Sequence[str]
MOST: Final = 20_000
"""Numbers that a file holds."""
TOO_MANY: Final = (
    f"More than {MOST:,} numbers aren't reached, the most a file can hold. Ask an admin to look."
)
NOBODY: Final = "There's no file: texts reach every number again."
TITLES: Final = ("Number", "Name", "Not received since (UTC)", "Last tried (UTC)", "Reason", "Do not text")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the numbers that are not reached, the one tried last first; ``total`` counts all."""

    entries: tuple[Unreachable, ...]
    total: int
    page: Page


class Reach:
    """Reads who is not reached. ``region`` is the two-letter default for numbers without a country code."""

    def __init__(self, database: Database, region: str | None = None) -> None:
        self._database = database
        self._region = region

    def page(self, number: int, size: int) -> Listing:
        """Return a page of so many; the last one where there are no longer as many."""
        with self._database.read() as conn:
            total = reach.count(conn)
            shown = Page.at(number, size, total)
            return Listing(reach.page(conn, shown.offset, size), total, shown)

    def everybody(self) -> tuple[Unreachable, ...]:
        """Return all of them. Raises :exc:`UserError` when there is none, and for more than a file holds."""
        with self._database.read() as conn:
            found = reach.page(conn, 0, MOST + 1)
        if not found:
            raise UserError(NOBODY)
        if len(found) > MOST:
            raise UserError(TOO_MANY)
        return found

    def lines(self, found: Sequence[Unreachable], *, masked: bool) -> Iterator[Cells]:
        """Make the lines of a file; numbers, and what may hold one, are ``masked`` for whom they are not."""
        with self._database.read() as conn:
            listed = do_not_text.listed(conn, [each.phone for each in found], self._region)
        yield TITLES
        yield from (_line(each, listed=each.phone in listed, masked=masked) for each in found)


def _line(each: Unreachable, *, listed: bool, masked: bool) -> Cells:
    return (
        phones.mask(each.phone) if masked else f"+{each.phone}",
        phones.mask_in(each.name) if masked else each.name,
        _at(each.since),
        _at(each.last_at),
        phones.mask_in(each.why) if masked else each.why,
        "yes" if listed else "",
    )


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
