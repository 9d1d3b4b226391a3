"""From text to records: the cells of each row, and the line it stands in.

Lines are counted as a spreadsheet counts rows: from 1, with the row of names and empty rows, and a row
whose cell holds a line break as one.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.texting.tables import cells
from bot.texting.tables.csv_out import unescaped
from bot.texting.tables.portions import in_portions
from bot.texting.tables.raw import TableError

_DELIMITERS: Final = (",", ";", "\t", "|")
_PASTED_DELIMITERS: Final = ("\t", ",", ";")  # a bar is part of what Slack makes of a number
_TOLD_DELIMITER: Final = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE)  # Excel's own first line
_SAMPLE_CHARACTERS: Final = 50_000
_SAMPLE_ROWS: Final = 50
_END: Final = "\ue000end of list\ue000"  # of the private use area: nobody's cell
_MOST_LINES_IN_A_ROW: Final = 20  # of one text message; more of them are rows that a stray mark joined
MOST_CELLS: Final = 1000
"""Cells of one row of a file. A file of commas would be millions of them, looked at one by one."""
_MOST_DELIMITERS: Final = 50_000  # in one line; some of them may stand in cells with quotation marks
_TOO_WIDE: Final = (
    "Line {line} has more than {most:,} cells. Put each row on its own line and remove unneeded columns."
)
_OPEN_QUOTE: Final = (
    "Line {line} has a quotation mark (\") that is never closed, so the rows after it can't be read. "
    "Close it or remove it."
)
_LONG_CELL: Final = "A cell in line {line} is too long to read. Shorten it or remove that column."
_QUOTE: Final = '"'
_BETWEEN_NUMBERS: Final = re.compile(r"[,;\t]")
_NUMBER: Final = re.compile(
    r"[\s'\u200e\u200f\u202a-\u202e]*[+(\[]?[\d\s().\[\]/\u00b7\u2010-\u2015\u2212+-]+"
)
_FEWEST_DIGITS: Final = 7
_LONGEST_PIECE: Final = 80  # characters; no number is written with more, and patterns look at no more


@dataclass(frozen=True, slots=True)
class Record:
    """One row that is not empty: where it stands, and its cells as they were written."""

    line: int
    cells: Sequence[str] = field(repr=False)

    def cell(self, column: int) -> str:
        """Return the cell in a column, counted from 0; nothing where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def width(self) -> int:
        """How many cells it has, empty ones at its end left out."""
        width = len(self.cells)
        while width and not self.cells[width - 1].strip():
            width -= 1
        return width


def of_csv(text: str) -> list[Record]:
    """Split a CSV text into records.

    Raises ``TableError`` when a quotation mark is never closed, a cell is too long, or a row has more than
    :data:`MOST_CELLS`.
    """
    told = _TOLD_DELIMITER.match(text)
    if told is not None:
        return list(_narrow(_records(text[told.end() :], told[1])))  # spreadsheets do not count that line
    return list(_narrow(_records(text, _sniff(text, _DELIMITERS))))


def of_pasted(text: str) -> list[Record]:
    """Split a pasted text into records.

    A line of numbers, separated by commas, semicolons or tabs, is a record for each. A text whose first
    line names several columns is CSV throughout, and so is every line that holds more than numbers.
    Raises ``TableError`` when a quotation mark is never closed.
    """
    records = list(_records(text, _sniff(text, _PASTED_DELIMITERS)))
    if not records or _names_columns(records[0].cells):
        return records
    return [part for record in records for part in _numbers_apart(record)]


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Read rows and leave out empty ones. What is read last must be the mark put at the end."""
    rows = csv.reader(_lines(f"{text}\n{_END}", delimiter), delimiter=delimiter)
    line, begins = 1, 0
    try:
        for line, row in enumerate(in_portions(rows), 1):
            if row == [_END]:
                return
            if rows.line_num - begins > _MOST_LINES_IN_A_ROW:
                break
            begins = rows.line_num
            if any(map(str.strip, row)):
                yield Record(line, list(map(unescaped, row)))
    except csv.Error:  # a cell of more than 131,072 characters
        line += 1
        if _QUOTE not in text:
            raise TableError(_LONG_CELL.format(line=f"{line:,}")) from None
    raise TableError(_OPEN_QUOTE.format(line=f"{line:,}"))


def _lines(text: str, delimiter: str) -> Iterator[str]:
    """Hand on the lines of a text; none has so many cells that others would wait while it is taken apart."""
    for line, each in enumerate(io.StringIO(text, newline=""), 1):
        if len(each) > _MOST_DELIMITERS and each.count(delimiter) > _MOST_DELIMITERS:
            raise TableError(_TOO_WIDE.format(line=f"{line:,}", most=MOST_CELLS))
        yield each


def _narrow(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        if len(record.cells) > MOST_CELLS:
            raise TableError(_TOO_WIDE.format(line=f"{record.line:,}", most=MOST_CELLS))
        yield record


def _sniff(text: str, delimiters: Sequence[str]) -> str:
    """Choose the delimiter that splits most of the first rows into the same number of cells.

    Of two such, the one that sets more numbers free; of equals, the first.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    return max(delimiters, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[int, int, int]:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    several = list(islice((row for row in rows if len(row) > 1), _SAMPLE_ROWS))
    numbers = sum(_is_like_a_number(cell) for row in several for cell in row)
    widths = Counter(map(len, several))
    return max(((count, numbers, width) for width, count in widths.items()), default=(0, 0, 0))


def _names_columns(row: Sequence[str]) -> bool:
    return len(row) > 1 and not any(map(cells.is_meant_as_number, row))


def _numbers_apart(record: Record) -> Iterator[Record]:
    pieces = [piece for cell in record.cells for piece in _BETWEEN_NUMBERS.split(cell) if piece.strip()]
    if len(pieces) > 1 and all(map(_is_like_a_number, pieces)):
        yield from (Record(record.line, (piece,)) for piece in pieces)
    else:
        yield record


def _is_like_a_number(piece: str) -> bool:
    if len(piece) > _LONGEST_PIECE:
        return False
    digits = sum(map(str.isdecimal, piece))
    return digits >= _FEWEST_DIGITS and _NUMBER.fullmatch(piece) is not None and not cells.is_date(piece)
