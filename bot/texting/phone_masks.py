"""Numbers made unreadable where somebody else may read along."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.texting.typed import FEWEST_DIGITS, may_part, plain_form, without_unseen

SHOWN_DIGITS: Final = 4
_MARKS: Final = frozenset("_*~・ー、")
"""What may stand between two digits besides what the reader lets pass: Slack's marks, Japan's dashes."""
_SHAPES: Final = {"(": "(", "[": "(", "+": "+", "|": "|", ",": ",", ":": ",", ";": ","}
"""A comma and its like part lists and times as well: they are in a number where no space follows."""
_KEPT_SHAPES: Final = 4096
_LIKE_A_NUMBER: Final = re.compile(rf"[(]?\+?[(]?0(?:[-+(.]*(?:,\.*|\|[-.]*)?0){{{FEWEST_DIGITS - 1},}}")
"""Looked for in the shape of a text; see :func:`_shape`."""
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_TIME: Final = "[0-2]?[0-9](?::[0-5][0-9]){0,2}"
_HARMLESS: Final = re.compile(
    rf"(?:{_YEAR}-{_MONTH}-{_DAY}|{_DAY}([-./]){_MONTH}\1{_YEAR}|{_MONTH}/{_DAY}/{_YEAR})(?: {_TIME})?"
    r"|[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])? ?[-\u2013] ?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"
    r"|[0-9],[0-9]{3},[0-9]{3}"
)
"""A date, with a time of day when one follows; from one time to another; an amount of seven digits."""


def mask(digits: str) -> str:
    """Hide all but the last four digits: ``•••0100``. Four digits or fewer are hidden altogether."""
    return "•••" + (digits[-SHOWN_DIGITS:] if len(digits) > SHOWN_DIGITS else "")


def mask_in(text: str) -> str:
    """Mask whatever may be a phone number in a text that somebody else wrote.

    That is seven digits or more of any script, with nothing between them but what the reader of numbers lets
    pass there (:mod:`bot.texting.typed`), a comma, a colon or a bar. A date, a time and a small amount on
    their own are left as they are.
    """
    masked: list[str] = []
    end = 0
    for found in _LIKE_A_NUMBER.finditer("".join(map(_shape, text))):
        masked += [text[end : found.start()], _masked(text[found.start() : found.end()])]
        end = found.end()
    return "".join((*masked, text[end:]))


@lru_cache(maxsize=_KEPT_SHAPES)
def _shape(char: str) -> str:
    """Return what a character is in a number: digit ``0``, gap ``-``, unseen ``.``, none ``x``, or itself."""
    bare = plain_form(char)
    if _digit(char):
        return "0"
    if bare in _SHAPES:
        return _SHAPES[bare]
    if not without_unseen(char) or unicodedata.category(char) in {"Mn", "Me"}:
        return "."
    return "-" if bare in _MARKS or may_part(bare) else "x"


def _digit(char: str) -> bool:
    """Tell whether a character is read as a digit: of any script, in a circle, raised."""
    return unicodedata.digit(char, None) is not None


def _masked(found: str) -> str:
    bare = "".join(map(plain_form, found))
    if _HARMLESS.fullmatch(found):
        return found
    opened = found[0] if bare[0] in "([" and not set(bare) & set(")]") else ""
    return opened + mask("".join(filter(_digit, found)))
