"""A file or a pasted text as a table, with what its columns seem to hold and what a person has to say first.

The one reader of files: lists, imports of contacts and the do-not-text list all begin here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.texting import merge
from bot.texting.phone_faults import PhoneError, Reason
from bot.texting.tables import cells, consent, countries, headings, numbers_column, raw, records
from bot.texting.tables.consent import Answer, Consent
from bot.texting.tables.headings import LONGEST
from bot.texting.tables.numbers_column import Candidate, NumberColumn
from bot.texting.tables.raw import ListLimits, TableError
from bot.texting.tables.records import Record

EMPTY: Final = "This {thing} is empty. Add a row for each person, with their phone number."
NO_ROWS: Final = "This {thing} has column names but no rows. Add a row for each number."
NO_NUMBER: Final = f"Line {{line}}: {PhoneError(Reason.NOT_A_NUMBER).sentence}"
NO_NAMES: Final = "The first row has no column names, so columns are named by position, like Column 2."
SAME_NAMES: Final = "Some columns have the same name. We added a number to the later ones."
PASSED_OVER: Final = "Skipped above the column names: {lines}."
_PASTED: Final = "list"
_SAMPLE: Final = 50
_FEWEST_DIGITS: Final = 7
_MOST_ABOVE: Final = 20
"""Rows that may stand above the names of the columns: a title, who made the report and when."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file. Lines are counted as a spreadsheet counts rows, from 1, the row of names too.

    ``columns`` are distinct as ``merge`` reads them. ``named`` counts them without those at the end that have
    no name; cells behind ``columns`` belong to none. ``candidates`` may hold the numbers, the likeliest
    first; ``number`` is that column (from 0) where it is certain. ``consents`` say who agreed to texts,
    ``country`` is the column that tells of which country a number is, and ``notes`` say how it was read.
    """

    columns: tuple[str, ...]
    rows: Sequence[Record] = field(repr=False)
    headed: bool
    named: int
    candidates: tuple[Candidate, ...]
    number: int | None
    consents: tuple[Consent, ...] = ()
    country: int | None = None
    notes: tuple[str, ...] = ()

    def candidate(self, column: int) -> Candidate | None:
        """Return what is known of a column as one of numbers."""
        return next((each for each in self.candidates if each.column == column), None)

    def answer(self, row: Record) -> Answer:
        """Return what a row says about texts."""
        return consent.answer(self.consents, row)

    def check_country(self, row: Record, cell: str, number: str) -> None:
        """Make sure that the number in a cell is of the country its row says. Raises :exc:`CellError`."""
        countries.check(row, self.country, cell, number)

    def overflows(self, row: Record) -> bool:
        """Tell whether a row has something behind the last column, as after a comma without quotes."""
        return row.width > len(self.columns)


def read(data: bytes, limits: ListLimits, region: str | None) -> Sheet:
    """Read an uploaded file: text with cells separated by comma, semicolon, tab or bar.

    ``region`` is the two-letter default for numbers in local form. Raises :exc:`TableError` when the file
    cannot be used at all.
    """
    decoded = raw.decode(data, limits, region)
    return _sheet(records.of_csv(decoded.text), limits, region, decoded.notes, "file")


def read_pasted(text: str, limits: ListLimits, region: str | None) -> Sheet:
    """Read a pasted text: a number in each line or several between commas, or rows as in a CSV file.

    As :func:`read`.
    """
    raw.check_size(len(text.encode(errors="replace")), limits)
    return _sheet(records.of_pasted(text.removeprefix("\ufeff")), limits, region, (), _PASTED)


def _sheet(
    found: list[Record], limits: ListLimits, region: str | None, notes: tuple[str, ...], thing: str
) -> Sheet:
    if not found:
        raise TableError(EMPTY.format(thing=thing))
    above = _above(found)
    if above:
        notes = (*notes, PASSED_OVER.format(lines=_lines(found[:above])))
    table = found[above:]
    raw.check_rows(len(table) - 1, limits)
    bare = None if any(map(_names_phone, table[0].cells)) else _bare(table, region)
    if bare is not None:
        return _unheaded(table, bare, limits, notes)
    if thing == _PASTED and not any(map(_may_belong_to_numbers, found)):
        raise TableError(NO_NUMBER.format(line=f"{found[0].line:,}"))
    if len(table) == 1:
        raise TableError(NO_ROWS.format(thing=thing))
    return _headed(table, region, notes)


def _headed(table: list[Record], region: str | None, notes: tuple[str, ...]) -> Sheet:
    first, rows = table[0], table[1:]
    columns, more = _distinct(first.cells)
    fitting = [row for row in rows if row.width <= len(columns)]
    where = numbers_column.find(first.cells, fitting, len(columns), region)
    return Sheet(
        columns=columns,
        rows=rows,
        headed=True,
        named=first.width,
        candidates=where.candidates,
        number=where.column,
        consents=consent.find(columns, fitting),
        country=countries.find(columns),
        notes=(*notes, *more),
    )


def _bare(table: list[Record], region: str | None) -> NumberColumn | None:
    """Return where the numbers are in a table whose first row is one of them; none when it is not."""
    where = numbers_column.find((), table, max(row.width for row in table), region)
    first = table[0]
    is_data = any(cells.is_meant_as_number(first.cell(each.column)) for each in where.candidates)
    return where if is_data else None


def _unheaded(table: list[Record], where: NumberColumn, limits: ListLimits, notes: tuple[str, ...]) -> Sheet:
    """Return a table without names of columns."""
    raw.check_rows(len(table), limits)
    width = max(row.width for row in table)
    columns = tuple(f"Column {place}" for place in range(1, width + 1))
    more = (NO_NAMES,) if width > 1 else ()
    return Sheet(columns, table, False, width, where.candidates, where.column, notes=(*notes, *more))


def _above(found: Sequence[Record]) -> int:
    """Return how many rows stand above the names of the columns, or above the first row without any."""
    top = found[: _MOST_ABOVE + 1]
    until = next((nth for nth, row in enumerate(top) if any(map(_is_number, row.cells))), len(top))
    named = [nth for nth, row in enumerate(top[:until]) if any(map(_names_phone, row.cells))]
    wide = next((nth for nth in named if _filled(top[nth]) > 1), None)
    if wide is not None:
        above = max(map(_filled, top[:wide]), default=0)
        return wide if above < _filled(top[wide]) else 0
    if 2 * sum(_filled(row) > 1 for row in found[:_SAMPLE]) >= len(found[:_SAMPLE]):
        first = next((nth for nth, row in enumerate(top[:until]) if _filled(row) > 1), until)
        return first if first < len(top) else 0
    return named[0] if named else 0


def _may_belong_to_numbers(row: Record) -> bool:
    """Tell whether a pasted line holds a number, names a column of them, or is a row of several cells."""
    return _filled(row) > 1 or any(cells.is_meant_as_number(each) or _names_phone(each) for each in row.cells)


def _filled(row: Record) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _is_number(cell: str) -> bool:
    digits = sum(map(str.isdecimal, cell[:LONGEST]))
    return digits >= _FEWEST_DIGITS and not cells.is_date(cell) and not any(map(str.isalpha, cell[:LONGEST]))


def _names_phone(cell: str) -> bool:
    return headings.is_phone(cell) and not cells.is_meant_as_number(cell)  # Slack writes <tel:...>


def _lines(rows: Sequence[Record]) -> str:
    first, last = rows[0].line, rows[-1].line
    return f"line {first:,}" if first == last else f"lines {first:,} to {last:,}"


def _distinct(written: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name every column, no two alike to ``merge``."""
    taken: dict[str, int] = {}
    names: list[str] = []
    again = False
    for place, cell in enumerate(written, 1):
        wanted = " ".join(cells.clean(cell[:LONGEST]).split()) or f"Column {place}"
        name, nth = wanted, taken.get(merge.fold(wanted), 2)
        while merge.fold(name) in taken:
            name, nth, again = f"{wanted} {nth}", nth + 1, True
        taken[merge.fold(wanted)] = nth
        taken.setdefault(merge.fold(name), 2)
        names.append(name)
    return tuple(names), (SAME_NAMES,) if again else ()
