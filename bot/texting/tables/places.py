"""Which columns of a sheet were chosen for something, as values and as the text of a choice."""

import re
from itertools import permutations
from typing import Final

from bot.texting.tables import cells
from bot.texting.tables.records import Record
from bot.texting.tables.sheet import Sheet

Places = tuple[int, ...]
"""Columns, from 0, in the order they are read; empty when there are none."""
NOWHERE: Final = "-"
_WRITTEN: Final = re.compile(r"-|[0-9]{1,5}(?:\+[0-9]{1,5})?")
_MOST_PAIRED: Final = 3


def write(places: Places) -> str:
    """Return columns as the value of a choice."""
    return "+".join(map(str, places)) or NOWHERE


def read(text: str) -> Places:
    """Return the columns that :func:`write` wrote; none for anything else."""
    if not _WRITTEN.fullmatch(text) or text == NOWHERE:
        return ()
    return tuple(map(int, text.split("+")))


def for_numbers(sheet: Sheet) -> tuple[Places, ...]:
    """Return what may be chosen for the numbers, the likeliest first.

    A column, or where it is not certain which, one and, where that is empty, another.
    """
    likely = [each.column for each in sheet.candidates]
    pairs = [] if sheet.number is not None else list(permutations(likely[:_MOST_PAIRED], 2))
    rest = [place for place in range(len(sheet.columns)) if place not in likely]
    return (*((place,) for place in likely), *pairs, *((place,) for place in rest))


def number_in(row: Record, places: Places) -> str:
    """Return the first of some cells that is not empty; the numbers of a row stand there.

    A cell with a dash or a word like n/a is empty as long as another one is not.
    """
    filled = [cell for place in places if (cell := row.cell(place)).strip()]
    return next((cell for cell in filled if not cells.is_blank(cell)), filled[0] if filled else "")
