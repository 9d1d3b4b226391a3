"""Which column holds the numbers, and whether the first row names the columns."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.texting.tables import cells
from bot.texting.tables.raw import TableError
from bot.texting.tables.records import Record

_NAMES: Final = (
    *("mobile", "mobilenumber", "mobilephone", "mobilephonenumber", "mobileno", "mobil", "movil", "celular"),
    *(
        "cell",
        "cellphone",
        "cellnumber",
        "cellphonenumber",
        "handy",
        "handynummer",
        "mobilnummer",
        "portable",
    ),
    *("msisdn", "sms", "smsnumber", "whatsapp"),
    *(
        "phone",
        "phonenumber",
        "phoneno",
        "tel",
        "telephone",
        "telephonenumber",
        "telno",
        "telefon",
        "telefono",
    ),
    *("telefonnummer", "telefone", "contactnumber", "recipient", "recipientnumber", "to", "tonumber"),
    *("number", "numbers", "phones", "phonenumbers", "num", "nummer", "numero"),
)
"""Names of columns of numbers, folded; those that are surely mobiles come first."""
_RANKS: Final = {name: rank for rank, name in enumerate(_NAMES)}
_WORDS: Final = (
    "mobile",
    "cell",
    "msisdn",
    "phone",
    "tel",
    "telephone",
)  # in "Customer phone", "Phone (home)"
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_SAMPLE: Final = 200
_LONGEST_NAME: Final = 200  # characters of a column's name that are looked at
_NO_COLUMN: Final = (
    "No column of phone numbers was found. One is looked for by its name (number, phone, mobile, cell, "
    "tel, to, msisdn), and then by its cells: at least half must be numbers with country code, "
    "like 14155550100. Name the column, and check that the numbers have their country codes."
)


@dataclass(frozen=True, slots=True)
class Found:
    """The place of the numbers' column, from 0; whether the first row holds names; what should be said."""

    column: int
    headed: bool
    notes: tuple[str, ...] = ()


def find(records: Sequence[Record], region: str | None) -> Found:
    """Find the column of numbers: by its name, else the first one whose cells are numbers.

    Half of the first cells must be. Of several columns with such a name mobiles go before others.
    The first row holds names when its cell in that column is nothing like a number.
    Raises ``TableError``, which says what was looked for, when there is none.
    """
    first = records[0].cells
    sample = records[: _SAMPLE + 1]
    named = _named(first)
    filled = [column for column in named if _holds_numbers(sample[1:], column, region)]
    if filled:
        return Found(filled[0], headed=True, notes=_of_several(filled))
    width = max(len(record.cells) for record in sample)
    filled = [column for column in range(width) if _holds_numbers(sample, column, region)]
    if filled:
        headed = not cells.is_meant_as_number(_cell(first, filled[0]))
        return Found(filled[0], headed, notes=_of_several(filled))
    if named:  # its rows say what is wrong with them
        return Found(named[0], headed=True)
    raise TableError(_NO_COLUMN)


def _named(names: Sequence[str]) -> list[int]:
    ranks = {column: rank for column, name in enumerate(names) if (rank := _rank(name)) is not None}
    return sorted(ranks, key=lambda column: (ranks[column], column))


def _rank(name: str) -> int | None:
    if cells.is_meant_as_number(name):  # Slack writes <tel:...>
        return None
    plain = unicodedata.normalize("NFKD", name[:_LONGEST_NAME]).encode("ascii", "ignore").decode().lower()
    words = [word for word in _NOT_LETTERS.split(plain) if word]
    exact = _RANKS.get("".join(words))
    if exact is not None:
        return exact
    return next((len(_RANKS) + rank for rank, word in enumerate(_WORDS) if word in words), None)


def _holds_numbers(records: Sequence[Record], column: int, region: str | None) -> bool:
    filled = [cell for cell in _column(records, column) if cell.strip()]
    return 2 * sum(cells.is_number(cell, region) for cell in filled) >= len(filled) > 0


def _column(records: Sequence[Record], column: int) -> Iterator[str]:
    return (_cell(record.cells, column) for record in records)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _of_several(filled: Sequence[int]) -> tuple[str, ...]:
    if len(filled) == 1:
        return ()
    return ("Several columns hold phone numbers. Check that the right one is used.",)
