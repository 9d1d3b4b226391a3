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
from bot.features.history.filters import FEWEST_DIGITS, LONG_WORDS, LONGEST_WORDS, Filters, day
from bot.features.history.keys import Line, UnclearError
from bot.features.history.vocabulary import DAYS, HERE, KINDS, OWN, RANGE, STANDS
from bot.texting import phones
from bot.texting.phones import Phone

LONGEST_LINE: Final = 300
LONGEST_PART: Final = 15
LONG_LINE: Final = f"Shorten the line to {LONGEST_LINE} characters, or choose with *Filter*."
MANY_DIGITS: Final = f"Type at most {LONGEST_PART} digits: no phone number has more."
TWO_ANSWERS: Final = "Type only one of “{first}” and “{second}”, or choose with *Filter*."
TWO_PEOPLE: Final = "Type one person at a time, or choose with *Filter*."
_NEAR: Final = 0.75
"""How alike a mistyped word has to be, 0 to 1."""
_QUOTED: Final = re.compile(r'["“”]([^"“”]{1,300})["“”]')
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]{0,80})?>")
_BARE: Final = re.compile(r"@@([UW][A-Z0-9]{1,30})(?!\w)")
_NUMBER_SIGN: Final = re.compile(r"##([CG][A-Z0-9]{1,30})")
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
    try:
        return _read(line, Line(today, own_id, channel), region)
    except UnclearError as unclear:
        return Typed(Filters(), question=str(unclear))


def _read(text: str, line: Line, region: str | None) -> Typed:
    """Return what a line says. Raises :exc:`UnclearError` with the question to be asked first."""
    if len(text) > LONGEST_LINE:
        raise UnclearError(LONG_LINE)
    keyed = keys.read(bare(text), line)
    if keyed.question:
        raise UnclearError(keyed.question)
    chosen = keyed.chosen
    left = _without_key(_unquoted(keyed.rest, chosen).split(), chosen, line)
    if len(chosen.get("words", "")) > LONGEST_WORDS:
        raise UnclearError(LONG_WORDS)
    rest = " ".join(filter(None, [keyed.name, *left]))
    if "person" in chosen and rest.startswith("@"):
        raise UnclearError(TWO_PEOPLE)
    if keyed.has_number and any(map(str.isalpha, rest)):
        raise UnclearError(keys.ONE_NAME)
    return _named(Filters(**chosen), rest, region)


def _unquoted(rest: str, chosen: dict[str, Any]) -> str:
    """Note the words in quotation marks, and return what is left."""
    quoted = _QUOTED.search(rest)
    if quoted is None:
        return rest
    left = rest.replace(quoted[0], " ")
    if "words" in chosen or _QUOTED.search(left):
        raise UnclearError(keys.TWICE.format(key="words"))
    chosen["words"] = " ".join(quoted[1].split())
    return left


def _without_key(words: list[str], chosen: dict[str, Any], line: Line) -> list[str]:
    """Note the words that mean one filter by themselves, and return the others."""
    left, said_by = list[str](), dict[str, str]()
    for word in words:
        meant = _known(word, line)
        if any(chosen.get(each, value) != value for each, value in meant.items()):
            raise UnclearError(_two(meant, said_by, word))
        chosen |= meant
        said_by |= dict.fromkeys(meant, word)
        left += [] if meant else [word]
    return left


def bare(line: str) -> str:
    """Return a line with the ids of what is mentioned in it, so that nothing takes them for markup."""
    return _PLACE.sub(r"##\1", _MENTION.sub(r"@@\1", line))


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


def _known(word: str, line: Line) -> dict[str, Any]:
    """Return what a word says that means one thing only; nothing for any other."""
    if mention := _BARE.fullmatch(word):
        return {"person": mention[1]}
    if place := _NUMBER_SIGN.fullmatch(word):
        return {"channel": place[1]}
    word = word.casefold()
    if found := known(word):
        return found
    if word in OWN:
        return {"person": line.own_id}
    return {"channel": line.channel} if word == HERE and line.channel else _days(word, line.today)


def _two(meant: dict[str, Any], said_by: dict[str, str], word: str) -> str:
    """Return the question which of two answers is meant; ``said_by`` are those without a key before it."""
    if "person" in meant:
        return TWO_PEOPLE
    first = next((said_by[each] for each in meant if each in said_by), "")
    if not first or word.startswith("##"):
        return keys.TWICE.format(key=keys.OF_FIELDS[next(iter(meant))])
    return TWO_ANSWERS.format(first=first, second=word)


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
    if len(digits) > LONGEST_PART:
        raise UnclearError(MANY_DIGITS)
    return Typed(replace(filters, part="".join(str(int(each)) for each in digits)))
