"""What somebody pasted or uploaded, as rows: a number each, and what can be merged into their text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.texting import merge, spellings
from bot.texting.tables import cells, numbers_column, raw, records
from bot.texting.tables.cells import CellError
from bot.texting.tables.numbers_column import Found
from bot.texting.tables.raw import ListLimits, TableError
from bot.texting.tables.records import Record

__all__ = ["ListLimits", "Rejected", "Row", "Table", "TableError", "read_csv", "read_pasted"]

_NUMBER: Final = "Number"
_NO_NUMBERS: Final = "There is nothing in this list. Put one number in each line, with its country code."
_NO_ROWS: Final = "This list has names of columns and no rows. Add a row for each number."
_MORE_CELLS: Final = (
    "This row has more cells than there are columns. Put quotation marks around a cell that holds a comma."
)
_NO_NAMES: Final = (
    "The first row holds no names of columns, so the columns are called Number, Column 2 and so on."
)
_SAME_NAMES: Final = "Some columns have the same name. A number was put behind the later ones."


@dataclass(frozen=True, slots=True)
class Row:
    """One text to be: ``line`` is where it stands, ``number`` digits with country code.

    ``values`` holds every column's cell, cleaned, empty where the row has none.
    """

    line: int
    number: str = field(repr=False)
    values: Mapping[str, str] = field(repr=False)


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
    ``number_column`` is one of them. ``notes`` are sentences about how the list was read.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    rejected: tuple[Rejected, ...]
    number_column: str
    notes: tuple[str, ...] = ()


def read_csv(data: bytes, limits: ListLimits, region: str | None = None) -> Table:
    """Read an uploaded file: text with cells separated by comma, semicolon, tab or bar.

    ``region`` is the two-letter default for numbers in local form. A number that comes twice is rejected
    the second time. Raises ``TableError`` when the file cannot be used at all.
    """
    decoded = raw.decode(data, limits)
    return _table(records.of_csv(decoded.text), limits, region, decoded.notes)


def read_pasted(text: str, limits: ListLimits, region: str | None = None) -> Table:
    """Read a pasted text: a number in each line or several between commas, or rows as in a CSV file.

    ``region`` is the two-letter default for numbers in local form. Raises ``TableError`` when the text
    cannot be used at all.
    """
    raw.check_size(len(text.encode(errors="replace")), limits)
    return _table(records.of_pasted(text.removeprefix("\ufeff")), limits, region, ())


def _table(found: Sequence[Record], limits: ListLimits, region: str | None, notes: tuple[str, ...]) -> Table:
    if not found:
        raise TableError(_NO_NUMBERS)
    where = numbers_column.find(found, region)
    body = found[1:] if where.headed else found
    if not body:
        raise TableError(_NO_ROWS)
    raw.check_rows(len(body), limits)
    columns, more_notes = _columns(found, where)
    rows, rejected = _rows(body, columns, where.column, region)
    return Table(columns, rows, rejected, columns[where.column], (*notes, *where.notes, *more_notes))


def _columns(found: Sequence[Record], where: Found) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if where.headed:
        return _distinct(_without_blanks_behind(found[0].cells, at_least=where.column + 1))
    width = max(len(_without_blanks_behind(record.cells)) for record in found)
    names = [f"Column {place}" for place in range(1, width + 1)]
    names[where.column] = _NUMBER
    return tuple(names), (_NO_NAMES,) if width > 1 else ()


def _without_blanks_behind(row: Sequence[str], at_least: int = 0) -> Sequence[str]:
    width = len(row)
    while width > at_least and not row[width - 1].strip():
        width -= 1
    return row[:width]


def _distinct(written: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name every column, no two alike to ``merge``."""
    taken: set[str] = set()
    names: list[str] = []
    again = False
    for place, cell in enumerate(written, 1):
        wanted = " ".join(cells.clean(cell).split()) or f"Column {place}"
        name, nth = wanted, 2
        while merge.fold(name) in taken:
            name, nth, again = f"{wanted} {nth}", nth + 1, True
        taken.add(merge.fold(name))
        names.append(name)
    return tuple(names), (_SAME_NAMES,) if again else ()


def _rows(
    body: Sequence[Record], columns: tuple[str, ...], numbers: int, region: str | None
) -> tuple[tuple[Row, ...], tuple[Rejected, ...]]:
    rows: dict[str, Row] = {}
    rejected: list[Rejected] = []
    for record in body:
        try:
            row = _row(record, columns, numbers, region)
        except CellError as error:
            rejected.append(Rejected(record.line, error.sentence))
            continue
        first = rows.setdefault(spellings.canonical(row.number), row)
        if first is not row:
            rejected.append(Rejected(record.line, f"The same number stands in line {first.line} already."))
    return tuple(rows.values()), tuple(rejected)


def _row(record: Record, columns: tuple[str, ...], numbers: int, region: str | None) -> Row:
    width = len(columns)
    written = record.cells
    if len(written) > width and any(map(str.strip, written[width:])):
        raise CellError(_MORE_CELLS)
    digits = cells.number(written[numbers] if numbers < len(written) else "", region)
    values = [cells.clean(cell) for cell in written[:width]]
    values += [""] * (width - len(values))
    return Row(record.line, digits, dict(zip(columns, values, strict=True)))
