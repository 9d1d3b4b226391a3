"""How a series that is kept here comes round, in words: every 2 weeks on Mon and Thu."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texting import recurrence, words
from bot.texting.recurrence import Cycle, Kept

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNITS: Final[Mapping[Cycle, str]] = {
    Cycle.DAILY: "day",
    Cycle.WEEKLY: "week",
    Cycle.MONTHLY: "month",
    Cycle.BY_WEEKDAY: "month",
    Cycle.YEARLY: "year",
}
_NTH: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_TEENS: Final = range(11, 14)


def rhythm(series: Kept, zone: ZoneInfo) -> str:
    """Return how a series comes round, to stand within a sentence; days are those of ``zone``."""
    rule, local = series.rule, series.start.astimezone(zone)
    unit = _UNITS[rule.cycle]
    every = unit if rule.every == 1 else words.pluralize(rule.every, unit)
    return f"every {every}{_on(series, local, zone)}"


def last_day(series: Kept, zone: ZoneInfo) -> str:
    """Return a sentence where some months or years lack the day; nothing as a rule."""
    if not recurrence.moves_in_short_months(series.rule, series.start, zone):
        return ""
    if series.rule.cycle is Cycle.YEARLY:
        return "In years without 29 Feb, it goes out on 28 Feb."
    day = ordinal(series.start.astimezone(zone).day)
    return f"In months without a {day}, it goes out on the last day."


def ordinal(number: int) -> str:
    """Return a number as a day of the month: 1st, 22nd, 13th."""
    ending = "th" if number in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _on(series: Kept, local: datetime, zone: ZoneInfo) -> str:
    match series.rule.cycle:
        case Cycle.DAILY:
            return ""
        case Cycle.WEEKLY:
            found = recurrence.weekdays(series.rule, series.start, zone)
            return f" on {words.join_and(DAYS[day] for day in found)}"
        case Cycle.MONTHLY:
            return f" on the {ordinal(local.day)}"
        case Cycle.BY_WEEKDAY:
            return f" on the {_NTH[recurrence.nth_of_month(local)]} {DAYS[local.weekday()]}"
        case Cycle.YEARLY:
            return f" on {local.day} {local:%b}"
