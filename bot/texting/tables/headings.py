"""What the names of columns say about what stands beneath them."""

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final

from bot.texting.tables import vocabulary

LONGEST: Final = 120
"""Characters of a name that are looked at."""
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")  # the seam in phoneNumber
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)


class Rank(IntEnum):
    """How surely a column is meant when somebody is to be texted, by its name; the lowest first."""

    MOBILE = 0
    PHONE = 1
    SECOND = 2
    """Some other phone, or a name like Number that may mean anything."""
    OTHER = 3
    """The name says nothing."""
    COUNTED = 4
    """The name is that of another thing with numbers, like customers or orders."""
    NEVER = 5


@lru_cache(maxsize=2048)
def folded(name: str) -> str:
    """Bring a name down to its words, lower case and without accents, with ``_`` around each."""
    apart = _HUMP.sub(" ", name[:LONGEST])
    plain = unicodedata.normalize("NFKD", apart).casefold().translate(_LETTERS)
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    whole = unicodedata.normalize("NFC", bare)  # Hangul is written in parts by now
    return f"_{'_'.join(_WORD.findall(whole))}_"


def rank(name: str) -> Rank:
    """Return what a column's name says about the numbers in it."""
    words = folded(name)
    if vocabulary.NEVER.search(words):
        return Rank.NEVER
    second = vocabulary.SIDE.search(words) is not None
    if vocabulary.MOBILE.search(words):
        return Rank.PHONE if second else Rank.MOBILE
    if vocabulary.PHONE.search(words):
        return Rank.SECOND if second else Rank.PHONE
    if _whole(words) in vocabulary.ADDRESSEE:
        return Rank.SECOND
    return Rank.COUNTED if vocabulary.COUNTED.search(words) else Rank.OTHER


def is_phone(name: str) -> bool:
    """Tell whether a column's name speaks of phones that can be texted."""
    words = folded(name)
    if vocabulary.NEVER.search(words):
        return False
    return vocabulary.MOBILE.search(words) is not None or vocabulary.PHONE.search(words) is not None


def first_names(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of first names."""
    return _matching(names, vocabulary.FIRST_NAME, vocabulary.PRONOUNCED)


def last_names(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of last names."""
    return _matching(names, vocabulary.LAST_NAME, vocabulary.PRONOUNCED)


def whole_names(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of whole names."""
    return tuple(place for place, name in enumerate(names) if _whole(folded(name)) in vocabulary.WHOLE_NAME)


def is_plain_name(name: str) -> bool:
    """Tell whether a column is called Name and no more, which may mean one half of it."""
    return _whole(folded(name)) in vocabulary.PLAIN_NAME


def emails(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of email addresses."""
    return _matching(names, vocabulary.EMAIL, vocabulary.NOT_EMAIL)


def birthdays(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of birthdays."""
    return _matching(names, vocabulary.BIRTHDAY)


def groups(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of groups."""
    return tuple(place for place, name in enumerate(names) if _whole(folded(name)) in vocabulary.GROUP)


def _matching(
    names: Sequence[str], wanted: re.Pattern[str], unwanted: re.Pattern[str] | None = None
) -> tuple[int, ...]:
    words = [folded(name) for name in names]
    return tuple(
        place
        for place, each in enumerate(words)
        if wanted.search(each) and not (unwanted is not None and unwanted.search(each))
    )


def _whole(words: str) -> str:
    return words.replace("_", "")
