"""Numbers made unreadable where somebody else may read along."""

import re
from typing import Final

from bot.texting.typed import FEWEST_DIGITS, UNSEEN

SHOWN_DIGITS: Final = 4
_BETWEEN: Final = rf"[^\S\n]|[-.·()\[\]+/_*~\u2010-\u2015\u2212\u2800]|[{UNSEEN}]"
"""What may stand between two digits of a number: spaces, hyphens, dots, brackets, Slack's marks."""
_LIKE_A_NUMBER: Final = re.compile(rf"[(\[]?\+?[(\[]?\d(?:(?:{_BETWEEN})*\d){{{FEWEST_DIGITS - 1},}}")
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_DATE: Final = re.compile(
    rf"(?:{_YEAR}-{_MONTH}-{_DAY}|{_DAY}([-./]){_MONTH}\1{_YEAR}|{_MONTH}/{_DAY}/{_YEAR})(?: [0-2]?[0-9])?"
)
"""A date, with the hour of a time of day when one follows: the minutes stand behind a colon."""


def mask(digits: str) -> str:
    """Hide all but the last four digits: ``•••0100``. Four digits or fewer are hidden altogether."""
    return "•••" + (digits[-SHOWN_DIGITS:] if len(digits) > SHOWN_DIGITS else "")


def mask_in(text: str) -> str:
    """Mask whatever may be a phone number in a text that somebody else wrote.

    That is seven digits or more, with nothing but spaces, hyphens, dots, slashes or brackets between them.
    A date on its own is left as it is.
    """
    return _LIKE_A_NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    if _DATE.fullmatch(found[0]):
        return found[0]
    opened = found[0][0] if found[0][0] in "([" and not set(found[0]) & set(")]") else ""
    return opened + mask("".join(filter(str.isdecimal, found[0])))
