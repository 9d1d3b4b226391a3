"""Filters typed with a key: ``kind:broadcasts``, ``since:2026-11-01``, ``by:@maya``. Pure.

What has a key means that one thing, or is asked about: it is never taken for a name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from bot.features.history.filters import day
from bot.features.history.vocabulary import DAYS, HERE, KINDS, OWN, RANGE, STANDS
from bot.texting import typed_keys

SHOWN: Final = (
    "number:",
    "name:",
    "group:",
    "by:",
    "in:",
    "kind:",
    "status:",
    "since:",
    "until:",
    "on:",
    "words:",
)
"""The keys that people are told of."""
EMPTY: Final = "Type what to look for right after “{key}:”."
TWICE: Final = "Type “{key}:” once: the line has a filter of that sort already."
OF_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {"person": "by", "channel": "in", "what": "kind", "stand": "status", "since": "since", "until": "until"}
)
"""The key that people are told of for each field of the filters."""
NO_DIGITS: Final = "Type the digits of a number after “{key}:”."
ONE_NAME: Final = "Type one name or number at a time, then choose the other with *Filter*."
NO_PLACE: Final = "Type in:here where you're looking for, or choose the channel with *Filter*."
NO_KIND: Final = "Type kind:texts, kind:broadcasts, kind:lists or kind:codes."
NO_STATUS: Final = (
    "Type status:waiting, status:sent, status:delivered, status:failed, status:unconfirmed or status:stopped."
)
NO_DAY: Final = "Type a day after “{key}:” as in {key}:2026-11-03, or {key}:today."
BACKWARDS: Final = "Type a last day that isn't before the first one."
_PART: Final = re.compile(
    r'["“”][^"“”]{1,300}["“”]'
    r'|(?<!\S)(?P<key>[A-Za-z]{1,20}):(?!//)[ \t]*(?:["“”](?P<quoted>[^"“”]{1,300})["“”]|(?P<bare>\S*))'
)
_CHANNEL: Final = re.compile(r"##([CG][A-Z0-9]{1,30})")
_PERSON: Final = re.compile(r"@@([UW][A-Z0-9]{1,30})")
_ONE_DAY: Final = timedelta(days=1)
Chosen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """Where and by whom a line was typed, and what day it is there."""

    today: date
    own_id: str
    channel: str | None


@dataclass(slots=True)
class Keyed:
    """What the keys of a line say: fields of the filters, a name, and ``rest``, which has none.

    A number with a key stays in ``rest``, with what is behind it. ``question`` (mrkdwn) is what is to be
    asked first, where something isn't clear.
    """

    chosen: Chosen = field(default_factory=dict)
    name: str = field(default="", repr=False)
    has_number: bool = False
    rest: str = field(default="", repr=False)
    question: str = field(default="", repr=False)


class UnclearError(Exception):
    """Something that a key doesn't take; the argument is the question."""


def read(text: str, line: Line) -> Keyed:
    """Read what has a key in a line whose mentions are bare, and leave the rest as it is."""
    found = Keyed()

    def taken(part: re.Match[str]) -> str:
        key = part["key"]
        if key is None or found.question:
            return part[0]
        try:
            return _take(found, key.lower(), (part["quoted"] or part["bare"] or "").strip(), line)
        except UnclearError as unclear:
            found.question = str(unclear)
            return ""

    found.rest = _PART.sub(taken, text)
    since, until = found.chosen.get("since"), found.chosen.get("until")
    if since and until and until < since:
        found.question = found.question or BACKWARDS
    return found


def _take(found: Keyed, key: str, value: str, line: Line) -> str:
    """Note what a key says, and return what stands in its place: a number is read with what is behind it."""
    read_key = _READ.get(key)
    if read_key is None:
        raise UnclearError(typed_keys.question(key, value, _READ, SHOWN))
    if not value:
        raise UnclearError(EMPTY.format(key=key))
    said = read_key(key, value, line)
    if isinstance(said, str):
        if found.name or found.has_number:
            raise UnclearError(ONE_NAME)
        if key in _NUMBERS:
            found.has_number = True
            return said
        found.name = said
        return " "
    if said.keys() & found.chosen.keys():
        raise UnclearError(TWICE.format(key=key))
    found.chosen |= said
    return " "


def _number(key: str, value: str, _line: Line) -> str:
    if not any(map(str.isdecimal, value)) or any(map(str.isalpha, value)):
        raise UnclearError(NO_DIGITS.format(key=key))
    return value


def _name(_key: str, value: str, _line: Line) -> str:
    return value


def _by(_key: str, value: str, line: Line) -> Chosen | str:
    if value.casefold() in OWN:
        return {"person": line.own_id}
    if mention := _PERSON.fullmatch(value):
        return {"person": mention[1]}
    return f"@{value.lstrip('@ ')}"


def _in(_key: str, value: str, line: Line) -> Chosen:
    channel = _CHANNEL.match(value)
    if channel:
        return {"channel": channel[1]}
    if value.casefold() == HERE and line.channel:
        return {"channel": line.channel}
    raise UnclearError(NO_PLACE)


def _kind(_key: str, value: str, _line: Line) -> Chosen:
    if value.casefold() not in KINDS:
        raise UnclearError(NO_KIND)
    return {"what": KINDS[value.casefold()]}


def _status(_key: str, value: str, _line: Line) -> Chosen:
    if value.casefold() not in STANDS:
        raise UnclearError(NO_STATUS)
    return {"stand": STANDS[value.casefold()]}


def _since(key: str, value: str, line: Line) -> Chosen:
    return {"since": _day(key, value, line).isoformat()}


def _after(key: str, value: str, line: Line) -> Chosen:
    return {"since": (_day(key, value, line) + _ONE_DAY).isoformat()}


def _until(key: str, value: str, line: Line) -> Chosen:
    return {"until": _day(key, value, line).isoformat()}


def _before(key: str, value: str, line: Line) -> Chosen:
    return {"until": (_day(key, value, line) - _ONE_DAY).isoformat()}


def _on(key: str, value: str, line: Line) -> Chosen:
    dates = RANGE.fullmatch(value)
    first, last = (dates[1], dates[2] or dates[1]) if dates else (value, value)
    days = sorted(_day(key, each, line).isoformat() for each in (first, last))
    return {"since": days[0], "until": days[1]}


def _words(_key: str, value: str, _line: Line) -> Chosen:
    return {"words": " ".join(value.split())}


def _day(key: str, value: str, line: Line) -> date:
    if value.casefold() in DAYS:
        return line.today - timedelta(days=DAYS[value.casefold()])
    found = day(value)
    if found is None or not date.min + _ONE_DAY < found < date.max - 2 * _ONE_DAY:
        raise UnclearError(NO_DAY.format(key=key))
    return found


_NUMBERS: Final = frozenset({"number", "phone"})
_READ: Final[Mapping[str, Callable[[str, str, Line], Chosen | str]]] = MappingProxyType(
    {
        **dict.fromkeys(_NUMBERS, _number),
        **dict.fromkeys(("name", "contact", "to", "group", "list"), _name),
        **dict.fromkeys(("by", "person", "from"), _by),
        **dict.fromkeys(("in", "channel"), _in),
        **dict.fromkeys(("kind", "type"), _kind),
        **dict.fromkeys(("status", "state"), _status),
        "since": _since,
        "after": _after,
        "until": _until,
        "before": _before,
        **dict.fromkeys(("on", "day", "date"), _on),
        **dict.fromkeys(("words", "text"), _words),
    }
)
"""The keys, and those that people know from Slack's own search."""
