"""The column that says of which country a row's number is: a code to dial, like 44, or two letters, like GB.

A number in local form is read by the default region. Where the row itself says another country, that would
be the number of somebody else.
"""

import re
from collections.abc import Sequence
from typing import Final

import phonenumbers

from bot.texting.tables import cells
from bot.texting.tables.cells import CellError
from bot.texting.tables.headings import folded
from bot.texting.tables.records import Record

OTHER_COUNTRY: Final = (
    "This row is for another country, so its number needs the country code, like +1 415 555 0100."
)
_CODES: Final = re.compile(
    r"_(?:country|phone|tel|mobile|dial|dialing|dialling|calling)_?(?:code|prefix)_|vorwahl|indicatif|prefijo"
    r"|prefisso|kierunkow|landnummer|landskod|landekod|landskode|landcode|ulke_?kodu|phone_number_region"
    r"|_code_pays_|codigo_(?:de_)?pais"
)
_COUNTRIES: Final = re.compile(r"_(?:country|land|pays|pais|paese|kraj|ulke|maa|zeme)_")
_DIALLED: Final = re.compile(r"(?:\+|00)?([1-9][0-9]{0,2})")
_LONGEST: Final = 8


def find(names: Sequence[str]) -> int | None:
    """Return the column that says the country of a row, by its name; one of codes before others."""
    words = [folded(name) for name in names]
    found = (
        place for pattern in (_CODES, _COUNTRIES) for place, each in enumerate(words) if pattern.search(each)
    )
    return next(found, None)


def check(row: Record, column: int | None, cell: str, number: str) -> None:
    """Make sure that a number (digits), read from a cell, is of the country its row says.

    A number that was written with its country code is what it is. Raises :exc:`CellError`.
    """
    code = "" if column is None else _code(row.cell(column))
    if not code or number.startswith(code):
        return
    try:
        written = cells.number(cell, None)
    except CellError:
        written = ""
    if written != number:
        raise CellError(OTHER_COUNTRY)


def _code(said: str) -> str:
    """Return the country code to dial that a cell tells; nothing when it tells none."""
    text = cells.clean(cells.without_mark(said[:_LONGEST]))
    dialled = _DIALLED.fullmatch(text)
    if dialled is not None:
        return dialled[1] if int(dialled[1]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE else ""
    code = phonenumbers.country_code_for_region(text.upper())
    return str(code) if code else ""
