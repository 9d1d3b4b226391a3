"""From the rows of a file to contacts that can be added, and rows that cannot, each with its reason."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from bot.features.imports import emails
from bot.features.imports.birthdays import BirthdayError, DateOrders
from bot.features.imports.columns import Columns, Part
from bot.features.imports.emails import EmailError
from bot.texting.spellings import canonical
from bot.texting.tables import cells, places, reasons
from bot.texting.tables.cells import CellError
from bot.texting.tables.consent import Answer
from bot.texting.tables.places import Places
from bot.texting.tables.portions import in_portions
from bot.texting.tables.records import Record
from bot.texting.tables.sheet import Sheet

ReadNumber = Callable[[str], str]
"""Returns the number in a cell, as digits with country code. Raises :exc:`CellError`."""

NO_GROUP: Final = "This row has no group."
REPEATED: Final = "Duplicate of line {line}: same number and group."
LONGEST_CELL: Final = 1000
"""Characters of a cell that become a part of a contact."""


class Refusers(StrEnum):
    """What becomes of people whom a column of the file does not say to have agreed to texts."""

    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: which columns hold what, and one group for everybody when it is no column.

    ``refusers`` is None until somebody said what becomes of them.
    """

    columns: Columns
    group: str = ""
    refusers: Refusers | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file. ``cells`` are those that were read, as given; with a ``reason`` it is left out.

    ``number`` is digits with country code. ``unread`` says of each part that could not be read why; the row
    is added without it.
    """

    line: int
    cells: tuple[str, ...] = field(repr=False)
    number: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    birthday: date | None = field(default=None, repr=False)
    reason: str = ""
    unread: tuple[str, ...] = ()


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
    def unread(self) -> tuple[tuple[int, str], ...]:
        """Line and reason of every part that is left out of a row that can be added."""
        return tuple((entry.line, sentence) for entry in self.good for sentence in entry.unread)

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
    rows = _Rows(sheet, choice, read_number, DateOrders.of(_births(sheet, columns)), today)
    entries = []
    for row in in_portions(sheet.rows):
        given = tuple(row.cell(place) for place in columns.read)
        try:
            entries.append(rows.read(row, given))
        except (CellError, _RowError) as error:
            entries.append(Entry(row.line, given, reason=error.sentence))
    headers = [sheet.columns[place] if sheet.headed else _label(columns, place) for place in columns.read]
    return Plan(tuple(headers), entries)


class _Rows:
    """Reads the rows of one file, one after the other."""

    def __init__(
        self, sheet: Sheet, choice: Choice, read_number: ReadNumber, reading: DateOrders, today: date
    ) -> None:
        self._sheet = sheet
        self._choice = choice
        self._read_number = read_number
        self._reading = reading
        self._today = today
        self._lines: dict[tuple[str, str], int] = {}

    def read(self, row: Record, given: tuple[str, ...]) -> Entry:
        """Return what a row would add. Raises CellError or _RowError."""
        columns = self._choice.columns
        if self._sheet.overflows(row):
            raise _RowError(reasons.MORE_CELLS)
        cell = places.number_in(row, columns.number)
        number = self._read_number(cell)
        self._sheet.check_country(row, cell, number)
        said = self._sheet.answer(row)
        if said is not Answer.YES and self._choice.refusers is Refusers.LEFT_OUT:
            raise _RowError(reasons.CONSENT[said])
        group = self._choice.group or _joined(row, columns.group)
        if not group:
            raise _RowError(NO_GROUP)
        first = self._lines.setdefault((canonical(number), group.casefold()), row.line)
        if first != row.line:
            raise _RowError(REPEATED.format(line=f"{first:,}"))
        email, birthday, unread = self._optional(row)
        name = _joined(row, columns.name)
        return Entry(row.line, given, number, group, name, email, birthday, unread=unread)

    def _optional(self, row: Record) -> tuple[str, date | None, tuple[str, ...]]:
        """Return email and birthday, and why one of them could not be read."""
        columns = self._choice.columns
        email, birthday, unread = "", None, []
        try:
            email = emails.read(_joined(row, columns.email))
        except EmailError as error:
            unread.append(error.sentence)
        try:
            birthday = self._reading.read(_joined(row, columns.birthday), self._today)
        except BirthdayError as error:
            unread.append(error.sentence)
        return email, birthday, tuple(unread)


def _births(sheet: Sheet, columns: Columns) -> Iterator[str]:
    return (_joined(row, columns.birthday) for row in in_portions(sheet.rows))


def _joined(row: Record, columns: Places) -> str:
    """Return the cells of these columns as one line, cleaned."""
    return " ".join(part for place in columns for part in _clean(row.cell(place)).split())


def _clean(cell: str) -> str:
    return cells.clean(cells.without_mark(cell[:LONGEST_CELL]))


def _label(columns: Columns, place: int) -> str:
    """Return a name by which a column without one is known again."""
    return next(part.value.capitalize() for part in Part if place in columns.of(part))
