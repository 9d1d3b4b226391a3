"""Numbers in a text that was filled in for somebody, hidden from people who don't see them in full. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from bot.texting.phone_masks import SHOWN_DIGITS, mask, mask_in

_MOST_BETWEEN: Final = 3
_DIGITS: Final = re.compile(rf"\d(?:[^\w\n]{{0,{_MOST_BETWEEN}}}\d){{{SHOWN_DIGITS},}}")
"""More digits than are shown, with whatever isn't a letter between them."""


def hidden(text: str, own: Iterable[str], *, others: bool = True) -> str:
    """Return a text in which numbers show their last digits: that one stands there can still be read.

    ``own`` are the numbers (digits) of whoever gets it. They are hidden however they are written, without
    their country code too. With ``others`` so is whatever else may be a phone number, as
    :func:`bot.texting.phone_masks.mask_in` tells it.
    """
    numbers = tuple(filter(None, own))

    def masked(found: re.Match[str]) -> str:
        digits = "".join(str(int(each)) for each in found[0] if each.isdecimal())
        is_own = any(each.endswith(digits.lstrip("0") or digits) for each in numbers)
        return mask(digits) if is_own else found[0]

    return _DIGITS.sub(masked, mask_in(text) if others else text)
