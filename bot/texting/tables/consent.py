"""What a file says about who agreed to be texted: columns like Accepts SMS Marketing or SMS_BLACKLISTED.

A column counts when its name speaks of agreeing or refusing, and its cells answer that. One that speaks of
email alone says nothing about texts. Who is not said to have agreed, in a column of agreements, has not; nor
has who gave an answer there that nobody can read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Final

from bot.texting.tables import cells
from bot.texting.tables import consent_words as words
from bot.texting.tables.headings import folded
from bot.texting.tables.portions import in_portions
from bot.texting.tables.records import Record


class Answer(Enum):
    """What one row says about texts."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Sense(Enum):
    """What a column's yes means."""

    AGREES = "agrees"
    REFUSES = "refuses"
    BARE = "bare"
    """It agrees, by a name that says no more than what it is about: SMS, or Marketing."""
    STATUS = "status"
    """Its cells are words that say it themselves, like unsubscribed; who has none has not refused."""
    DATED = "dated"
    """It holds the day on which somebody agreed to texts."""


_MARKS: Final = str.maketrans(dict.fromkeys("✓✔☑", "x") | dict.fromkeys("✗✘☐", "no"))
LONGEST: Final = 60
"""Characters an answer may have."""
_SAMPLE: Final = 500
_MOST_UNKNOWN: Final = 5
"""One answer in so many may be unknown where the name of a column hardly tells that it asks."""
_SHORTEST: Final = 3
_FEWEST_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Consent:
    """A column about consent: its place, from 0, and what its yes means."""

    column: int
    sense: Sense

    def answer(self, cell: str) -> Answer:
        """Return what a cell of the column says about texts to this person."""
        said = _plain(cell)
        if self.sense is Sense.REFUSES:  # whatever stands there, like the day they asked for it
            unrefused = said in words.NOTHING | words.NO | words.AGREEMENTS
            return Answer.YES if unrefused else Answer.NO
        if self.sense is Sense.STATUS:
            return Answer.NO if _refuses(said) else Answer.YES
        if self.sense is Sense.DATED:
            return Answer.UNCLEAR if said in words.NOTHING else Answer.YES
        found = _answer(said)
        if found is None and cells.is_date(cell):  # the day they agreed
            return Answer.YES
        return found or Answer.UNCLEAR


def find(names: Sequence[str], rows: Sequence[Record]) -> tuple[Consent, ...]:
    """Return the columns that say who agreed to texts.

    Where one says who agreed to texts, what others say about agreeing in general does not count; refusing
    always does. One that asks who agreed to texts counts whatever is answered, where no other one does.
    """
    asked = [(each, _speaks_of_texts(names[each.column])) for each in _asked(names)]
    found = [(each, texts) for each, texts in asked if _answers(each, rows)]
    if not any(texts and each.sense is not Sense.REFUSES for each, texts in found):
        found += [(each, texts) for each, texts in asked if texts and _is_filled(each, rows)]
    about_texts = any(texts and each.sense is not Sense.REFUSES for each, texts in found)
    kept = {each.column: each for each, texts in found if texts or not about_texts or _refuse(each)}
    return tuple(_strict(kept[place], rows) for place in sorted(kept))


def answer(columns: Sequence[Consent], row: Record) -> Answer:
    """Return what a row says in all these columns; no is heard first."""
    said = {each.answer(row.cell(each.column)) for each in columns}
    return next((each for each in (Answer.NO, Answer.UNCLEAR) if each in said), Answer.YES)


def _asked(names: Sequence[str]) -> list[Consent]:
    senses = ((place, _sense(folded(name))) for place, name in enumerate(names))
    return [Consent(place, sense) for place, sense in senses if sense is not None]


def _sense(name: str) -> Sense | None:
    if words.OTHER_WAYS.search(name) and not words.TEXTS.search(name):
        return None
    if words.REFUSES.search(name) and not words.LINKS.search(name):
        return Sense.REFUSES
    if words.AGREES.search(name):
        if not words.NOT_ANSWERS.search(name):
            return Sense.AGREES
        return Sense.DATED if words.DATES.search(name) and words.TEXTS.search(name) else None
    if words.STATUS.search(name):
        return Sense.STATUS
    return Sense.BARE if words.ABOUT.search(name) and not words.NOT_ABOUT.search(name) else None


def _speaks_of_texts(name: str) -> bool:
    return words.TEXTS.search(folded(name)) is not None


def _refuse(column: Consent) -> bool:
    return column.sense is Sense.REFUSES


def _answers(column: Consent, rows: Sequence[Record]) -> bool:
    """Tell whether the cells of a column answer the question its name asks."""
    said = _said(column, rows)
    if column.sense is Sense.REFUSES:
        return any(True for _each in said)
    if column.sense is Sense.STATUS:
        return any(_refuses(each) or each in words.SUBSCRIBED for each in said)
    if column.sense is Sense.DATED:
        return False
    first = list(islice(said, _SAMPLE))
    known = sum(_answer(each) is not None for each in first)
    if column.sense is Sense.BARE:
        return _MOST_UNKNOWN * (len(first) - known) < max(1, len(first)) and known > 0
    return 0 < len(first) <= 2 * known or any(map(_refuses, first))


def _is_filled(column: Consent, rows: Sequence[Record]) -> bool:
    """Tell whether a column that asks for consent has answers, though it is not known what they mean."""
    if column.sense is Sense.DATED:
        return any(cells.is_date(row.cell(column.column)) for row in in_portions(rows))
    if column.sense is not Sense.AGREES:
        return False
    first = list(islice(_said(column, rows), _SAMPLE))
    return bool(first) and 2 * sum(map(_is_like_a_number, first)) < len(first)


def _strict(column: Consent, rows: Sequence[Record]) -> Consent:
    """Return a status by which people are subscribed as what it is: who has another one is not."""
    if column.sense is Sense.STATUS and any(each in words.SUBSCRIBED for each in _said(column, rows)):
        return Consent(column.column, Sense.AGREES)
    return column


def _said(column: Consent, rows: Sequence[Record]) -> Iterator[str]:
    said = (_plain(row.cell(column.column)) for row in in_portions(rows))
    return (each for each in said if each not in words.NOTHING)


def _answer(said: str) -> Answer | None:
    """Return what an answer means; none when that is not known."""
    if said in words.NO or _refuses(said):
        return Answer.NO
    if said in words.YES | words.AGREEMENTS:
        return Answer.YES
    apart = said.split()
    if len(apart) > 1 and (apart[0] in words.NO_BEGINS or not words.REFUSALS.isdisjoint(apart)):
        return Answer.NO
    if apart and words.WAYS.issuperset(apart):
        return Answer.UNCLEAR if words.TEXT_WAYS.isdisjoint(apart) else Answer.YES
    if len(apart) > 1 and (apart[0] in words.YES_BEGINS or _agrees(apart[0])):
        return Answer.YES
    return None


def _agrees(word: str) -> bool:
    return len(word) >= _SHORTEST and word in words.AGREEMENTS


def _refuses(said: str) -> bool:
    return said in words.REFUSALS or not words.SURE_REFUSALS.isdisjoint(said.split())


def _is_like_a_number(said: str) -> bool:
    digits = said.replace(" ", "")
    return digits.isdecimal() and len(digits) >= _FEWEST_DIGITS and not cells.is_date(said.replace(" ", "-"))


def _plain(cell: str) -> str:
    """Return an answer as words."""
    if not cell:
        return ""
    written = cells.clean(cell[:LONGEST]).translate(_MARKS)
    return folded(written).strip("_").replace("_", " ")
