"""Names as people type them and as contact lists keep them: which are the same, where one stands in a line.

Two names are the same when they differ only in what keyboards and address books do to them: capitals,
accents and how they are composed, kinds of quotation marks, hyphens and blanks, the full stop of an initial,
and a comma, colon or semicolon behind the name. Whether a contact list that is asked for a part of a name
knows that too is its own affair, so :func:`parts_to_ask_for` gives parts that none of it touches.
"""

import re
import unicodedata
from collections import Counter
from typing import Final

LONGEST: Final = 100
"""Characters of a name that are read; SMS-iT's form takes no more."""
_ROOM: Final = 3 * LONGEST
"""Characters of a line that may hold such a name: with blanks, quotation marks and marks nobody sees."""
MOST_ROUNDS: Final = 4
"""What one round takes off may lay open what the next one does."""
_QUOTES: Final = (
    "'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u02b9\u02ba\u02bb\u02bc\u02bd\u02c8"
    "\u00ab\u00bb\u2039\u203a\uff07\uff02"
)
_HYPHENS: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_STROKES: Final = dict(
    zip("øłđðħŧ\u0131æœþß", ("o", "l", "d", "d", "h", "t", "i", "ae", "oe", "th", "ss"), strict=True)
)
"""Letters that people without them on their keyboard write with others; Unicode takes none of them apart."""
_SAME: Final = str.maketrans(dict.fromkeys(_QUOTES, "") | dict.fromkeys(_HYPHENS, "-") | _STROKES)
_ACCENT: Final = re.compile("[\u0300-\u036f]+")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+")
_ENDS: Final = ",;:"
_UNSEEN: Final = frozenset({"Cf", "Cc", "Cs"})
_WORD: Final = re.compile(r"\S+")
_QUOTED: Final = re.compile(
    '\\s*["\u201c\u201d\u201e\u201f\u00ab\uff02]\\s*([^"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]+)'
    '["\u201c\u201d\u201f\u00bb\uff02][,;:]?\\s*'
)
_SELDOM_ACCENTED: Final = (frozenset("bfjkmpqvwx"), frozenset("dghlrt"))
_HANGUL: Final = range(0xAC00, 0xD7A4)
"""Syllables that Unicode takes apart into letters, not into a letter and its accent."""


def fold(name: str) -> str:
    """Return a name's form for comparing; empty when nothing of it can be compared."""
    folded = name[:_ROOM]
    if folded.isascii() and folded.replace(" ", "").isalnum():
        return " ".join(folded.casefold().split())
    for _ in range(MOST_ROUNDS):
        before, folded = folded, _folded(folded)[:_ROOM]
        if folded == before:
            break
    return folded


def whole(line: str, name: str) -> int:
    """Return how much of a line a name takes that it begins with, what follows it included; 0 without it.

    The name may stand in quotation marks; without them a blank must follow. That much may be cut off in front
    of the words for that person.
    """
    wanted = fold(name)
    if not wanted:
        return 0
    if quoted := _QUOTED.match(line[:_ROOM]):
        return quoted.end() if fold(quoted[1]) == wanted else 0
    count = wanted.count(" ")
    for end, after in _ends(line)[count : count + 2]:  # one more where a word has nothing to compare
        if fold(line[:end]) == wanted:
            return after
    return 0


def beginning(line: str, name: str) -> int:
    """Return how much of a line is made of words of a name, counted as :func:`whole` does; 0 when nothing is.

    The words may stand in any order, each as often as in the name: ``Byron, Ada`` for Ada Byron; a colon or
    semicolon ends them. In quotation marks it is all between them if one word of it is the name's.
    """
    left = Counter(_pieces(name))
    if quoted := _QUOTED.match(line[:_ROOM]):
        return quoted.end() if left.keys() & set(_pieces(quoted[1])) else 0
    taken = begin = 0
    for end, after in _ends(line):
        found = Counter(_pieces(line[begin:end]))
        if not found or found - left:
            break
        left -= found
        taken = begin = after
        if line[end - 1] in ":;":
            break
    return taken


def words_of(line: str) -> tuple[str, ...]:
    """Return the words to look for a name by: all in quotation marks, else the first of the line."""
    quoted = _QUOTED.match(line[:_ROOM])
    found = quoted[1].split() if quoted else line[:_ROOM].split(maxsplit=1)[:1]
    return tuple(word for word in found if fold(word))


def holds(name: str, part: str) -> bool:
    """Tell whether a name holds a part of one."""
    return fold(part) in fold(name)


def parts_to_ask_for(text: str) -> tuple[str, ...]:
    """Return what a list that finds parts of names as they are written may be asked for, one after the other.

    First the longest piece of what is typed that can be written in one way only, then the longest run of
    letters that seldom bear an accent: ``Jose`` finds José by its J. More is found than is meant, so what
    comes back has to be compared.
    """
    typed = unicodedata.normalize("NFC", " ".join(text[:_ROOM].split()))
    plain = [_is_plain(typed, at) for at in range(len(typed))]
    bare = (_longest(typed, [mark.casefold() in some for mark in typed]) for some in _SELDOM_ACCENTED)
    first = next((mark if ord(mark) in _HANGUL else _bare(mark) for mark in typed if mark.isalnum()), "")
    asked = (_longest(typed, plain), next(filter(None, bare), first))
    return tuple(dict.fromkeys(each for each in asked if each))


def _folded(name: str) -> str:
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", name.casefold()))
    seen = "".join(mark for mark in bare if mark.isspace() or unicodedata.category(mark) not in _UNSEEN)
    words = unicodedata.normalize("NFKC", seen.translate(_SAME)).casefold().split()
    return " ".join(filter(None, map(_without_stop, words))).rstrip(_ENDS + " ")


def _without_stop(word: str) -> str:
    """Return a word without the full stops of initials: J.R. and Jr. are JR and Jr."""
    bare = word.rstrip(_ENDS)
    ends = word[len(bare) :]
    if _INITIALS.fullmatch(bare):
        return bare.replace(".", "") + ends
    return bare.rstrip(".") + ends


def _ends(line: str) -> list[tuple[int, int]]:
    """Return where each word ends that may be part of a name, and where the next one begins."""
    found = [word.span() for word in _WORD.finditer(line[: _ROOM + 1]) if word.end() <= _ROOM]
    if not found:
        return []
    ends = [end for _, end in found]
    begins = [begin for begin, _ in found[1:]]
    last = len(line) - len(line[ends[-1] :].lstrip())
    return list(zip(ends, [*begins, last], strict=True))


def _pieces(name: str) -> list[str]:
    return [piece for piece in re.split(r"[\s-]+", fold(name).replace(",", " ")) if piece]


def _bare(mark: str) -> str:
    return unicodedata.normalize("NFKD", mark)[0]


def _is_plain(text: str, at: int) -> bool:
    """Tell whether a character is written in one way only."""
    mark = text[at]
    if mark == " ":
        return True
    if (
        not mark.isalnum()
        or mark.casefold() in _STROKES
        or unicodedata.combining(text[at + 1 : at + 2] or " ")
    ):
        return False
    return ord(mark) in _HANGUL or len(unicodedata.normalize("NFKD", mark)) == 1


def _longest(text: str, fits: list[bool]) -> str:
    """Return the longest run of characters that fit."""
    found, begin = "", 0
    for at, fit in enumerate([*fits, False]):
        if not fit:
            run = text[begin:at].strip()
            found, begin = max(found, run, key=len), at + 1
    return found
