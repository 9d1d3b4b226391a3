"""A file as a table of cells, before anybody has said what its columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.texting.tables import cells, numbers_column, raw, records
from bot.texting.tables.numbers_column import Found
from bot.texting.tables.raw import ListLimits, TableError
from bot.texting.tables.records import Record

EMPTY: Final = "There is nothing in this file. It needs a row for each contact, with their number."
NO_ROWS: Final = "This file has names of columns and no rows. Add a row for each contact."
NO_NAMES: Final = "The first row holds no names of columns, so the columns are called Column 1 and so on."
NO_NUMBERS: Final = "It is not clear which column holds the phone numbers. Choose it below."


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file. Lines are counted as a spreadsheet counts rows, from 1, the row of names too.

    ``number`` is the column (from 0) that seems to hold the phone numbers. ``notes`` say how it was read.
    """

    columns: tuple[str, ...]
    rows: Sequence[Record] = field(repr=False)
    headed: bool
    number: int | None
    notes: tuple[str, ...] = ()


def read(data: bytes, limits: ListLimits, region: str | None) -> Sheet:
    """Read an uploaded file: text with cells separated by comma, semicolon, tab or bar.

    ``region`` is the two-letter default for numbers in local form. Raises :exc:`TableError` when the file
    cannot be used at all.
    """
    decoded = raw.decode(data, limits)
    found = records.of_csv(decoded.text)
    if not found:
        raise TableError(EMPTY)
    where, notes = _numbers(found, region)
    headed = where is None or where.headed
    body = found[1:] if headed else found
    if not body:
        raise TableError(NO_ROWS)
    raw.check_rows(len(body), limits)
    names = found[0].cells if headed else [""] * max(len(record.cells) for record in found)
    notes = (*decoded.notes, *notes) if headed else (*decoded.notes, *notes, NO_NAMES)
    return Sheet(_named(names), body, headed, None if where is None else where.column, notes)


def _numbers(found: Sequence[Record], region: str | None) -> tuple[Found | None, tuple[str, ...]]:
    try:
        where = numbers_column.find(found, region)
    except TableError:
        return None, (NO_NUMBERS,)
    return where, where.notes


def _named(written: Sequence[str]) -> tuple[str, ...]:
    names = [" ".join(cells.clean(cell).split()) for cell in written]
    return tuple(name or f"Column {place}" for place, name in enumerate(names, 1))
