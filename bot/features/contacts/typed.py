"""What a typed line looks for among contacts. Pure.

``ada`` looks for a name, ``5550100`` for a number, ``ada@example.com`` for an address; ``name:ada``,
``number:555``, ``email:example``, ``group:VIP``, ``source:kiosk``, ``subscribed:no``, ``sort:newest`` and
``order:reversed`` may stand anywhere in the line, and all of them count. A name may be of several words, and
so may that of a group; quotation marks are needed only where the bot does not know it.
"""

import re
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any, Final

from bot.errors import UserError
from bot.features.contacts.search import CHOICES, LONGEST_LINE, LONGEST_TEXT, Kind, Search, digits_of, kind_of
from bot.features.groups import service as group_service
from bot.texting import typed_keys

FEWEST_OF_A_NUMBER: Final = 7
"""Digits from which on a figure behind a name is no part of it, like the one of a room or a ward."""
LONG_LINE: Final = f"Shorten what you type to {LONGEST_LINE:,} characters."
LONG: Final = f"Shorten the {{kind}} to {LONGEST_TEXT} characters."
KEYS: Final = (*Kind, "group", *CHOICES)
"""What can be typed in front of a colon."""
_FILTER: Final = re.compile(
    rf'(?<!\S)(?P<key>{"|".join(KEYS)}):(?:["“”](?P<quoted>[^"“”]*)["“”]|(?P<bare>\S*))',
    re.IGNORECASE,
)


def _nothing(_text: str) -> Iterable[str]:
    return ()


_QUOTED: Final = re.compile(r'["“”]([^"“”]*)["“”]')

_OTHER_KEY: Final = re.compile(r"(?<!\S)(?P<key>[A-Za-z]{1,20}):(?!//)(?P<value>\S*)")


def read(line: str, known: Callable[[str], Iterable[str]] = _nothing) -> Search:
    """Return the search that a typed line means; ``known`` gives the names of groups that hold a text.

    Raises :exc:`UserError` for a word behind ``source:``, ``subscribed:``, ``sort:`` or ``order:`` that is
    none of those there are, for a key that there isn't, for too few digits behind ``number:``, where two
    names, numbers or addresses are given, and for what is too long.
    """
    if len(line) > LONGEST_LINE:
        raise UserError(LONG_LINE)
    line = _quoted(line.strip(), known)
    chosen: dict[str, Any] = {}
    found = list(_FILTER.finditer(line))
    ends = [*(each.start() for each in found), len(line)]
    unnamed = [line[: ends[0]]]
    for match, end in zip(found, ends[1:], strict=True):
        key, value, behind = match["key"].lower(), match["quoted"], line[match.end() : end]
        if value is None:
            value, behind = _bare(key, match["bare"], behind)
        unnamed.append(behind)
        if key in set(Kind):
            _put(chosen, Kind(key), value)
        elif key in CHOICES:
            chosen[key] = _one_of(key, value.lower())
        else:
            chosen[key] = group_service.value(value.strip())
    if chosen.get(Kind.NUMBER):
        digits_of(chosen[Kind.NUMBER])
    text = " ".join(" ".join(unnamed).split())
    if unknown := _OTHER_KEY.search(_QUOTED.sub(" ", text)):
        raise UserError(typed_keys.question(unknown["key"], unknown["value"], KEYS, KEYS))
    text = _QUOTED.sub(r"\1", text)
    _put(chosen, kind_of(text), text)
    return Search(**chosen)


def _put(chosen: dict[str, Any], kind: Kind, value: str) -> None:
    text = " ".join(value.split())
    if len(text) > LONGEST_TEXT:
        raise UserError(LONG.format(kind=kind))
    if text and chosen.get(kind):
        raise UserError(f"You entered the {kind} twice. Enter it once.")
    if text:
        chosen[kind.value] = text


def _one_of(key: str, value: str) -> str:
    offered = [str(word) for word in CHOICES[key]]
    if value not in offered:
        *others, last = offered
        raise UserError(f"After {key}: type {', '.join(others)} or {last}.")
    return value


def _bare(key: str, value: str, behind: str) -> tuple[str, str]:
    """Return what stands behind a key without quotation marks, and what follows.

    A name goes on until something that looks like a number or an address, but takes in short figures, as in
    Room 1204; a number goes on for as long as there are no letters.
    """
    goes_on = {Kind.NAME: _is_of_a_name, Kind.NUMBER: _has_no_letter}
    words = behind.split()
    if key not in goes_on:
        return value, behind
    more = list(takewhile(goes_on[Kind(key)], words))
    return " ".join([value, *more]), " ".join(words[len(more) :])


def _is_of_a_name(word: str) -> bool:
    return kind_of(word) is Kind.NAME or (word.isdecimal() and len(word) < FEWEST_OF_A_NUMBER)


def _has_no_letter(word: str) -> bool:
    return not any(character.isalpha() for character in word)


def _quoted(line: str, known: Callable[[str], Iterable[str]]) -> str:
    """Put the longest known name of a group that stands behind ``group:`` into quotation marks."""
    for match in _FILTER.finditer(line):
        if match["key"].lower() != "group" or not match["bare"]:
            continue
        begin = match.start("bare")
        found = [
            re.match(rf"{re.escape(name)}(?!\S)", line[begin:], re.IGNORECASE)
            for name in known(match["bare"])
            if '"' not in name
        ]
        length = max((each.end() for each in found if each), default=0)
        if length > len(match["bare"]):
            return f'{line[:begin]}"{line[begin : begin + length]}"{line[begin + length :]}'
    return line
