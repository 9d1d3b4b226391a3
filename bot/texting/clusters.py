"""What may not be parted: characters that a phone draws as one, and that a careful carrier keeps together.

Some platforms cut a long text only between grapheme clusters (a letter with its accents, a family joined of
several emoji, a flag). Here they are told a little too coarsely rather than too finely: too coarse can make
an upper bound higher, too fine can make it wrong. Source of the rules: Unicode Standard Annex #29.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

JOINER: Final = "\N{ZERO WIDTH JOINER}"
NON_JOINER: Final = "\N{ZERO WIDTH NON-JOINER}"
_VIRAMA: Final = 9  # canonical combining class of the sign that ties two consonants together
_SYLLABLES: Final = ("\uac00", "\ud7a3")
_JAMO: Final = (("\u1100", "\u11ff"), ("\ua960", "\ua97f"), ("\ud7b0", "\ud7ff"))
_FLAGS: Final = ("\U0001f1e6", "\U0001f1ff")
_SKIN: Final = ("\U0001f3fb", "\U0001f3ff")
_TAGS: Final = ("\U000e0020", "\U000e007f")
_SPACING: Final = frozenset("\u0e33\u0eb3\uff9e\uff9f")  # letters by category that follow another one closely
_BEFORE: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd"
    "\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011d46\U00011f02"
)
"""Signs that stand before what they belong to."""


def holds_joined(text: str) -> bool:
    """Tell whether anything in a text may have to be kept together; quick, for most texts hold nothing."""
    return any(map(_may_join, set(text)))


def clusters(text: str) -> Iterator[str]:
    """Part a text into what is kept together, in order; together they are the text."""
    begins, flags = 0, 0
    for place in range(1, len(text)):
        before, char = text[place - 1], text[place]
        flags = flags + 1 if _within(before, *_FLAGS) else 0
        if not (_follows(char) or _ties(before) or _pairs(before, char, flags)):
            yield text[begins:place]
            begins = place
    if text:
        yield text[begins:]


@lru_cache(maxsize=4096)
def _may_join(char: str) -> bool:
    return _follows(char) or _ties(char) or _within(char, *_FLAGS) or _is_jamo(char) or char == "\r"


@lru_cache(maxsize=4096)
def _follows(char: str) -> bool:
    """Tell whether a character always belongs to the one before it."""
    return (
        unicodedata.category(char).startswith("M")
        or char in {JOINER, NON_JOINER}
        or char in _SPACING
        or _within(char, *_SKIN)
        or _within(char, *_TAGS)
    )


@lru_cache(maxsize=4096)
def _ties(char: str) -> bool:
    """Tell whether what stands behind a character always belongs to it."""
    return char == JOINER or char in _BEFORE or unicodedata.combining(char) == _VIRAMA


def _pairs(before: str, char: str, flags: int) -> bool:
    """Tell whether two characters of one kind belong together.

    Two letters of a flag do, and parts of one Korean syllable. ``flags`` counts the letters of flags up to
    the first of the two.
    """
    if _within(char, *_FLAGS):
        return flags % 2 == 1
    if before == "\r":
        return char == "\n"
    return (_is_jamo(char) and (_is_jamo(before) or _within(before, *_SYLLABLES))) or (
        _is_jamo(before) and _within(char, *_SYLLABLES)
    )


def _is_jamo(char: str) -> bool:
    return any(_within(char, first, last) for first, last in _JAMO)


def _within(char: str, first: str, last: str) -> bool:
    return first <= char <= last
