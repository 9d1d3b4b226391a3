"""Birthdays as files hold them, whose order of day and month nobody says.

The rule, of a column as a whole:

1. A date that begins with its year is read as year, month, day.
2. Else the year stands last. Where one of the other two parts is above 12, that one is the day.
3. Where neither is, and they differ, the dates of the column that are written with the same separator decide
   when they prove one order. When they prove both, the cell cannot be told and is refused.
4. When they prove none, dashes and dots stand for day first, as in SMS-iT's own dates; a slash is used for
   both orders in the world, so such a cell is refused.

A midnight behind the date, as databases write it, is left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Self

_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MIDNIGHT: Final = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?Z?$")
LONGEST: Final = 40
"""Characters of a cell that are looked at; no date has as many."""
_MOST_MONTHS: Final = 12
_EARLIEST: Final = 1900
_FORM: Final = "Use YYYY-MM-DD, like 1981-06-12."

NOT_A_DATE: Final = f"This birthday isn't a date we can read. {_FORM}"
NO_SUCH_DAY: Final = f"This birthday isn't a real date. {_FORM}"
AMBIGUOUS: Final = f"This birthday could be day first or month first. {_FORM}"
MIXED: Final = f"This column mixes day-first and month-first dates, so this birthday is unclear. {_FORM}"
TOO_EARLY: Final = f"This birthday is before {_EARLIEST}. {_FORM}"
TO_COME: Final = f"This birthday is in the future. {_FORM}"


class BirthdayError(ValueError):
    """A cell holds no birthday that can be used; ``sentence`` says why and never quotes it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Order(Enum):
    """Which of day and month comes first."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The two numbers before the year, in the order they are written."""

    first: int
    separator: str
    second: int
    year: int

    @property
    def proves(self) -> Order | None:
        """The only order that can be meant, if a real day comes of it."""
        if self.second <= _MOST_MONTHS < self.first:
            return Order.DAY if self.day(Order.DAY) else None
        if self.first <= _MOST_MONTHS < self.second:
            return Order.MONTH if self.day(Order.MONTH) else None
        return None

    def day(self, order: Order) -> date | None:
        day, month = (self.first, self.second) if order is Order.DAY else (self.second, self.first)
        return _day(self.year, month, day)


@dataclass(frozen=True, slots=True)
class DateOrders:
    """How the birthdays of one column are read: the orders its dates prove, by separator."""

    proven: Mapping[str, frozenset[Order]]

    @classmethod
    def of(cls, column: Iterable[str]) -> Self:
        """Look through a column, its empty cells too."""
        proven: dict[str, set[Order]] = {}
        for cell in column:
            parts = _parts(cell)
            order = None if parts is None else parts.proves
            if parts is not None and order is not None:
                proven.setdefault(parts.separator, set()).add(order)
        return cls({separator: frozenset(orders) for separator, orders in proven.items()})

    def read(self, cell: str, today: date) -> date | None:
        """Return the day in a cell; None when it is empty. Raises :exc:`BirthdayError`."""
        text = _without_time(cell)
        if not text:
            return None
        found = self._day(text)
        if found.year < _EARLIEST:
            raise BirthdayError(TOO_EARLY)
        if found > today:
            raise BirthdayError(TO_COME)
        return found

    def _day(self, text: str) -> date:
        iso = _YEAR_FIRST.fullmatch(text)
        if iso is not None:
            return _there(_day(int(iso[1]), int(iso[3]), int(iso[4])))
        parts = _parts(text)
        if parts is None:
            raise BirthdayError(NOT_A_DATE)
        if parts.first == parts.second:
            return _there(parts.day(Order.DAY))
        if max(parts.first, parts.second) > _MOST_MONTHS:
            return _there(None if parts.proves is None else parts.day(parts.proves))
        return _there(parts.day(self._order(parts.separator)))

    def _order(self, separator: str) -> Order:
        proven = self.proven.get(separator, frozenset())
        if len(proven) > 1:
            raise BirthdayError(MIXED)
        if proven:
            return next(iter(proven))
        if separator == "/":
            raise BirthdayError(AMBIGUOUS)
        return Order.DAY


def _without_time(cell: str) -> str:
    """Return a date without its midnight; what is longer than one stays none."""
    return _MIDNIGHT.sub("", cell.strip()[:LONGEST])


def _parts(cell: str) -> _Parts | None:
    found = _YEAR_LAST.fullmatch(_without_time(cell))
    return None if found is None else _Parts(int(found[1]), found[2], int(found[3]), int(found[4]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _there(found: date | None) -> date:
    if found is None:
        raise BirthdayError(NO_SUCH_DAY)
    return found
