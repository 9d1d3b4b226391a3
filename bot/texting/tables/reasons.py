"""Why a row or a cell is left out: one sentence for each trouble, wherever a file is read.

None of them quotes a row.
"""

from typing import Final

from bot.texting.tables.consent import Answer
from bot.texting.tables.sheet import Sheet

MORE_CELLS: Final = (
    "This row has more cells than there are columns. If a value contains a comma, put it in quotation "
    'marks, like "Lovelace, Ada".'
)
REPEATED: Final = "Duplicate of line {line}."
CONSENT: Final = {
    Answer.NO: "This list says this person doesn't want texts.",
    Answer.UNCLEAR: "This list doesn't say that this person agreed to texts.",
}
NO_COLUMN: Final = (
    "We couldn't find a column of phone numbers. Name it Phone, and check that the numbers have country "
    "codes, like 14155550100."
)
SEVERAL: Final = "{columns} look like phone numbers. Keep only the column you want to use."
DOUBTFUL: Final = "We can't tell whether {columns} holds phone numbers. If it does, name it Phone."
OTHER_COLUMNS: Final = "This file's columns have changed. Upload it again."
_SHOWN: Final = 40


def kind(reason: str) -> str:
    """Return a reason without what differs from row to row, to be counted."""
    begins = REPEATED.partition("{")[0]
    return "Duplicate of an earlier line." if reason.startswith(begins) else reason


def undecided(found: Sheet) -> str:
    """Return why no column of a sheet can be taken without asking, and what to do."""
    wide = next((row.line for row in found.rows if found.overflows(row)), None)
    if not found.candidates:
        return NO_COLUMN if wide is None else f"Line {wide:,}: {MORE_CELLS}"
    names = quoted(found, [each.column for each in found.candidates[:3]])
    return (SEVERAL if len(found.candidates) > 1 else DOUBTFUL).format(columns=names)


def quoted(found: Sheet, columns: list[int]) -> str:
    """Return names of columns in a sentence."""
    names = [f"“{shortened(found.columns[column])}”" for column in columns]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def shortened(name: str) -> str:
    """Return a column's name, cut where it is long."""
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…"
