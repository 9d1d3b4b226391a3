"""What people type where a phone number is wanted, brought down to a plus sign and digits.

Numbers arrive by hand, from contact cards, spreadsheets, web pages and from Slack itself, which turns
a number in a message into ``<tel:+14155550100|415-555-0100>``. This module only removes dress and names
what is in the way; which number is meant is decided in ``phones``.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

_SLACK_LINK: Final = re.compile(r"<tel:([^|>]*)(?:\|[^>]*)?>")
_EXTENSION: Final = re.compile(
    r"(?<=\d)[\s,;.]*(?:x|ext|extn|extension|#)[\s.:=]*\d{1,7}\s*$",
    re.IGNORECASE,
)
_BETWEEN_NUMBERS: Final = re.compile(r"[,;/|&\n]|\s(?:and|or)\s|(?<=\d)\s*(?=\+)", re.IGNORECASE)
_DRESS: Final = frozenset("()[].·/")  # what may stand between digits, beside spaces and dashes
_FEWEST_DIGITS: Final = 7  # shorter pieces are part of one number, as in "089/12 34 56"
_MOST_DIGITS: Final = 15  # ITU-T E.164
_LONGEST: Final = 3000  # characters, as a field of Slack takes; putting marks in order takes their square


class Obstacle(StrEnum):
    """Why a text cannot be one phone number, whatever the country."""

    EMPTY = "empty"
    LETTERS = "letters"
    NOT_A_NUMBER = "not_a_number"
    SEVERAL = "several"
    EXTENSION = "extension"


def undress(text: str) -> str | Obstacle:
    """Bring a typed number to ``+`` and digits, or say what is in the way.

    Digits of any script become 0-9. A leading ``00`` is kept: its meaning depends on nothing but itself,
    and ``phones`` treats it as a plus sign.
    """
    if len(text) > _LONGEST:
        return Obstacle.NOT_A_NUMBER
    shown = unicodedata.normalize("NFKC", _SLACK_LINK.sub(r"\1", text))
    # Contact cards put invisible direction marks around numbers.
    seen = "".join(char for char in shown if unicodedata.category(char) != "Cf").strip().removeprefix("tel:")
    if not seen:
        return Obstacle.EMPTY
    if _EXTENSION.search(seen):
        return Obstacle.EXTENSION
    if _holds_several(seen):
        return Obstacle.SEVERAL
    return _digits_of(seen)


def _holds_several(text: str) -> bool:
    pieces = [piece for piece in _BETWEEN_NUMBERS.split(text) if _count_digits(piece) >= _FEWEST_DIGITS]
    if len(pieces) > 1:
        return True
    words = [word for word in text.split() if _count_digits(word) >= _FEWEST_DIGITS]
    return len(words) > 1 and _count_digits(text) > _MOST_DIGITS


def _count_digits(text: str) -> int:
    return sum(char.isdecimal() for char in text)


def _digits_of(text: str) -> str | Obstacle:
    kept: list[str] = []
    for place, char in enumerate(text):
        if char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        elif char == "+":
            if kept or "+" in text[:place]:
                return Obstacle.NOT_A_NUMBER
            kept.append("+")
        elif char.isalpha():
            return Obstacle.LETTERS
        elif not (
            char.isspace() or char in _DRESS or unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}"
        ):
            return Obstacle.NOT_A_NUMBER
    bare = "".join(kept)
    return bare if bare.strip("+") else Obstacle.NOT_A_NUMBER
