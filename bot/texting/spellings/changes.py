"""Where a phone has several spellings behind its country code, and which one counts today. Plain data.

A rewrite applies to the digits behind the country code, and only when what comes out is a number in use by
today's plan (``phonenumbers``) and, but for a few countries, what went in is none. Each says since when the
new spelling is the only one.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

BRAZIL: Final = "55"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A former or a second spelling, and how it is written today."""

    pattern: re.Pattern[str]
    to: str


def _rewrites(*pairs: tuple[str, str]) -> tuple[Rewrite, ...]:
    return tuple(Rewrite(re.compile(pattern), to) for pattern, to in pairs)


_VIETNAM: Final = {
    "120": "70",
    "121": "79",
    "122": "77",
    "126": "76",
    "128": "78",
    "123": "83",
    "124": "84",
    "125": "85",
    "127": "81",
    "129": "82",
    "186": "56",
    "188": "58",
    "199": "59",
}
_GABON: Final = {"1": "11", "2": "62", "4": "74", "5": "65", "6": "66", "7": "77"}

REWRITES: Final = MappingProxyType(
    {
        # Argentina: a mobile is 9, area code, number from abroad, and area code, 15, number at home. Both are
        # the number of ten digits that fixed lines have too; no two phones share one.
        "54": _rewrites((r"0?9?0?(\d{10})", r"9\1"), (r"9(\d{2})15(\d{8})", r"9\1\2"))
        + _rewrites((r"9(\d{3})15(\d{7})", r"9\1\2"), (r"9(\d{4})15(\d{6})", r"9\1\2")),
        # Mexico: 1 before a mobile from abroad, 01, 044 and 045 at home, all gone since 3 August 2019.
        "52": _rewrites((r"(?:1|01|044|045)(\d{10})", r"\1")),
        # Brazil: a ninth digit before mobiles, from 2012 to 2016. Fixed lines have eight and begin with 2-5.
        BRAZIL: _rewrites((r"([1-9]{2})([016-9]\d{7})", r"\g<1>9\2")),
        # Benin: 01 before every number, since 30 November 2024.
        "229": _rewrites((r"(\d{8})", r"01\1")),
        # Côte d'Ivoire: the operator's two digits before mobiles, since 31 January 2021.
        "225": _rewrites(
            (r"([04-9][0-3]\d{6})", r"01\1"),
            (r"([04-9][4-6]\d{6})", r"05\1"),
            (r"([04-9][7-9]\d{6})", r"07\1"),
        ),
        # Gabon: the digit of the operator became two, in June 2019.
        "241": _rewrites(*((rf"0?{old}(\d{{6}})", rf"{new}\1") for old, new in _GABON.items())),
        # Vietnam: the three digits of an operator became two, on 15 September 2018.
        "84": _rewrites((r"0?16([2-9]\d{7})", r"3\1"))
        + _rewrites(*((rf"0?{old}(\d{{7}})", rf"{new}\1") for old, new in _VIETNAM.items())),
        # Cameroon: 6 before mobiles, since 21 November 2014.
        "237": _rewrites((r"([5-9]\d{7})", r"6\1")),
        # Ecuador: 9 before mobiles, since 30 September 2012.
        "593": _rewrites((r"([89]\d{7})", r"9\1")),
        # Mauritius: 5 before mobiles, since 1 September 2013.
        "230": _rewrites((r"([79]\d{6})", r"5\1")),
    }
)
"""By country code."""

SHARED: Final = frozenset({"54", BRAZIL, "241"})
"""Country codes where a spelling counts as a number in use by itself, and is rewritten all the same."""

SETTLED: Final = MappingProxyType(
    {
        code: re.compile(pattern)
        for code, pattern in {
            "54": r"9[1-3]\d{9}",
            "52": r"[2-9]\d{9}",
            BRAZIL: r"[1-9]{2}9\d{8}",
            "229": r"01\d{8}",
            "225": r"0[157]\d{8}",
            "241": r"(?:11|6[256]|7[47])\d{6}",
            "84": r"[35789]\d{8}",
            "237": r"6\d{8}",
            "593": r"9\d{8}",
            "230": r"5\d{7}",
        }.items()
    }
)
"""The usual spelling of a mobile in each of them, told without looking further."""

TAILS: Final = MappingProxyType(
    {
        "54": 6,
        "52": 10,
        BRAZIL: 8,
        "229": 8,
        "225": 8,
        "241": 6,
        "84": 7,
        "237": 8,
        "593": 8,
        "230": 7,
        "378": 6,
    }
)
"""How many digits at the end all spellings of a phone share."""

TWINS: Final = _rewrites(
    # Palestine: mobiles are in Israel's plan as 056 and 059 too, and are reached by either country code.
    (r"970(5[69]\d{7})", r"972\1"),
    (r"972(5[69]\d{7})", r"970\1"),
)
"""Whole numbers that certainly reach one phone behind two country codes.

They stay two for everything but what must stop a text, as records have them. Left out is what leads to
the same phone no longer or not for sure: Kosovo's +377 and +386 until 2017 (Monaco and Slovenia may give
these numbers to others), San Marino's +39 0549 (fixed lines), and the Vatican's +379 (never in use).
"""
