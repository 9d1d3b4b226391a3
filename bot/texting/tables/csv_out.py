"""CSV files the bot hands out, safe to open in a spreadsheet program.

A cell that begins with ``=``, ``+``, ``-``, ``@`` or a control character may be run as a formula there. So
may what stands behind a semicolon, a tab or a line break: where these separate cells, as in much of Europe,
it is a cell. Blanks and characters that nobody sees may stand before it.
Source of the rule: OWASP, CSV Injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_SIGNS: Final = (
    "=+@-\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}"
    "\N{FULLWIDTH HYPHEN-MINUS}"
)
_SIGNED: Final = re.compile(r"[+-]\d[\d .,()-]*", re.ASCII)
_UNSEEN: Final = r"[ \x1f\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]*+"
"""Blanks and what nobody sees; nothing that a cell begins behind: a row of those would take ever longer."""
_BEGINS: Final = r"[;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]"
"""What a cell begins behind, wherever a program separates them."""
_INSIDE: Final = re.compile(f"({_BEGINS}{_UNSEEN})('*+)(?=[{re.escape(_SIGNS)}])")
_INSIDE_ESCAPED: Final = re.compile(f"({_BEGINS}{_UNSEEN})'('*+)(?=[{re.escape(_SIGNS)}])")
_DANGEROUS: Final = re.compile(f"[\t\r\n]|{_UNSEEN}[{re.escape(_SIGNS)}]")
_MARK: Final = "'"


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as CSV: UTF-8 with a byte order mark, commas, CRLF.

    An apostrophe is put before what may be run as a formula, unless it is a plain signed number or a
    phone number; :func:`unescaped` takes it back. Half characters become question marks.
    """
    file = io.BytesIO()
    page = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    csv.writer(page).writerows([_harmless(cell) for cell in row] for row in rows)
    page.flush()
    return file.getvalue()


def unescaped(cell: str) -> str:
    """Take back what :func:`write` put before formulas, so that a cell reads as it was before.

    A spreadsheet program puts the same apostrophe before what is to stay a text.
    """
    if _MARK not in cell:
        return cell
    whole = _INSIDE_ESCAPED.sub(r"\1\2", cell)
    return whole[1:] if whole.startswith(_MARK) and _is_dangerous(whole.lstrip(_MARK)) else whole


def _harmless(cell: str) -> str:
    """Put an apostrophe before a formula, and one more where one stands there already, to be told apart."""
    parted = _INSIDE.sub(r"\1'\2", cell)
    return f"{_MARK}{parted}" if _is_dangerous(cell.lstrip(_MARK)) else parted


def _is_dangerous(cell: str) -> bool:
    return bool(_DANGEROUS.match(cell)) and not _SIGNED.fullmatch(cell)
