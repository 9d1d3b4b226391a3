"""Filters that are typed with a key before a colon, and the question about a key that there isn't. Pure."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from bot.texting.words import truncate

MISTYPED: Final = "Did you mean “{near}:{value}”? There's no “{key}:”."
UNKNOWN: Final = "There's no “{key}:”. Type {keys} or {last}."
LONGEST_SHOWN: Final = 40
"""Characters of a value that a question repeats."""


def question(key: str, value: str, known: Iterable[str], shown: Iterable[str]) -> str:
    """Return what to ask about a key that isn't ``known``; ``shown`` are those that people are told of."""
    near = get_close_matches(key.casefold(), tuple(known), n=1)
    if near:
        return MISTYPED.format(near=near[0], value=truncate(value, LONGEST_SHOWN), key=key)
    *others, last = (f"{each.rstrip(':')}:" for each in shown)
    return UNKNOWN.format(key=key, keys=", ".join(others), last=last)
