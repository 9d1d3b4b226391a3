"""What a text says where nothing is filled in: the blanks and punctuation around the gap, put right.

A field in an address is often followed by a comma, or stands in brackets: ``Hi (…)``, ``…, see you``. Left
empty it would leave them dangling. What only makes sense with the field, as in ``at … o'clock``, no rule
puts right: that is shown to a person.
"""

import re
from typing import Final

_BLANK: Final = re.compile(r"[^\S\r\n]+")
_LINE_ENDS: Final = "\r\n"
_OPENING: Final = "([{<\"'\u201c\u2018\u201e\u201a\u00ab\u2039\u00bb\uff08\u300c"
_CLOSING: Final = ")]}>\"'\u201d\u2019\u201c\u2018\u00bb\u203a\u00ab\uff09\u300d"
_PAIRS: Final = {**dict(zip(_OPENING, _CLOSING, strict=True)), "\u00a1": "!", "\u00bf": "?"}
_OPENS: Final = frozenset("([{<\u201c\u201e\u00ab\uff08\u300c")
_TURNED: Final = frozenset("\u00a1\u00bf")  # what a Spanish sentence opens with
_CLOSES: Final = frozenset(")]}>\u201d\u00bb\uff09\u300d")
_ENDS: Final = frozenset(".!?\u2026\u061f\u3002\uff01\uff1f")
_PAUSES: Final = frozenset(",;:\u060c\u061b\u3001\uff0c\uff1a\uff1b")
_DASHES: Final = frozenset("-\u2013\u2014")
_MARKS: Final = re.escape("".join(sorted(_PAUSES | _ENDS | _DASHES)))
_STRAY: Final = re.compile(rf"(?:[{_MARKS}]++(?=\s|$)|,++(?=[^\W\d]))[^\S\r\n]*+")
_POSSESSIVE: Final = re.compile(r"['\u2019]s(?!\w)")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]++(?=[\s,;:.!?'\u2019-]|$)(?![.:]\S)")


def closed(text: str, gap: str) -> str:
    """Return a text without its gaps, each a character that stands nowhere else in it."""
    several = re.compile(f"{re.escape(gap)}(?:[^\\S\\r\\n]*+{re.escape(gap)})++")
    first, *others = several.sub(lambda _found: gap, text).split(gap)
    seam = _Seam(first)
    for place, piece in enumerate(others, start=1):
        seam.join(piece, is_last=place == len(others))
    return "".join(seam.before)


class _Seam:
    """The text before a gap, which what stands behind it is joined to.

    Characters are a list, because taking the last ones off must not copy the rest. ``blank`` is the one
    between them and the gap, if there is any.
    """

    def __init__(self, before: str) -> None:
        self.before = list(before)
        self.blank = ""

    def join(self, after: str, *, is_last: bool) -> None:
        """Put the text behind the gap to what stands before it."""
        self._lift()
        after = self._unwrapped(after)
        possessive = _POSSESSIVE.match(after)
        after = after[possessive.end() :] if possessive else after
        if not after and not is_last:
            return  # another gap follows at once
        rest = _BLANK.sub("", after, count=1) if _BLANK.match(after) else after
        space = after[: len(after) - len(rest)][:1]
        ends = not rest or rest[0] in _LINE_ENDS
        if self._begins:
            rest, space = self._begun(rest, ends=ends)
        elif ends or rest[0] in _CLOSES or rest[0] in _ENDS:
            self._drop_pause()
            space = "" if ends or rest[0] in _CLOSES else space
        elif self._pauses(rest, space):
            rest, space = self._paused(rest, space)
        else:
            space = space or self.blank
        if rest:
            self.before += space + rest
            self.blank = ""

    @property
    def _last(self) -> str:
        return self.before[-1] if self.before else ""

    @property
    def _begins(self) -> bool:
        """Whether a sentence begins at the gap, a line, or what stands in brackets."""
        last = self._last
        in_line = last in _OPENS or last in _TURNED or (last in _ENDS and bool(self.blank))
        return not last or last in _LINE_ENDS or in_line

    def _lift(self) -> None:
        """Take the blanks off the end, and remember that there were some."""
        while self.before and _BLANK.match(self.before[-1]):
            self.blank = self.before.pop()

    def _unwrapped(self, after: str) -> str:
        """Take away brackets and quotation marks that hold nothing but the gap."""
        begins = 0
        while self.before:
            blank = _BLANK.match(after, begins)
            closes = blank.end() if blank else begins
            if closes >= len(after) or _PAIRS.get(self.before[-1]) != after[closes]:
                break
            self.before.pop()
            self.blank = ""
            self._lift()
            begins = closes + 1
        return after[begins:]

    def _begun(self, rest: str, *, ends: bool) -> tuple[str, str]:
        last = self._last
        if ends and (not last or last in _LINE_ENDS):  # it stood in a line alone, so the line goes
            if rest:
                return rest.removeprefix("\r").removeprefix("\n"), ""
            while self.before and self.before[-1] in _LINE_ENDS:
                self.before.pop()
            return "", ""
        stray = _STRAY.match(rest)
        rest = rest[stray.end() :] if stray else rest
        word = None if last in _OPENS else _FIRST_WORD.match(rest)
        if word is not None and word[0].islower() and len(rest[0].upper()) == 1:
            rest = rest[0].upper() + rest[1:]
        holds = rest and rest[0] not in _LINE_ENDS
        return rest, self.blank if holds and last in _ENDS else ""

    def _drop_pause(self) -> None:
        """Take away a comma or dash that led to the gap, where the sentence ends with it."""
        is_dash = self.blank and self._last in _DASHES and len(self.before) > 1 and self.before[-2].isspace()
        if self.before and (is_dash or self._last in _PAUSES):
            self.before.pop()
            self._lift()

    def _pauses(self, rest: str, space: str) -> bool:
        return rest[0] in _PAUSES or (rest[0] in _DASHES and bool(space) and _STRAY.match(rest) is not None)

    def _paused(self, rest: str, space: str) -> tuple[str, str]:
        """Keep one of two pauses, the one before the gap."""
        is_pause = self._last in _PAUSES or (self.blank and self._last in _DASHES)
        stray = _STRAY.match(rest)
        if not is_pause or stray is None:
            return rest, space
        return rest[stray.end() :], self.blank
