"""Merge fields: ``%%Column%%`` in a text stands for what a list's row holds in that column.

Written as SMS-iT writes ``%%Name%%``, but filled in by the bot before the text leaves it. A column's name
is read without regard to capitals, blanks and underscores: ``%%first name%%`` finds ``First_Name``.
A name that holds a per cent sign cannot be used as a field.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

_FIELD: Final = re.compile(r"%%[^\S\r\n]*([^%\s][^%\r\n]*)%%")
_NOT_READ: Final = re.compile(r"[\s_]+")


@lru_cache(maxsize=1024)
def fold(column: str) -> str:
    """Bring a column's name down to what tells it from another."""
    return _NOT_READ.sub("", unicodedata.normalize("NFKC", column).casefold())


def columns_in(text: str) -> tuple[str, ...]:
    """Name the columns a text asks for, as they are written in it, in order, each once."""
    named: dict[str, str] = {}
    for found in _FIELD.finditer(text):
        named.setdefault(fold(found[1]), found[1].rstrip())
    return tuple(named.values())


def missing(text: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Name the fields of ``text`` that none of ``columns`` fills, as they are written, in order."""
    known = {fold(column) for column in columns}
    return tuple(column for column in columns_in(text) if fold(column) not in known)


def render(text: str, row: Mapping[str, str]) -> str:
    """Put a row's values (by column name) in place of the fields; a field no column fills stays as it is.

    Values are put in as they are: what looks like a field in one of them is not filled again.
    """
    values: dict[str, str] = {}
    for column, value in row.items():
        values.setdefault(fold(column), value)
    return _FIELD.sub(lambda found: values.get(fold(found[1]), found[0]), text)
