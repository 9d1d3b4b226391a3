"""Whether two texts say the same to whoever reads them: one normal form, to be compared and never sent."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.texting import invisibles

MOST_MARKS: Final = 30
"""Marks on one letter that are sorted together, as in Unicode's stream-safe form: no language has more."""


def normal(text: str) -> str:
    """Return a text in the form in which texts are compared.

    Letters are composed (NFC), what nobody sees is left out, and any run of white space is one blank.
    Capitals and signs stay: other ones are other words.
    """
    shown = map(invisibles.stand_in, text)
    seen = "".join(char if instead is None else instead for char, instead in zip(text, shown, strict=True))
    return " ".join("".join(_composed(seen)).split())


def are_same(one: str, other: str) -> bool:
    """Tell whether two texts say the same."""
    return one == other or normal(one) == normal(other)


def _composed(text: str) -> Iterator[str]:
    """Yield a text composed, in pieces in which no letter has more than so many marks.

    To sort the marks of one letter takes the square of their number.
    """
    begin = marks = 0
    for place, char in enumerate(text):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > MOST_MARKS:
            yield unicodedata.normalize("NFC", text[begin:place])
            begin, marks = place, 1
    yield unicodedata.normalize("NFC", text[begin:])
