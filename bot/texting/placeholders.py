"""Templates: texts with named placeholders, and what is filled into them by whoever sends one.

A placeholder is written as a merge field is, ``%%Date%%`` or ``%%Date|soon%%``, and read by
:mod:`bot.texting.merge`. Some of them are kept: SMS-iT or a list fills them in for each recipient. The others
are asked for. What is filled in is plain words: nothing in it is filled in again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.texting import merge, segments, words

MOST: Final = 8
"""Placeholders of one template."""
MOST_MARKS: Final = 24
"""Places of one template in which something is filled in."""
LONGEST_NAME: Final = 25
"""Characters of a placeholder's name."""
LONGEST_VALUE: Final = 200
"""Characters filled in for one placeholder."""
BETWEEN: Final = "\n"
"""What is put between two of them."""
NAME: Final = "%%Name%%"
"""The one mark that SMS-iT fills in, written exactly so."""
KEPT_BY_SMSIT: Final = ("Name",)
"""What SMS-iT fills in itself, in a text to a group."""

BRACES: Final = "Write ( and ) instead of { and }: SMS-iT reads those as a choice of words."
STRAY: Final = "Use %% only around a placeholder, such as %%Date%%."
NO_WORDS: Final = "Add some words of your own around the placeholders."
MARK: Final = "%%"
_BREAKS: Final = frozenset("\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
"""What ends a line, for :meth:`str.splitlines` and for phones."""
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of all that follows, the words of the template too."""
NO_VALUE: Final = frozenset("{}") | _BREAKS | _TURNS
"""Characters that are part of no value."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One that is asked for: its name as it is written, and what is said where nothing is filled in."""

    name: str
    instead: str = ""


def mistake(text: str) -> str | None:
    """Return what is wrong with the text of a template; none when nothing is."""
    return segments.mistake(text) or _in_writing(text) or _in_names(text)


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Return the placeholders of a text, in order, each once."""
    found: dict[str, Placeholder] = {}
    for each in merge.split(text)[1]:
        name = merge.fold(each.column)
        first = found.setdefault(name, Placeholder(each.column, each.instead))
        found[name] = Placeholder(first.name, first.instead or each.instead)
    return tuple(found.values())


def asked(text: str, kept: Iterable[str]) -> tuple[Placeholder, ...]:
    """Return the placeholders of a text that are asked for: all but those ``kept``."""
    names = set(map(merge.fold, kept))
    return tuple(each for each in placeholders(text) if merge.fold(each.name) not in names)


def value_mistake(value: str) -> str | None:
    """Return what is wrong with a value to be filled in; none when nothing is, or when it is blank."""
    if len(value) > LONGEST_VALUE:
        return f"Shorten this by {words.pluralize(len(value) - LONGEST_VALUE, 'character')}."
    if not _BREAKS.isdisjoint(value):
        return "Write this on one line."
    if not _TURNS.isdisjoint(value):
        return "Type this again: it has hidden characters that change the direction of the text."
    if MARK in value or "{" in value or "}" in value:
        return "Leave out %%, { and }."
    return None


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with these values (by placeholder) in it; the others stay as they are.

    Where a value is blank, the words behind the placeholder's bar are said, or nothing.
    """
    return merge.render(text, values)


def spoils(text: str, values: Mapping[str, str]) -> bool:
    """Tell whether a text with these values would hold a placeholder that it does not hold by itself."""
    given = set(map(merge.fold, values))
    kept = [each for each in merge.split(text)[1] if merge.fold(each.column) not in given]
    return list(merge.split(filled(text, values))[1]) != kept


def normal(text: str) -> str:
    """Return a template with its placeholders written without blanks at their ends."""
    return _with_marks(text, written)


def for_group(text: str) -> str:
    """Return a template with its placeholder for the first name as SMS-iT reads it, in a text to a group."""
    return _with_marks(text, lambda each: NAME if _is_name(each) else written(each))


def _in_writing(text: str) -> str | None:
    between, fields = merge.split(text)
    if "{" in text or "}" in text:
        return BRACES
    if any(MARK in each for each in between) or any(MARK in each.instead for each in fields):
        return STRAY
    if any(len(written(each)) > LONGEST_VALUE for each in fields):
        return f"Shorten the words after | in a placeholder to fit {LONGEST_VALUE} characters."
    return None if any(map(str.isalpha, "".join(between))) else NO_WORDS


def _in_names(text: str) -> str | None:
    marks = len(merge.split(text)[1])
    if marks > MOST_MARKS:
        return f"Write placeholders in up to {MOST_MARKS} places; this has {marks:,}."
    names = [each.name for each in placeholders(text)]
    if len(names) > MOST:
        return f"Use up to {MOST} placeholders; this has {len(names):,}."
    if any(len(name) > LONGEST_NAME for name in names):
        return f"Shorten the placeholder names to {LONGEST_NAME} characters."
    unclear = [name for name in names if segments.plain(name) != name]
    return f"Write %%{segments.plain(unclear[0])}%% instead of %%{unclear[0]}%%." if unclear else None


def _with_marks(text: str, mark: Callable[[merge.Blank], str]) -> str:
    between, fields = merge.split(text)
    marks = [*map(mark, fields), ""]
    return "".join(each for pair in zip(between, marks, strict=True) for each in pair)


def _is_name(field: merge.Blank) -> bool:
    return merge.fold(field.column) == merge.fold(KEPT_BY_SMSIT[0])


def written(field: merge.Blank) -> str:
    """Return a placeholder as it is written in a template."""
    instead = f"|{field.instead}" if field.instead else ""
    return f"{MARK}{field.column}{instead}{MARK}"
