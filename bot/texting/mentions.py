"""Whether a text says a phone number, however it is written there."""

import re
import unicodedata
from typing import Final

from bot.texting.spellings import common

_BETWEEN: Final = r"[^\w\n]{0,4}"
"""What people put between the digits of a number: blanks, brackets, dashes, dots, a few at once."""


class Mention:
    """A number (digits in the one form), to be looked for in texts.

    It is rather found once too often: whatever stands before its last digits may be another country code.
    """

    def __init__(self, phone: str) -> None:
        digits = common(phone)
        self.ending = digits[-2:]
        """Digits that stand together in nearly every text that says it: for a first choice of texts."""
        self._spelt = re.compile(_BETWEEN.join(digits) + r"(?!\d)")

    def is_in(self, text: str) -> bool:
        """Tell whether a text says the number."""
        return self._spelt.search(text if text.isascii() else _plain(text)) is not None


def _plain(text: str) -> str:
    """Return a text with the digits of all scripts as those of ours, and without marks nobody sees."""
    shown = (each for each in text if unicodedata.category(each) != "Cf")
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in shown)
