"""When somebody's birthday comes next."""

from calendar import isleap
from datetime import date
from typing import Final

_LEAP_DAY: Final = (2, 29)


def coming(born: date, today: date) -> date:
    """Return the next birthday from ``today`` on; that of 29 February is on 28 February in other years."""
    this = _in_year(born, today.year)
    return this if this >= today else _in_year(born, today.year + 1)


def _in_year(born: date, year: int) -> date:
    if (born.month, born.day) == _LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return born.replace(year=year)
