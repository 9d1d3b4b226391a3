"""Whom a text comes from: a number, or a name where a country allows one, an alphanumeric sender ID.

Both rules for names are SMS-iT's own: one to eleven letters A-Z or digits with at least one letter, and
eighteen countries.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bot.texting import phones

LONGEST: Final = 11

COUNTRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AU": "Australia",
        "AT": "Austria",
        "DK": "Denmark",
        "EE": "Estonia",
        "FI": "Finland",
        "FR": "France",
        "DE": "Germany",
        "HK": "Hong Kong",
        "IE": "Ireland",
        "IL": "Israel",
        "LT": "Lithuania",
        "NL": "Netherlands",
        "NO": "Norway",
        "PL": "Poland",
        "ES": "Spain",
        "SE": "Sweden",
        "CH": "Switzerland",
        "GB": "United Kingdom",
    }
)
"""Region code to name, for the countries where SMS-iT may send from an alphanumeric sender ID."""

_PART_OF: Final[Mapping[str, str]] = MappingProxyType({"AX": "FI", "CC": "AU", "CX": "AU", "SJ": "NO"})
"""Regions that share the calling code of a listed country and are part of it: Åland, the Cocos and Christmas
Islands, Svalbard and Jan Mayen. Guernsey, Jersey and the Isle of Man share that of the United Kingdom and are
no part of it; all other territories have calling codes of their own."""

_ALLOWED: Final = re.compile(r"[A-Za-z0-9]*")
_LETTER: Final = re.compile(r"[A-Za-z]")


class SenderIdError(ValueError):
    """The sender ID breaks SMS-iT's rule; ``sentence`` tells which part and what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check(alpha: str) -> None:
    """Accept an alphanumeric sender ID or raise ``SenderIdError``."""
    if not alpha:
        raise SenderIdError("Enter a sender name of 1 to 11 letters and digits, like HarbourSt.")
    if not _ALLOWED.fullmatch(alpha):
        raise SenderIdError(
            "Use only letters A-Z and digits in a sender name: no spaces, accents or symbols."
        )
    if len(alpha) > LONGEST:
        raise SenderIdError(f"Shorten the sender name to {LONGEST} letters and digits; it has {len(alpha)}.")
    if not _LETTER.search(alpha):
        raise SenderIdError("Add at least one letter to the sender name.")


def allowed_for(region: str | None) -> bool:
    """Tell whether numbers of this region (two-letter code) can get a text from a sender ID."""
    return _PART_OF.get(region or "", region) in COUNTRIES


@lru_cache(maxsize=64)
def pretty(number: str) -> str:
    """Write one of the account's own numbers (digits) for people.

    Kept, because there are few, and every form and message shows them.
    """
    return phones.pretty(number)


@lru_cache(maxsize=64)
def shown(number: str) -> str:
    """Write one of the account's own numbers where it is only read. As :func:`pretty`."""
    return phones.shown(number)


@dataclass(frozen=True, slots=True)
class Senders:
    """What a text can come from: numbers (digits) and alphanumeric sender IDs, the first one by default."""

    numbers: tuple[str, ...]
    alphanumeric: tuple[str, ...] = ()

    def choose(self, chosen: str) -> tuple[str, str | None] | None:
        """Return the number and the sender ID that a choice means, if any; none when it is not offered."""
        chosen = chosen or self.numbers[0]
        is_offered = chosen in self.numbers or chosen in self.alphanumeric
        return self.behind(chosen) if is_offered else None

    def behind(self, chosen: str) -> tuple[str, str | None]:
        """Return the number and the sender ID, if any, of a choice as it was recorded, still offered or not.

        A sender ID holds a letter, a number none. SMS-iT wants a number with a sender ID too: the first one.
        """
        return (chosen, None) if chosen.isdecimal() else (self.numbers[0], chosen)
