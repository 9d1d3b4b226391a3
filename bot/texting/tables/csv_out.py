"""CSV files the bot hands out, safe to open in a spreadsheet program.

A cell that begins with ``=``, ``+``, ``-``, ``@`` or a control character may be run as a formula there. So
may what stands behind a semicolon or a tab: where these separate cells, as in much of Europe, it is a cell.
Source of the rule: OWASP, CSV Injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}")
_MORE_STARTS: Final = (
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)
_SIGNED: Final = re.compile(r"[+-]\d[\d .,()-]*", re.ASCII)
_INSIDE: Final = re.compile(
    "([;\t] *)(?=[=+@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}-])"
)


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as CSV: UTF-8 with a byte order mark, commas, CRLF.

    An apostrophe is put before what may be run as a formula, unless it is a plain signed number or a
    phone number. Half characters become question marks.
    """
    page = io.StringIO(newline="")
    csv.writer(page).writerows([_harmless(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig", errors="replace")


def _harmless(cell: str) -> str:
    dangerous = cell.lstrip(" ").startswith((*_STARTS, *_MORE_STARTS)) and not _SIGNED.fullmatch(cell)
    parted = _INSIDE.sub(r"\1'", cell)
    return f"'{parted}" if dangerous else parted
