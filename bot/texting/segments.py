r"""Segments and credits of a text, by the rule SMS-iT states and by the stricter one it may apply.

*Stated* (SMS-iT's API page): one credit per 160 characters; one per 70 when any character is outside
GSM 03.38. Plain division: nothing is taken off for joining segments, and ``é`` or ``€`` is one GSM character.

*Upper bound*, never below the stated figure, is the larger of what else is plausible:

- the platform family bills every text with a non-ASCII character at 70 a segment;
- on the air a joined text holds 152 GSM characters a segment, or 66 in Unicode (153 and 67 where the header
  that tells its place is the shorter one);
- on the air ``^ { } [ ] ~ \ | €`` take two GSM characters each, and the two are not parted;
- in Unicode a character beyond U+FFFF, like most emoji, takes two, and the two are not parted; nor are, by
  some platforms, characters that are drawn as one (:mod:`bot.texting.clusters`).

A credit is one segment to one recipient.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.texting import gsm
from bot.texting.clusters import clusters, holds_joined

GSM_SEGMENT: Final = 160
UNICODE_SEGMENT: Final = 70
EMPTY: Final = "Write a message."
LONGEST_BYTES: Final = 1600
"""SMS-iT stops counting, and carriers stop carrying, at 1,600 bytes."""
# A header of seven octets holds a joined segment's place in the text (3GPP TS 23.040, 9.2.3.24.8). Many use
# one of six (9.2.3.24.1), which leaves room for a character more.
_JOINED_GSM_SEGMENT: Final = 152
_JOINED_UNICODE_SEGMENT: Final = 66


@dataclass(frozen=True, slots=True)
class Forcing:
    """A character that makes the text Unicode; ``replacement`` is its plain form, ``None`` where none is."""

    character: str
    name: str
    count: int
    replacement: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text weighs.

    ``characters`` is its length; ``segments`` the credits per recipient by the stated rule, 0 for an empty
    text; ``upper_bound`` the credits per recipient by the stricter one; ``remaining`` the characters left in
    the last segment; ``forcing`` what makes it ``unicode``, in order of appearance.
    """

    characters: int
    unicode: bool
    segments: int
    upper_bound: int
    remaining: int
    forcing: tuple[Forcing, ...]


def measure(text: str) -> Measure:
    """Count characters, segments and credits of ``text``. Cheap enough for every keystroke."""
    outside = set(text).difference(gsm.ALPHABET)
    size = UNICODE_SEGMENT if outside else GSM_SEGMENT
    characters = len(text)
    segments = _divide_up(characters, size)
    return Measure(
        characters=characters,
        unicode=bool(outside),
        segments=segments,
        upper_bound=_upper_bound(text, unicode=bool(outside)),
        remaining=max(segments, 1) * size - characters,
        forcing=_forcing(text, outside) if outside else (),
    )


def plain(text: str) -> str:
    """Replace curly quotes, dashes, ellipsis, no-break spaces and the like; leave what has no plain form."""
    return gsm.plain(text)


def _upper_bound(text: str, *, unicode: bool) -> int:
    return _in_unicode(text) if unicode or not text.isascii() else _in_septets(text)


def _in_unicode(text: str) -> int:
    units = _units(text)
    if units <= UNICODE_SEGMENT:
        return _divide_up(units, UNICODE_SEGMENT)
    if holds_joined(text):
        return _packed(map(_units, clusters(text)), _JOINED_UNICODE_SEGMENT)
    if units == len(text):
        return _divide_up(units, _JOINED_UNICODE_SEGMENT)
    return _packed((2 if char > "\uffff" else 1 for char in text), _JOINED_UNICODE_SEGMENT)


def _in_septets(text: str) -> int:
    escaped = sum(map(text.count, gsm.EXTENSION))
    septets = len(text) + escaped
    if septets <= GSM_SEGMENT:
        return _divide_up(septets, GSM_SEGMENT)
    if not escaped:
        return _divide_up(septets, _JOINED_GSM_SEGMENT)
    return _packed((2 if char in gsm.EXTENSION else 1 for char in text), _JOINED_GSM_SEGMENT)


def _units(text: str) -> int:
    """Count the 16-bit units a text takes in Unicode."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _packed(pieces: Iterable[int], size: int) -> int:
    """Count the segments of ``size`` that pieces take, one after the other, of which none is parted.

    A piece longer than a segment has to be. Wherever that is, a segment of it is at most one short of full.
    """
    segments, room = 1, size
    for piece in pieces:
        length = piece
        if length > room:
            segments, room = segments + 1, size
        while length > size:
            segments, length = segments + 1, length - (size - 1)
        room -= length
    return segments


def _divide_up(count: int, size: int) -> int:
    return -(-count // size)


def _forcing(text: str, outside: set[str]) -> tuple[Forcing, ...]:
    counts = Counter(filter(outside.__contains__, text))
    return tuple(
        Forcing(char, gsm.name(char), count, gsm.replacement(char)) for char, count in counts.items()
    )


def excess(text: str) -> int:
    """Count the characters at the end of a text that are too many to be sent; 0 when all of it fits.

    SMS-iT counts bytes (UTF-8), people count characters: without so many at its end the text fits.
    """
    encoded = text.encode(errors="replace")
    if len(encoded) <= LONGEST_BYTES:
        return 0
    return len(text) - len(encoded[:LONGEST_BYTES].decode(errors="ignore"))


def mistake(text: str) -> str | None:
    """Return what is wrong with a text as it stands; none when nothing is."""
    if not text:
        return EMPTY
    if over := excess(text):
        return f"{over_limit(over)}. Shorten the text."
    return None


def over_limit(characters: int) -> str:
    """Return by how much a text is too long, in words."""
    return f"{characters:,} {'character' if characters == 1 else 'characters'} over the limit"
