"""What a line behind ``/sms history`` means, as far as it says so by itself. Pure.

``+1 415 555 0100``, ``0142``, ``@maya``, ``me``, ``here``, ``failed``, ``broadcasts``, ``today``,
``2026-11-03``, ``2026-11-01..2026-11-30`` and words in quotation marks, in any order. What is left is a name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from bot.features.history.filters import FEWEST_DIGITS, LONGEST_WORDS, Filters, Stand, What, day
from bot.texting import phones
from bot.texting.phones import Phone

LONGEST_LINE: Final = 300
LONGEST_PART: Final = 15
STANDS: Final[Mapping[str, Stand]] = MappingProxyType(
    {
        **{stand.value: stand for stand in Stand if stand is not Stand.ANY},
        "scheduled": Stand.WAITING,
        "queued": Stand.WAITING,
        "undelivered": Stand.FAILED,
        "refused": Stand.FAILED,
        "unknown": Stand.UNCONFIRMED,
        "cancelled": Stand.STOPPED,
        "canceled": Stand.STOPPED,
        "rejected": Stand.STOPPED,
        "expired": Stand.STOPPED,
    }
)
WHATS: Final[Mapping[str, What]] = MappingProxyType(
    {
        **{f"{what.value}s": what for what in What if what is not What.ANY},
        **{what.value: what for what in What if what is not What.ANY},
    }
)
OWN: Final = frozenset({"me", "mine", "my"})
HERE: Final = "here"
DAYS: Final[Mapping[str, int]] = MappingProxyType({"today": 0, "yesterday": 1})
_QUOTED: Final = re.compile(r'["“”]([^"“”]{1,300})["“”]')
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]{0,80})?>")
_BARE: Final = re.compile(r"@@([UW][A-Z0-9]{1,30})(?!\w)")
_RANGE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was read. ``numbers`` are several that one may be, ``name`` is what nothing else was.

    ``colleague`` is a name behind an ``@``.
    """

    filters: Filters
    numbers: tuple[Phone, ...] = ()
    name: str = field(default="", repr=False)
    colleague: str = field(default="", repr=False)


def read(line: str, *, region: str | None, today: date, own_id: str, channel: str | None) -> Typed:
    """Read a line of the person ``own_id``; ``today`` is the day where they are, ``region`` their numbers'.

    ``channel`` is where it was typed.
    """
    line = line[:LONGEST_LINE]
    chosen: dict[str, Any] = {}
    if quoted := _QUOTED.search(line):
        chosen["words"] = " ".join(quoted[1].split())[:LONGEST_WORDS]
        line = line.replace(quoted[0], " ")
    if mention := _BARE.search(line := bare(line)):
        chosen["person"] = mention[1]
        line = line.replace(mention[0], " ")
    left = []
    for word in line.split():
        known = _known(word.casefold(), today, own_id, channel)
        if known and not known.keys() & chosen.keys():
            chosen |= known
        else:
            left.append(word)
    return _named(Filters(**chosen), " ".join(left), region)


def bare(line: str) -> str:
    """Return a line with the ids of people who are mentioned in it, so that nothing takes them for markup."""
    return _MENTION.sub(r"@@\1", line[:LONGEST_LINE])


def _known(word: str, today: date, own_id: str, channel: str | None) -> dict[str, Any]:
    """Return what a word says that means one thing only; nothing for any other."""
    if word in STANDS or word in WHATS:
        return {"stand": STANDS[word]} if word in STANDS else {"what": WHATS[word]}
    if word in OWN:
        return {"person": own_id}
    return {"channel": channel} if word == HERE and channel else _days(word, today)


def _days(word: str, today: date) -> dict[str, str]:
    if word in DAYS:
        found = (today - timedelta(days=DAYS[word])).isoformat()
        return {"since": found, "until": found}
    dates = _RANGE.fullmatch(word)
    if dates and day(dates[1]) and (not dates[2] or day(dates[2])):
        first, last = sorted((dates[1], dates[2] or dates[1]))
        return {"since": first, "until": last}
    return {}


def _named(filters: Filters, rest: str, region: str | None) -> Typed:
    """Read what is left: a colleague, a number, a part of one, or a name."""
    if rest.startswith("@"):
        return Typed(filters, colleague=rest.lstrip("@ "))
    digits = "".join(character for character in rest if character.isdecimal())
    if len(digits) < FEWEST_DIGITS or any(map(str.isalpha, rest)):
        return Typed(filters, name=rest)
    found = phones.readings(rest, region)
    if len(found) > 1:
        return Typed(filters, numbers=found)
    if found:
        return Typed(replace(filters, number=found[0].digits))
    return Typed(replace(filters, part="".join(str(int(each)) for each in digits)[:LONGEST_PART]))
