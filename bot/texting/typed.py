"""What people type where a phone number is wanted, brought down to a plus sign and groups of digits.

Numbers arrive by hand, from contact cards, spreadsheets, web pages and from Slack itself, which turns
a number in a message into ``<tel:+14155550100|415-555-0100>``. This module only removes dress and names
what is in the way; which number is meant is decided in ``number_reading``.

Dress that carries meaning is kept: where the gaps between digits are, and a zero that stands alone in
brackets. A text longer than any number with everything around it is turned away before patterns look at it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

LONGEST: Final = 160
"""Characters of a number with everything around it. What is longer is something else."""
FEWEST_DIGITS: Final = 7
"""Shorter pieces are part of one number, as in ``089/12 34 56``, unless a plan says they are whole."""
MAX_E164_DIGITS: Final = 15
"""No phone number is longer, country code included. Source: ITU-T E.164, 6.2."""
AROUND: Final = "\"'`*_~\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
"""What may stand around a number: quotation marks, and the marks of Slack's bold and code."""
BEHIND: Final = ".,:;-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""What may part a number from the words behind it."""

UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters nobody sees, for a set in a pattern.

Source: Unicode, Default_Ignorable_Code_Point, with the interlinear marks.
"""
_UNSEEN: Final = re.compile(f"[{UNSEEN}]")
LINK: Final = re.compile(r"<tel:([^|<>\n]*)(?:\|[^<>\n]*)?>", re.IGNORECASE)
"""A number as Slack links it."""
_LABEL: Final = re.compile(r"(?!fax)[^\W\d_][^\d:+<>]{0,24}:\s*(?=[\d+(\[<])", re.IGNORECASE)
"""A word or two before a number in a field, with a colon: ``Tel:``, ``WhatsApp (private):``."""
KNOWN_LABEL: Final = re.compile(
    r"(?:t[eé]l|t[eé]l[eé]phone|telefon[eo]?|tel[eé]fono|telefoon|fon|phone|mobile?|m[oó]vil|cell?|cellphone|"
    r"cellulare|handy|gsm|whats ?app|number|nummer|n[uú]mero)\s?[.:]*\s*(?=[\d+(\[<])",
    re.IGNORECASE,
)
"""A label before a number at the start of a line, where any other word with a colon may be a name."""
_EXTENSION: Final = re.compile(r"(?<=\d)[\s,;.]*(?:x|ext|extn|extension|#)[\s.:=]*\d{1,7}\s*$", re.IGNORECASE)
_BETWEEN_NUMBERS: Final = re.compile(r"[,;:/|&\n]|\s(?:and|or)\s|(?<=\d)\s*(?=\+)", re.IGNORECASE)
_REMARK: Final = re.compile(r"\s*\([^\W\d_][^\d()]{0,24}\)$")
"""A remark behind a number in a field: ``(private)``."""
_SERVICE_CODE: Final = re.compile(r"\*[^*]*\d[^*]*$")
"""A star that does not close: ``*82 415 555 0100`` is dialled to show one's number."""
_DRESS: Final = frozenset("()[].·/")  # what may stand between digits, beside spaces and dashes
_BRACKETED_ZERO: Final = re.compile(r"[(\[]\s?0\s?[)\]]")


class Obstacle(StrEnum):
    """Why a text cannot be one phone number, whatever the country."""

    EMPTY = "empty"
    LETTERS = "letters"
    NOT_A_NUMBER = "not_a_number"
    SEVERAL = "several"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Typed:
    """A number without its dress: ``groups`` are the digits between the gaps, as they were typed.

    ``bracketed_zero`` tells that a lone zero stands in brackets: ``+44 (0)20``.
    """

    plus: bool
    groups: tuple[str, ...] = field(repr=False)
    bracketed_zero: bool = False

    @property
    def digits(self) -> str:
        """All digits, 0-9."""
        return "".join(self.groups)

    def breaks_at(self, place: int) -> bool:
        """Tell whether a gap was typed before the digit at this place."""
        return place in self._gaps()

    def breaks_within(self, start: int, end: int) -> bool:
        """Tell whether a gap was typed between the digits from one place up to another."""
        return any(start < gap < end for gap in self._gaps())

    def _gaps(self) -> Iterator[int]:
        place = 0
        for group in self.groups[:-1]:
            place += len(group)
            yield place


def undress(text: str) -> Typed | Obstacle:
    """Bring a typed number to its digits, or say what is in the way. Digits of any script become 0-9."""
    stripped = text.strip()
    if len(stripped) > LONGEST:
        return Obstacle.NOT_A_NUMBER
    seen = _bare(stripped)
    if not seen:
        return Obstacle.EMPTY
    if _EXTENSION.search(seen):
        return Obstacle.EXTENSION
    found = _groups(seen)
    several = len([piece for piece in _BETWEEN_NUMBERS.split(seen) if _is_long(piece)]) > 1
    return Obstacle.SEVERAL if several else found


def without_unseen(text: str) -> str:
    """Return a text without the characters nobody sees, which contact cards put around numbers."""
    return _UNSEEN.sub("", text)


def _bare(text: str) -> str:
    shown = LINK.sub(r" \1 ", without_unseen(text)).strip()
    label = _LABEL.match(shown) or KNOWN_LABEL.match(shown)
    if label is not None:
        shown = shown[label.end() :]
    shown = _REMARK.sub("", shown)
    if _SERVICE_CODE.match(shown):
        return shown  # to be refused: the star is a key that is pressed, not a mark of bold
    return shown.lstrip(AROUND).rstrip(AROUND + BEHIND).strip()


def _is_long(piece: str) -> bool:
    return sum(char.isdecimal() for char in piece) >= FEWEST_DIGITS


def _groups(text: str) -> Typed | Obstacle:
    groups, plus = [""], False
    for char in map(plain_form, text):
        if char.isdecimal():
            groups[-1] += char
            continue
        if char == "+":
            if plus or any(groups):
                return Obstacle.NOT_A_NUMBER
            plus = True
        elif char.isalpha():
            return Obstacle.LETTERS
        elif not may_part(char):
            return Obstacle.NOT_A_NUMBER
        if groups[-1]:
            groups.append("")
    found = tuple(filter(None, groups))
    zero = _BRACKETED_ZERO.search("".join(map(plain_form, text))) is not None
    return Typed(plus, found, zero) if found else Obstacle.NOT_A_NUMBER


def plain_form(char: str) -> str:
    """Return the digit or sign that a character is another form of: full width, small, of another script."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and not folded.isdecimal() else char


def may_part(char: str) -> bool:
    """Tell whether a character may stand between the digits of one number."""
    return (
        char.isspace()
        or char in _DRESS
        or char in "\N{MINUS SIGN}\N{BRAILLE PATTERN BLANK}"
        or unicodedata.category(char) == "Pd"
    )
