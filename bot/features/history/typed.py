"""What a line behind ``/sms history`` means, as far as it says so by itself. Pure.

``+1 415 555 0100``, ``0142``, ``@maya``, ``me``, ``here``, ``failed``, ``broadcasts``, ``today``,
``2026-11-03``, ``2026-11-01..2026-11-30`` and words in quotation marks, in any order, and what has a
:mod:`key <bot.features.history.keys>`. What is left is a name.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any, Final

from bot.features.history import keys
from bot.features.history.filters import FEWEST_DIGITS, LONGEST_WORDS, Filters, day
from bot.features.history.keys import Line
from bot.features.history.vocabulary import DAYS, HERE, KINDS, OWN, RANGE, STANDS
from bot.texting import phones
from bot.texting.phones import Phone

LONGEST_LINE: Final = 300
LONGEST_PART: Final = 15
_NEAR: Final = 0.75
"""How alike a mistyped word has to be, 0 to 1."""
_QUOTED: Final = re.compile(r'["“”]([^"“”]{1,300})["“”]')
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]{0,80})?>")
_BARE: Final = re.compile(r"@@([UW][A-Z0-9]{1,30})(?!\w)")
_PLACE: Final = re.compile(r"<#([CG][A-Z0-9]{1,30})(?:\|[^<>]{0,80})?>")


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was read. ``numbers`` are several that one may be, ``name`` is what nothing else was.

    ``colleague`` is a name behind an ``@``. ``question`` (mrkdwn) is asked before anything is looked for.
    """

    filters: Filters
    numbers: tuple[Phone, ...] = ()
    name: str = field(default="", repr=False)
    colleague: str = field(default="", repr=False)
    question: str = field(default="", repr=False)


def read(line: str, *, region: str | None, today: date, own_id: str, channel: str | None) -> Typed:
    """Read a line of the person ``own_id``; ``today`` is the day where they are, ``region`` their numbers'.

    ``channel`` is where it was typed.
    """
    keyed = keys.read(bare(line), Line(today, own_id, channel))
    line, chosen = keyed.rest, keyed.chosen
    if keyed.question:
        return Typed(Filters(), question=keyed.question)
    if quoted := _QUOTED.search(line):
        if "words" in chosen:
            return Typed(Filters(), question=keys.TWICE.format(key="words"))
        chosen["words"] = " ".join(quoted[1].split())[:LONGEST_WORDS]
        line = line.replace(quoted[0], " ")
    if "person" not in chosen and (mention := _BARE.search(line)):
        chosen["person"] = mention[1]
        line = line.replace(mention[0], " ")
    left = []
    for word in line.split():
        meant = _known(word.casefold(), today, own_id, channel)
        if meant and not meant.keys() & chosen.keys():
            chosen |= meant
        else:
            left.append(word)
    rest = " ".join(filter(None, [keyed.name, *left]))
    if keyed.has_number and any(map(str.isalpha, rest)):
        return Typed(Filters(), question=keys.ONE_NAME)
    return _named(Filters(**chosen), rest, region)


def bare(line: str) -> str:
    """Return a line with the ids of what is mentioned in it, so that nothing takes them for markup."""
    return _PLACE.sub(r"##\1", _MENTION.sub(r"@@\1", line[:LONGEST_LINE]))


def nearly(word: str) -> str:
    """Return the word for a filter that somebody may have mistyped; nothing where none is near."""
    if len(word) > LONGEST_PART:
        return ""
    found = get_close_matches(word.casefold(), (*STANDS, *KINDS), n=1, cutoff=_NEAR)
    return found[0] if found else ""


def known(word: str) -> dict[str, Any]:
    """Return the field of the filters that a word for a status or a kind means; nothing for any other."""
    if word in STANDS:
        return {"stand": STANDS[word]}
    return {"what": KINDS[word]} if word in KINDS else {}


def _known(word: str, today: date, own_id: str, channel: str | None) -> dict[str, Any]:
    """Return what a word says that means one thing only; nothing for any other."""
    if found := known(word):
        return found
    if word in OWN:
        return {"person": own_id}
    return {"channel": channel} if word == HERE and channel else _days(word, today)


def _days(word: str, today: date) -> dict[str, str]:
    if word in DAYS:
        found = (today - timedelta(days=DAYS[word])).isoformat()
        return {"since": found, "until": found}
    dates = RANGE.fullmatch(word)
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
