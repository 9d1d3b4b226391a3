"""Whether a text is what templates say: with values filled in, and nothing else changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.texting import merge
from bot.texting.placeholders import BETWEEN, LONGEST_VALUE, MARK, NO_VALUE, written

MOST_TOGETHER: Final = 4
"""Templates in one text, one after another."""
_PARTS: Final = (BETWEEN, " ", "\n\n")


def is_made_of(
    text: str, templates: Iterable[str], kept: Iterable[str] = (), *, columns: bool = False
) -> bool:
    """Tell whether a text is one of these templates filled in, or some of them one after another.

    What was filled in is the only difference: a value in the place of each placeholder, or with ``columns``,
    for a list fills them in, the placeholder itself. Those ``kept`` stand in the text as in the template.
    """
    names = set(map(merge.fold, kept))
    search = _Search(text)
    shapes = [_shape(each, names, columns=columns) for each in templates]
    starts, whole = 1, 1 << len(text)
    for _nth in range(MOST_TOGETHER):
        ends = 0
        for shape in shapes:
            ends |= search.ends(starts, shape)
        if ends & whole:
            return True
        starts = 0
        for part in _PARTS:
            starts |= search.behind(ends, part)
        if not starts:
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Gap:
    """A place for a value, and the words behind it; ``field`` is what may stay there instead."""

    field: str
    literal: str


def _shape(template: str, kept: set[str], *, columns: bool) -> tuple[str, list[_Gap]]:
    """Return how a template begins, and the placeholders that are asked for with the words behind them."""
    (start, *between), fields = merge.split(template)
    gaps: list[_Gap] = []
    for field, literal in zip(fields, between, strict=True):
        mark = written(field)
        if merge.fold(field.column) not in kept:
            gaps.append(_Gap(mark if columns else "", literal))
        elif gaps:
            gaps[-1] = _Gap(gaps[-1].field, gaps[-1].literal + mark + literal)
        else:
            start += mark + literal
    return start, gaps


class _Search:
    """Looks in a text for others, from many places of it together: a place is a bit of a whole number."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, int] = {}
        pairs = zip(text, f"{text} "[1:], strict=True)
        plain = _bits(each not in NO_VALUE and each + following != MARK for each, following in pairs)
        self._runs = _runs(plain)

    def ends(self, starts: int, shape: tuple[str, list[_Gap]]) -> int:
        """Return where a template may end that begins at one of these places."""
        start, gaps = shape
        ends = self.behind(starts, start)
        for gap in gaps:
            filled = self._values(ends) | (self.behind(ends, gap.field) if gap.field else 0)
            ends = self.behind(filled, gap.literal)
        return ends

    def behind(self, starts: int, literal: str) -> int:
        """Return the ends of a piece of text, wherever it begins at one of these places."""
        if not starts or not literal:
            return starts
        if starts.bit_count() == 1:  # as where a text begins: most templates are no more looked at then
            return starts << len(literal) if self._text.startswith(literal, starts.bit_length() - 1) else 0
        return (starts & self._places(literal)) << len(literal)

    def _values(self, starts: int) -> int:
        """Return where what is filled in may end that begins at one of these places."""
        (one, run), *longer = self._runs
        ends = (starts & run) << one
        for length, run in longer:
            ends |= (ends & run) << length
        return ends

    def _places(self, literal: str) -> int:
        if literal not in self._found:
            size = len(self._text)
            here = bytearray(size)
            place = self._text.find(literal)
            while place >= 0:
                here[place] = 1
                place = self._text.find(literal, place + 1)
            self._found[literal] = _bits(map(bool, here))
        return self._found[literal]


def _runs(plain: int) -> list[tuple[int, int]]:
    """Return lengths, and the places from which so many characters may all be part of a value.

    Whoever goes on by one of the first length, and then by each of the others or not, goes on by one to
    :data:`LONGEST_VALUE` characters: each length is at most what those before it reach together.
    """
    found, reached = [(1, plain)], 1
    while reached < LONGEST_VALUE:
        length = min(reached, LONGEST_VALUE - reached)
        found.append((length, _run(plain, length)))
        reached += length
    return found


def _run(plain: int, length: int) -> int:
    """Return the places from which so many characters may all be part of a value."""
    run, reached = plain, 1
    while reached < length:
        step = min(reached, length - reached)
        run, reached = run & (run >> step), reached + step
    return run


def _bits(flags: Iterable[bool]) -> int:
    """Return a number whose bits these are, the lowest first."""
    digits = "".join("1" if each else "0" for each in flags)
    return int(digits[::-1], 2) if digits else 0
