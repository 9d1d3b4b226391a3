"""Merge fields: ``%%Column%%`` in a text stands for what a list's row holds in that column.

Written as SMS-iT writes ``%%Name%%``, but filled in by the bot before the text leaves it. A column's name
is read without regard to capitals, blanks and underscores: ``%%first name%%`` finds ``First_Name``.
A name that holds a per cent sign cannot be used as a field.

``%%Column|words%%`` says the words where the column holds nothing. Without them the field is left out, and
the punctuation around it put right (:mod:`bot.texting.gaps`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from bot.texting import gaps, invisibles
from bot.texting.words import join_and

_FIELD: Final = re.compile(r"%%[^\S\r\n]*+([^%\s][^%\r\n]*+)%%")
_NOT_READ: Final = re.compile(r"[\s_]+")
_BAR: Final = "|"
_LONGEST_NAME: Final = 300
"""Characters of a column's name that is still read without regard to how it is written."""
_LONGEST_COMPARED: Final = 40
"""Characters of a name that may be a slip of another; comparing takes the square of them."""
_COMPARED: Final = 100
_ALIKE: Final = 0.7
"""How alike a slip and what was meant are, as difflib measures it: Nmae and Name are at 0.75."""
_UNUSED: Final = (range(0xFDD0, 0xFDF0), range(0xF0000, 0xFFFFE))
"""Characters for a program's own use (noncharacters, then a private plane); a text hardly holds one."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A field of a text, or one whose column holds nothing: its name as written there, and what is said.

    ``instead`` is empty where the field is left out.
    """

    column: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Field:
    """A field as it is written; ``whole`` is its name should a column's own name hold a bar."""

    column: str
    instead: str
    whole: str

    def among(self, columns: Iterable[str]) -> str | None:
        """Return which of the columns, folded, it asks for; None for none of them."""
        return next((name for name in (fold(self.whole), fold(self.column)) if name in columns), None)

    def said(self, name: str) -> str:
        """Return what it says where the column of that name, folded, is empty."""
        return self.instead if name == fold(self.column) else ""


def fold(column: str) -> str:
    """Bring a column's name down to what tells it from another."""
    return _folded(column) if len(column) <= _LONGEST_NAME else column


@lru_cache(maxsize=1024)
def _folded(column: str) -> str:
    return _NOT_READ.sub("", unicodedata.normalize("NFKC", column).casefold())


def columns_in(text: str) -> tuple[str, ...]:
    """Name the columns a text asks for, as they are written in it, in order, each once."""
    named: dict[str, str] = {}
    for found in _fields(text):
        named.setdefault(fold(found.column), found.column)
    return tuple(named.values())


def split(text: str) -> tuple[tuple[str, ...], tuple[Blank, ...]]:
    """Return what stands between the fields of a text, and the fields: one fewer of these."""
    return tuple(_FIELD.split(text)[::2]), tuple(Blank(each.column, each.instead) for each in _fields(text))


def missing(text: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Name the fields of ``text`` that none of ``columns`` fills, as they are written, in order."""
    known = {fold(column) for column in columns}
    named: dict[str, str] = {}
    for found in _fields(text):
        if found.among(known) is None:
            named.setdefault(fold(found.column), found.column)
    return tuple(named.values())


def meant(fields: Iterable[str], columns: Iterable[str]) -> tuple[str, ...]:
    """Name the columns that fields which are none of them are nearly, as the columns are written, each once.

    Long names are not compared, nor more than the first hundred of either.
    """
    known = {fold(each): each for each in islice(columns, _COMPARED) if len(each) <= _LONGEST_COMPARED}
    found: dict[str, None] = {}
    for each in islice(fields, _COMPARED):
        if len(each) <= _LONGEST_COMPARED and fold(each) not in known:
            found |= {known[near]: None for near in get_close_matches(fold(each), known, 1, _ALIKE)}
    return tuple(found)


def hint(fields: Iterable[str], columns: Iterable[str]) -> str:
    """Return the question what fields were meant as that are no columns; nothing where they are like none."""
    asked = join_and(f"%%{each}%%" for each in meant(fields, columns))
    return f"Did you mean {asked}?" if asked else ""


def lacks(text: str, rendered: str) -> bool:
    """Tell whether what was rendered of a text cannot be it with something in the place of every field.

    Without its row: where it says so, a column was empty and nothing said instead. It finds nearly all of
    these, and none where no column was empty.
    """
    first, *between = _FIELD.split(text)[::2]
    if not between:
        return False
    *middle, last = between
    place, end = len(first), len(rendered) - len(last)
    if not (rendered.startswith(first) and rendered.endswith(last)):
        return True
    for literal in middle:
        found = rendered.find(literal, place + 1, end)
        if found < 0:
            return True
        place = found + len(literal)
    return place >= end


def count(text: str, column: str) -> int:
    """Count how often a text asks for a column, however it is written there."""
    return sum(found.among({fold(column)}) is not None for found in _fields(text))


def blanks(text: str, row: Mapping[str, str]) -> tuple[Blank, ...]:
    """Tell which columns a text asks for that hold nothing in a row, in order, each once."""
    values = _by_name(row)
    found: dict[str, Blank] = {}
    for each in _fields(text):
        name = each.among(values)
        if name is not None and is_blank(values[name]):
            written = each.column if name == fold(each.column) else each.whole
            first = found.setdefault(name, Blank(written, each.said(name)))
            found[name] = replace(first, instead=first.instead or each.said(name))
    return tuple(found.values())


def render(text: str, row: Mapping[str, str]) -> str:
    """Put a row's values (by column name) in place of the fields; a field no column fills stays as it is.

    Values are put in as they are: what looks like a field in one of them is not filled again. A column that
    holds nothing says what the field says instead, or nothing, and then no punctuation is left dangling.
    """
    return "".join(_pieces(text, row))


def length(text: str, row: Mapping[str, str]) -> int:
    """Return how many characters :func:`render` would return, without making them.

    A long cell that a text asks for again and again makes many more of them than a file holds.
    """
    return sum(map(len, _pieces(text, row)))


def _pieces(text: str, row: Mapping[str, str]) -> Iterator[str]:
    """Return what a rendered text is put together from, in order."""
    values = _by_name(row)
    asked = {name for found in _fields(text) if (name := found.among(values)) is not None}
    holding = frozenset(name for name in asked if not is_blank(values[name]))
    shape, names, mark = _shape(text, holding, frozenset(asked - holding))
    filled = [values[name] for name in names]
    return chain.from_iterable(zip(shape.split(mark), [*filled, ""], strict=True))


@lru_cache(maxsize=256)
def _shape(text: str, holding: frozenset[str], blank: frozenset[str]) -> tuple[str, tuple[str, ...], str]:
    """Return a text with a mark for each field that is filled in, the columns these are, and the mark.

    One list has many rows, and few ways in which its columns are empty.
    """
    mark, gap = _marks(text)
    names: list[str] = []

    def put(found: re.Match[str]) -> str:
        field = _field(found)
        name = field.among(holding | blank)
        if name is None:
            return found[0]
        if name in holding:
            names.append(name)
            return mark
        return field.said(name) or gap

    shape = _FIELD.sub(put, text)
    return gaps.closed(shape, gap) if blank else shape, tuple(names), mark


def _marks(text: str) -> tuple[str, str]:
    """Return two characters that stand nowhere in a text."""
    held = set(text)
    unused = (chr(code) for code in chain.from_iterable(_UNUSED) if chr(code) not in held)
    return next(unused), next(unused)


def _fields(text: str) -> Iterator[_Field]:
    return map(_field, _FIELD.finditer(text))


def _field(found: re.Match[str]) -> _Field:
    column, _bar, instead = found[1].partition(_BAR)
    return _Field(column.rstrip(), instead.strip(), found[1].rstrip())


def _by_name(row: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for column, value in row.items():
        values.setdefault(fold(column), value)
    return values


def is_blank(value: str) -> bool:
    """Tell whether a value holds nothing to be read: no character at all, or only blanks and unseen ones."""
    return not value.strip() or not invisibles.without(value).strip()
