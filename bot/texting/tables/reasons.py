"""Why a row or a cell is left out: one sentence for each trouble, wherever a file is read.

None of them quotes a row.
"""

from typing import Final

from bot.texting.tables.consent import Answer
from bot.texting.tables.sheet import Sheet

MORE_CELLS: Final = (
    "This row has more cells than there are columns, as happens when a name holds a comma. Put quotation "
    'marks around that cell, like "Lovelace, Ada".'
)
REPEATED: Final = "The same number stands in line {line} already."
CONSENT: Final = {
    Answer.NO: "This person said no to texts, by a column of the list.",
    Answer.UNCLEAR: "A column of the list asks who agreed to texts, and for this person it does not say yes.",
}
NO_COLUMN: Final = (
    "No column of phone numbers was found. One is looked for by its name (number, phone, mobile, cell, "
    "tel, to, msisdn), and then by its cells: at least half must be numbers with country code, "
    "like 14155550100. Name the column, and check that the numbers have their country codes."
)
SEVERAL: Final = (
    "{columns} hold phone numbers, and it is not clear which are meant. Leave only one of them in."
)
DOUBTFUL: Final = "It is not clear whether {columns} holds phone numbers. Call the column Phone if it does."
_SHOWN: Final = 40


def kind(reason: str) -> str:
    """Return a reason without what differs from row to row, to be counted."""
    begins = REPEATED.partition("{")[0]
    return "The same number stands in an earlier line." if reason.startswith(begins) else reason


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
