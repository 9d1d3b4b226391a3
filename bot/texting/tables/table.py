"""A sheet whose column of numbers is chosen, as rows: a number each, and what can be merged into a text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.texting import spellings
from bot.texting.tables import cells, places, reasons, sheet
from bot.texting.tables.cells import CellError
from bot.texting.tables.consent import Answer
from bot.texting.tables.places import Places
from bot.texting.tables.portions import in_portions
from bot.texting.tables.raw import ListLimits, TableError
from bot.texting.tables.records import Record
from bot.texting.tables.sheet import Sheet

__all__ = [
    "ListLimits",
    "Rejected",
    "Row",
    "Table",
    "TableError",
    "read",
    "read_csv",
    "read_pasted",
]

_NUMBER: Final = "Number"
_OTHERS_TOO: Final = "Using the numbers in “{column}”. There are also numbers in {others}."


@dataclass(frozen=True, slots=True)
class Row:
    """One text to be: ``line`` is where it stands, ``number`` digits with country code.

    ``values`` holds every column's cell, cleaned, empty where the row has none. ``phone`` is the one form of
    a number that is not written with its country code; empty where it is.
    """

    line: int
    number: str = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    phone: str = field(default="", repr=False)

    @property
    def one_form(self) -> str:
        """The one form of its number."""
        return self.phone or self.number


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row nobody gets a text for; ``reason`` is a sentence that never quotes the row."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it was understood.

    Lines are counted as a spreadsheet counts rows: from 1, with the row of names and empty rows. In a
    pasted text several rows may stand in one line. ``columns`` are distinct as ``merge`` reads them;
    ``number_column`` is one of them. ``refused`` counts the rows that say no to texts, which are among the
    ``rejected``. ``notes`` are sentences about how the list was read; ``bare`` is one of numbers
    and nothing else, without a name of their column.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    rejected: tuple[Rejected, ...]
    number_column: str
    refused: int = 0
    notes: tuple[str, ...] = ()
    bare: bool = False


def certain(found: Sheet) -> Places:
    """Return the choice that needs no person.

    Raises :exc:`TableError` when no column holds numbers, or two could be meant.
    """
    if found.number is not None:
        return (found.number,)
    raise TableError(reasons.undecided(found))


def read_csv(data: bytes, limits: ListLimits, region: str | None = None) -> Table:
    """Read an uploaded file in which one column only can hold the numbers.

    As :func:`read`. Raises :exc:`TableError` when the file cannot be used at all, or a person has to choose.
    """
    found = sheet.read(data, limits, region)
    return read(found, certain(found), region)


def read_pasted(text: str, limits: ListLimits, region: str | None = None) -> Table:
    """Read a pasted text: a number in each line or several between commas, or rows as in a CSV file.

    As :func:`read_csv`.
    """
    found = sheet.read_pasted(text, limits, region)
    return read(found, certain(found), region)


def read(found: Sheet, numbers: Places, region: str | None, *, anybody: bool = False) -> Table:
    """Read every row of a sheet. A number that comes twice is rejected the second time.

    ``numbers`` are the column of numbers and the one to be used in rows where its cell is empty, if any.
    ``region`` is the two-letter default for numbers in local form. Rows that do not agree to texts are
    rejected unless ``anybody`` counts.
    """
    columns = _columns(found, numbers)
    rows: dict[str, Row] = {}
    rejected: list[Rejected] = []
    refused = 0
    reader = _Reader(found, columns, numbers, region)
    for record in in_portions(found.rows):
        try:
            said = Answer.YES if anybody else found.answer(record)
            row = reader.row(record)
        except CellError as error:
            rejected.append(Rejected(record.line, error.sentence))
            continue
        if said is not Answer.YES:
            refused += 1
            rejected.append(Rejected(record.line, reasons.CONSENT[said]))
            continue
        first = rows.setdefault(spellings.canonical(row.number), row)
        if first is not row:
            rejected.append(Rejected(record.line, reasons.REPEATED.format(line=f"{first.line:,}")))
    notes = (*found.notes, *_others(found, numbers, columns))
    bare = not found.headed and len(columns) == 1
    return Table(columns, tuple(rows.values()), tuple(rejected), columns[numbers[0]], refused, notes, bare)


class _Reader:
    """Reads the rows of one sheet."""

    def __init__(self, found: Sheet, columns: tuple[str, ...], numbers: Places, region: str | None) -> None:
        self._found = found
        self._columns = columns
        self._numbers = numbers
        self._region = region

    def row(self, record: Record) -> Row:
        """Return what a row says. Raises CellError."""
        if self._found.overflows(record):
            raise CellError(reasons.MORE_CELLS)
        cell = places.number_in(record, self._numbers)
        digits = cells.number(cell, self._region)
        self._found.check_country(record, cell, digits)
        width = len(self._columns)
        values = [cells.clean(cell) for cell in record.cells[:width]]
        values += [""] * (width - len(values))
        return Row(record.line, digits, dict(zip(self._columns, values, strict=True)))


def _columns(found: Sheet, numbers: Places) -> tuple[str, ...]:
    if found.headed:
        return found.columns[: max(found.named, *(place + 1 for place in numbers))]
    return tuple(_NUMBER if place == numbers[0] else name for place, name in enumerate(found.columns))


def _others(found: Sheet, numbers: Places, columns: Sequence[str]) -> Iterator[str]:
    """Say that other columns hold numbers too, where nobody was asked."""
    others = [each.column for each in found.candidates if each.column not in numbers]
    if others and found.number == numbers[0]:
        column = reasons.shortened(columns[numbers[0]])
        yield _OTHERS_TOO.format(column=column, others=reasons.quoted(found, others[:3]))
