r"""Segments and credits of a text, by the rule SMS-iT states and by the stricter one it may apply.

*Stated* (SMS-iT's API page): one credit per 160 characters; one per 70 when any character is outside
GSM 03.38. Plain division: nothing is taken off for joining segments, and ``é`` or ``€`` is one GSM character.

*Upper bound*, never below the stated figure, is the larger of what else is plausible:

- the platform family bills every text with a non-ASCII character at 70 a segment;
- on the air a joined text holds 153 GSM characters a segment, or 67 in Unicode;
- on the air ``^ { } [ ] ~ \ | €`` take two GSM characters each;
- in Unicode a character beyond U+FFFF, like most emoji, takes two.

A credit is one segment to one recipient.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from bot.texting import gsm

GSM_SEGMENT: Final = 160
UNICODE_SEGMENT: Final = 70
_JOINED_GSM_SEGMENT: Final = 153  # six octets of each joined segment hold its place in the text
_JOINED_UNICODE_SEGMENT: Final = 67


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
    if unicode or not text.isascii():
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        return _joined(units, UNICODE_SEGMENT, _JOINED_UNICODE_SEGMENT)
    septets = len(text) + sum(map(text.count, gsm.EXTENSION))
    return _joined(septets, GSM_SEGMENT, _JOINED_GSM_SEGMENT)


def _joined(units: int, alone: int, joined: int) -> int:
    return _divide_up(units, joined if units > alone else alone)


def _divide_up(count: int, size: int) -> int:
    return -(-count // size)


def _forcing(text: str, outside: set[str]) -> tuple[Forcing, ...]:
    counts = Counter(filter(outside.__contains__, text))
    return tuple(
        Forcing(char, gsm.name(char), count, gsm.replacement(char)) for char, count in counts.items()
    )
