"""What a text looks like when nothing in it can play tricks: marks nobody sees taken out, one line. Pure.

A name may hold marks that turn the rest of a line around, hide a part of it, or end it. None of them belongs
to a name; those that join the letters of some scripts, and the parts of an emoji, are left in their place.
"""

import re
import unicodedata
from typing import Final

_UNSEEN: Final = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "\ud800-\udfff"  # halves of a character, which nothing can show
    "]+"
)
"""Source: the Unicode Character Database, Default_Ignorable_Code_Point, with the marks of annotations."""
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Control characters and everything that ends a line."""
_JOINER, _NON_JOINER = "\u200d", "\u200c"
_PRESENTATIONS: Final = frozenset("\ufe0e\ufe0f")  # as a text, as a picture
_SYMBOLS: Final = frozenset({"So", "Sk", "Sm"})
_VIRAMA: Final = 9  # combining class: the sign that ends a consonant in the scripts of India


def visible(text: str) -> str:
    """Return what can be seen of a text, on one line, with no blanks at its ends."""
    return _BREAKS.sub(" ", _UNSEEN.sub(_kept, text)).strip()


def visible_lines(text: str) -> str:
    """Return what can be seen of a text, its lines kept."""
    return "\n".join(map(visible, text.split("\n")))


def _kept(found: re.Match[str]) -> str:
    """Return those marks of a run that belong to what stands around them."""
    whole, (begin, end) = found.string, found.span()
    before, after = whole[begin - 1 : begin], whole[end : end + 1]
    run = found[0]
    kept = ""
    if run[0] in _PRESENTATIONS and before and unicodedata.category(before) in _SYMBOLS:
        kept, run = run[0], run[1:]
    return kept + run if _joins(run, before, after) else kept


def _joins(run: str, before: str, after: str) -> bool:
    if run not in {_JOINER, _NON_JOINER} or not before or not after:
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return True
    if unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL":  # Arabic letters
        return True
    categories = {unicodedata.category(before), unicodedata.category(after)}
    return run == _JOINER and categories <= _SYMBOLS
