"""From the rows of a file to contacts that can be added, and rows that cannot, each with its reason."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.features.contact_import.birthdays import BirthdayError, Reading
from bot.features.contact_import.columns import PARTS, Columns, Places
from bot.features.contact_import.sheet import Sheet
from bot.texting.spellings import canonical
from bot.texting.tables import cells
from bot.texting.tables.cells import CellError
from bot.texting.tables.records import Record

ReadNumber = Callable[[str], str]
"""Returns the number in a cell, as digits with country code. Raises :exc:`CellError`."""

NO_GROUP: Final = "The group is missing in this row."
NO_EMAIL: Final = "The email address is not one, like name@example.com."
REPEATED: Final = "The same number stands in line {line} for the same group."
MORE_CELLS: Final = (
    "This row has more cells than there are columns. Put quotation marks around a cell that holds a comma."
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: which columns hold what, and one group for everybody when it is no column."""

    columns: Columns
    group: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file. ``cells`` are those that were read, as given; with a ``reason`` it is left out.

    ``number`` is digits with country code.
    """

    line: int
    cells: tuple[str, ...] = field(repr=False)
    number: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    birthday: date | None = field(default=None, repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row of a file as it would be added. ``headers`` name the cells of the entries."""

    headers: tuple[str, ...]
    entries: Sequence[Entry] = field(repr=False)

    @property
    def good(self) -> tuple[Entry, ...]:
        """The rows that can be added."""
        return tuple(entry for entry in self.entries if not entry.reason)

    @property
    def rejected(self) -> tuple[Entry, ...]:
        """The rows that cannot."""
        return tuple(entry for entry in self.entries if entry.reason)

    @property
    def groups(self) -> Mapping[str, int]:
        """How many would be added to each group, the largest first."""
        return dict(Counter(entry.group for entry in self.good).most_common())


class _RowError(Exception):
    """Why a row cannot be added."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def plan(sheet: Sheet, choice: Choice, read_number: ReadNumber, today: date) -> Plan:
    """Read every row of a file as somebody chose. Of rows with one number and group, the first counts."""
    columns = choice.columns
    rows = _Rows(choice, len(sheet.columns), read_number, Reading.of(_births(sheet, columns)), today)
    entries = []
    for row in sheet.rows:
        given = tuple(_cell(row, place) for place in columns.read)
        try:
            entries.append(rows.read(row, given))
        except (CellError, BirthdayError, _RowError) as error:
            entries.append(Entry(row.line, given, reason=error.sentence))
    headers = [sheet.columns[place] if sheet.headed else _label(columns, place) for place in columns.read]
    return Plan(tuple(headers), entries)


class _Rows:
    """Reads the rows of one file, one after the other."""

    def __init__(
        self, choice: Choice, width: int, read_number: ReadNumber, reading: Reading, today: date
    ) -> None:
        self._choice = choice
        self._width = width
        self._read_number = read_number
        self._reading = reading
        self._today = today
        self._lines: dict[tuple[str, str], int] = {}

    def read(self, row: Record, given: tuple[str, ...]) -> Entry:
        """Return what a row would add. Raises CellError, BirthdayError or _RowError."""
        columns = self._choice.columns
        if any(map(str.strip, row.cells[self._width :])):
            raise _RowError(MORE_CELLS)
        number = self._read_number(_joined(row, columns.number))
        group = self._choice.group or _joined(row, columns.group)
        if not group:
            raise _RowError(NO_GROUP)
        email = _joined(row, columns.email)
        if email and not _EMAIL.fullmatch(email):
            raise _RowError(NO_EMAIL)
        birthday = self._reading.read(_joined(row, columns.birthday), self._today)
        first = self._lines.setdefault((canonical(number), group.casefold()), row.line)
        if first != row.line:
            raise _RowError(REPEATED.format(line=f"{first:,}"))
        return Entry(row.line, given, number, group, _joined(row, columns.name), email, birthday)


def _births(sheet: Sheet, columns: Columns) -> Iterator[str]:
    return (_joined(row, columns.birthday) for row in sheet.rows)


def _joined(row: Record, places: Places) -> str:
    """Return the cells at these places as one line, cleaned."""
    return " ".join(part for place in places for part in cells.clean(_cell(row, place)).split())


def _cell(row: Record, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _label(columns: Columns, place: int) -> str:
    """Return a name by which a column without one is known again."""
    return next(part.value.capitalize() for part in PARTS if place in columns.of(part))
