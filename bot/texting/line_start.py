"""The number a typed line begins with, and the words behind it.

The words may begin with a figure ("2 complaints", "10:30", "1204 is your room"), and in many countries
numbers differ in length. So the rule is:

1. A number ends at a line break, at a comma, colon or semicolon, and before whatever no number holds. A mark
   that parts it from the words (``,`` ``:`` ``;`` ``.`` or a dash) belongs to neither.
2. A first word that is a whole number stands alone: in use, and as long as numbers there are.
3. Otherwise every way to end the number after a word is tried. Readings in use are plausible. So is a shorter
   one that is merely possible, if it is as long as numbers there are.
4. Of several plausible readings, the only one whose gaps are where its country puts them was meant, if it is
   as long as numbers there are.
5. What is plausible still is returned, the shortest first, and a person chooses. Nothing is guessed.
6. A number that goes on in a word which is no number itself (``+61 412 345 678! See you``) is not cut off
   before that word: no number is read there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from phonenumbers import PhoneNumber, PhoneNumberFormat

from bot.texting import number_plans, number_reading, phones
from bot.texting.phones import Phone, PhoneError
from bot.texting.typed import (
    AROUND,
    BEHIND,
    KNOWN_LABEL,
    LINK,
    LONGEST,
    MAX_E164_DIGITS,
    Typed,
    without_unseen,
)

_MOST_DIALLED: Final = MAX_E164_DIGITS + 8
"""Digits of the longest number together with what is dialled before its country code."""
_WORD: Final = re.compile(r"\S+")
_STOP: Final = re.compile(r"[,;:](?!\d)")
"""Where a number ends within a word: ``14155550100,hello``, but not ``1,5``."""
_BEHIND: Final = re.compile(rf"[{re.escape(BEHIND + AROUND)}]*(?!\S)|[,;:]+")
_FIGURES: Final = re.compile(r"[^\S\n]+(\d+)(\S*)")
"""A word that begins with a figure, on the same line."""
_PARTING: Final = re.compile(rf"[^\S\n]*[{re.escape(BEHIND)}](?=\s)")
"""A mark that stands alone between the number and the words, on the same line."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line: the number, and the words behind it as they were typed."""

    phone: Phone = field(repr=False)
    rest: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that begins at ``begin`` and ends after ``words`` words, at ``end`` of the line."""

    number: PhoneNumber = field(repr=False)
    typed: Typed = field(repr=False)
    words: int
    begin: int
    end: int

    @property
    def is_valid(self) -> bool:
        return number_plans.is_valid(self.number)

    @property
    def is_long_enough(self) -> bool:
        least = number_plans.usual_length(self.number.country_code or 0)
        return len(number_plans.national(self.number)) >= least

    @property
    def is_grouped(self) -> bool:
        """Tell whether the gaps are where the number's country puts them, and the number is whole so."""
        groups = self.typed.groups
        if self.typed.bracketed_zero and "0" in groups:
            place = groups.index("0")
            groups = groups[:place] + groups[place + 1 :]
        abroad = number_plans.shown_groups(self.number, PhoneNumberFormat.INTERNATIONAL)
        is_abroad = (
            groups[-len(abroad) + 1 :] == abroad[1:]
            and "".join(groups[: -len(abroad) + 1]).endswith(abroad[0])
            and len(abroad) > 1
        )
        return self.is_long_enough and (
            is_abroad or groups == number_plans.shown_groups(self.number, PhoneNumberFormat.NATIONAL)
        )


def leading(text: str, region: str | None) -> tuple[Reading, ...]:
    """Read the number a typed line begins with: none, the certain one, or all that are plausible.

    Plausible ones come shortest first. ``region`` is the two-letter default for numbers in local form.
    """
    once: dict[str, _Candidate] = {}
    for each in _candidates(text, region):
        once.setdefault(phones.phone_of(each.number).digits, each)  # a sign alone makes no other number
    found = list(once.values())
    plausible = _plausible(found)
    if found and _goes_on(text, found, plausible, region):
        return ()
    return tuple(Reading(phones.phone_of(each.number), _rest(text, each.end)) for each in plausible)


def _plausible(found: list[_Candidate]) -> list[_Candidate]:
    used = [each for each in found if each.is_valid]
    possible = [each for each in found if not each.is_valid and each.is_long_enough]
    first = next((each for each in found if each.words == 1 and each.is_long_enough), None)
    if first is not None and (first.is_valid or not used):
        return [first]
    if used:
        longest = max(each.end for each in used)
        left = sorted(
            used + [each for each in possible if each.end < longest], key=lambda candidate: candidate.end
        )
    else:
        left = possible or found
    grouped = [each for each in left if each.is_grouped]
    return grouped if len(grouped) == 1 else left


def _goes_on(text: str, found: list[_Candidate], plausible: list[_Candidate], region: str | None) -> bool:
    """Tell whether the number may go on in the word behind it, which is not only a part of a number."""
    last = found[-1]
    more = _FIGURES.match(text, last.end, last.begin + LONGEST)
    if more is None:
        return False
    if not any(each.is_valid or each.is_long_enough for each in plausible):
        return True
    longer = list(
        _candidate(text[last.begin : more.end(1)], region, last.words + 1, (last.begin, more.end(1)))
    )
    is_cut = not any(map(str.isalnum, more[2])) or not all(each.is_long_enough for each in plausible)
    return is_cut and any(each in longer for each in _plausible([*found, *longer]))


def _candidates(text: str, region: str | None) -> Iterator[_Candidate]:
    start = len(text) - len(text.lstrip())
    line = text[start : start + LONGEST + 1].partition("\n")[0]
    cut = len(line) > LONGEST
    label = KNOWN_LABEL.match(line)
    begin = label.end() if label else 0
    link = LINK.match(line, begin)
    if link is not None:
        yield from _candidate(line[: link.end()], region, 1, (start, start + link.end()))
        return
    words = 0
    for word in _WORD.finditer(line, begin):
        stop = _STOP.search(line, word.start(), word.end())
        end = stop.start() if stop else word.end()
        typed = line[begin:end]
        if cut and word.end() == len(line):
            return
        if not _is_figures(line[word.start() : end]) or _count(typed) > _MOST_DIALLED:
            return
        words += any(map(str.isdecimal, word[0]))
        if typed.count("(") == typed.count(")") and typed.count("[") == typed.count("]"):
            yield from _candidate(typed, region, words, (start + begin, start + end))
        if stop:
            return


def _candidate(typed: str, region: str | None, words: int, span: tuple[int, int]) -> Iterator[_Candidate]:
    try:
        number, bare = number_reading.read(typed, region)
    except PhoneError:
        return
    yield _Candidate(number, bare, words, *span)


def _is_figures(word: str) -> bool:
    """Tell whether a word holds nothing but digits and signs, as far as can be seen."""
    return not any(map(str.isalpha, without_unseen(word)))


def _count(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _rest(text: str, end: int) -> str:
    """Return the words behind a number, without the marks that part the two."""
    behind = _BEHIND.match(text, end)
    end = behind.end() if behind else end
    parting = _PARTING.match(text, end)
    return text[parting.end() if parting else end :].strip()
