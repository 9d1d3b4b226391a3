"""Which column holds the numbers to text: found, or left to a person where two could be meant.

The rule:

1. A name that speaks of a fax, an id, a date, a price or a postcode rules a column out.
2. Another column is a candidate when its name speaks of phones and one of its cells is a number; else when
   half of its cells are likely ones. Dates are none.
3. Mobiles go before phones, these before phones at work or at home and columns whose name says nothing.
4. The first is certain when no row would be lost by it: where its cell is empty, or holds a dash or the like,
   no other candidate holds a number; and no candidate of the same rank holds another number in the same row.
5. A column named after other things that are numbered, or by no word that is known, is certain only when its
   numbers are written as only those of phones are; of no known word, also when they have their country codes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.texting.tables import cells, headings
from bot.texting.tables.cells import CellError
from bot.texting.tables.headings import Rank
from bot.texting.tables.portions import in_portions
from bot.texting.tables.records import Record

SAMPLES: Final = 3
MOST: Final = 12
"""Candidates that are looked for; who keeps more columns of phones has to choose among these."""
LOOKED_AT: Final = 400
"""Filled cells of a column that are read to judge it, spread over the file."""
_GLANCE: Final = 40
"""Filled cells that are read of a column whose name says nothing, before more of them are."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may hold the numbers. ``readable`` of ``looked_at`` filled cells are numbers.

    ``filled`` counts its cells with anything in them; ``samples`` are the first numbers, digits with country
    code.
    """

    column: int
    rank: Rank
    filled: int
    looked_at: int
    readable: int
    samples: tuple[str, ...] = field(repr=False)

    @property
    def count(self) -> int:
        """How many of its cells are numbers; an estimate where not all of them were looked at."""
        return round(self.filled * self.readable / self.looked_at)


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """All candidates, the likeliest first, and whether that one is certain."""

    candidates: tuple[Candidate, ...]
    certain: bool

    @property
    def column(self) -> int | None:
        """The column that is certain; none where a person has to say."""
        return self.candidates[0].column if self.certain else None


def find(names: Sequence[str], rows: Sequence[Record], width: int, region: str | None) -> NumberColumn:
    """Find the columns that may hold the numbers; ``names`` is empty where columns have none.

    ``region`` is the two-letter default for numbers in local form.
    """
    looking = _Looking(names, rows, region)
    found = sorted(
        islice((each for column in looking.order(width) if (each := looking.at(column))), MOST),
        key=lambda each: (each.rank, -each.count, each.column),
    )
    if not found:
        named = _named_only(names, rows)
        return NumberColumn(named, certain=bool(named))
    first, *others = found
    certain = looking.is_certain(first) and not any(looking.disputes(first, each) for each in others)
    return NumberColumn(tuple(found), certain)


class _Looking:
    """Looks at the columns of one file."""

    def __init__(self, names: Sequence[str], rows: Sequence[Record], region: str | None) -> None:
        self._names = names
        self._rows = rows
        self._region = region

    def order(self, width: int) -> list[int]:
        """Return the columns in the order they are worth looking at: by what their names say."""
        return sorted(range(width), key=lambda column: (self._rank(column), not self._is_named_phone(column)))

    def at(self, column: int) -> Candidate | None:
        """Return what a column is as a candidate; none when it is none."""
        rank = self._rank(column)
        if rank is Rank.NEVER:
            return None
        filled = [cell for row in in_portions(self._rows) if (cell := row.cell(column)).strip()]
        if not filled:
            return None
        if not self._is_named_phone(column) and not self._are_likely(filled, rank):
            return None
        looked_at = _spread(filled, LOOKED_AT)
        readable = sum(cells.is_number(cell, self._region) for cell in in_portions(looked_at))
        if not readable:
            return None
        if rank >= Rank.OTHER and self._names:
            rank = Rank.OTHER if self._are_surely_phones(looked_at, rank) else Rank.COUNTED
        return Candidate(column, rank, len(filled), len(looked_at), readable, self._samples(filled))

    def is_certain(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is surely one of numbers to text, were it the only one."""
        return candidate.rank is not Rank.COUNTED

    def disputes(self, first: Candidate, other: Candidate) -> bool:
        """Tell whether another candidate could be meant instead of the first, or beside it."""
        if any(self._read(cell) for cell in islice(self._instead(first.column, other.column), LOOKED_AT)):
            return True
        if other.rank > first.rank:
            return False
        pairs = islice(self._both(first.column, other.column), LOOKED_AT)
        return any(one and two and one != two for one, two in pairs)

    def _instead(self, empty: int, filled: int) -> Iterator[str]:
        for row in in_portions(self._rows):
            if row.cell(filled).strip() and cells.is_blank(row.cell(empty)):
                yield row.cell(filled)

    def _both(self, one: int, two: int) -> Iterator[tuple[str, str]]:
        for row in in_portions(self._rows):
            if row.cell(one).strip() and row.cell(two).strip():
                yield self._read(row.cell(one)), self._read(row.cell(two))

    def _rank(self, column: int) -> Rank:
        return headings.rank(self._names[column]) if column < len(self._names) else Rank.OTHER

    def _is_named_phone(self, column: int) -> bool:
        return column < len(self._names) and headings.is_phone(self._names[column])

    def _are_likely(self, filled: Sequence[str], rank: Rank) -> bool:
        """Tell whether half of the cells of a column are likely numbers, and no dates."""
        for most in (_GLANCE, LOOKED_AT):
            some = _spread(filled, most)
            if not _half((cells.is_likely(cell, self._region) for cell in in_portions(some)), some):
                return False
            if all(map(cells.is_compact_date, some)):
                return False
        return rank is not Rank.COUNTED or _half(map(cells.is_written_as_phone, some), some)

    def _are_surely_phones(self, some: Sequence[str], rank: Rank) -> bool:
        """Tell whether half of some cells are surely of phones, as written or by their length."""
        if _half(map(cells.is_written_as_phone, some), some):
            return True
        return rank is Rank.OTHER and _half(map(cells.is_international, some), some)

    def _samples(self, filled: Sequence[str]) -> tuple[str, ...]:
        numbers = (number for cell in filled[:LOOKED_AT] if (number := self._read(cell)))
        return tuple(islice(numbers, SAMPLES))

    def _read(self, cell: str) -> str:
        try:
            return cells.number(cell, self._region)
        except CellError:
            return ""


def _named_only(names: Sequence[str], rows: Sequence[Record]) -> tuple[Candidate, ...]:
    """Return the column that is named best where no cell is a number: its rows say what is wrong."""
    ranked = sorted((headings.rank(name), place) for place, name in enumerate(names))
    for rank, column in ranked:
        filled = [cell for row in rows if (cell := row.cell(column)).strip()]
        is_named = headings.is_phone(names[column])
        if is_named or (rank is Rank.SECOND and all(any(map(str.isdecimal, cell)) for cell in filled)):
            return (Candidate(column, rank, len(filled), max(1, len(filled)), 0, ()),)
    return ()


def _spread(filled: Sequence[str], most: int) -> Sequence[str]:
    """Return so many cells at most, from all over a column."""
    return filled if len(filled) <= most else filled[:: -(-len(filled) // most)]


def _half(found: Iterable[bool], of: Sequence[str]) -> bool:
    return 2 * sum(found) >= len(of)
