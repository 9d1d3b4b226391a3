"""Numbers in a text that was filled in for somebody, hidden from people who don't see them in full. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from bot.texting.phone_masks import SHOWN_DIGITS, mask, mask_in

_BETWEEN: Final = r"(?:[^\w\n]|_){0,3}"
"""What may stand between two digits of a number that is known: whatever is no letter."""
_BEFORE: Final = r"[(\[+]{0,2}0{0,4}"
_FEWEST: Final = SHOWN_DIGITS + 1


def hidden(text: str, own: Iterable[str], *, others: bool = True) -> str:
    """Return a text in which numbers show their last digits: that one stands there can still be read.

    ``own`` are the numbers (digits) of whoever gets it. They are hidden however they are written, without
    their country code too. With ``others`` so is whatever else may be a phone number, as
    :func:`bot.texting.phone_masks.mask_in` tells it.
    """
    for number in dict.fromkeys(own):
        if len(number) >= _FEWEST:
            text = _without(text, number)
    return mask_in(text) if others else text


def _without(text: str, number: str) -> str:
    """Return a text with a number masked: as much of its end as stands there."""
    plain = "".join(str(int(each)) if each.isdecimal() else each for each in text)  # as many characters
    parts, end = [], 0
    for found in _written(number).finditer(plain):
        opened = found[0][0] if found[0][0] in "([" and not set(found[0]) & set(")]") else ""
        parts += [text[end : found.start()], opened, mask(number)]
        end = found.end()
    return "".join([*parts, text[end:]])


def _written(number: str) -> re.Pattern[str]:
    more = ""
    for digit in number[:-_FEWEST]:
        more = f"(?:{more}{digit}{_BETWEEN})?"
    return re.compile(_BEFORE + more + _BETWEEN.join(number[-_FEWEST:]))
