"""The dates of a series that is kept here: how it comes round, from its first date to its last.

The time on the clock stays the same in the owner's zone. A time that is skipped when clocks go forward moves
forward by the gap, one that happens twice is its first. The 31st is the last day of a shorter month, and
29 February the 28th in a common year; a fifth weekday is the last one of a month.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil import rrule

from bot.texting.schedules import MOST_EVERY, MOST_OCCURRENCES, ScheduleError

LONGEST: Final = timedelta(days=3_653)
"""Ten years."""
_HERE: Final = "here"
_LAST_SURE_DAY: Final = 28
"""Every month has this day."""
_WEEK: Final = 7
_NTH: Final = 5


class Cycle(StrEnum):
    """How a series comes round. The values are stored: never rename one."""

    DAILY = "Daily"
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    BY_WEEKDAY = "MonthlyByWeekday"
    YEARLY = "Yearly"


class NoDates(ScheduleError):  # noqa: N818 - it names the fault
    """A series ends before it begins."""

    sentence = "Pick a later end: nothing would go out before this one."


class TooManyDates(ScheduleError):  # noqa: N818 - it names the fault
    """A series has more dates, or lasts longer, than anybody would check."""

    sentence = f"Choose an earlier end: a series has at most {MOST_OCCURRENCES:,} dates within ten years."


@dataclass(frozen=True, slots=True)
class Rule:
    """How a series comes round: every ``every`` days, weeks, months or years.

    ``days`` are the weekdays of a weekly one, 0 for Monday; none for that of its first date. It ends at
    ``until`` (aware) or after so many ``times``; one of them is given.
    """

    cycle: Cycle
    every: int = 1
    days: tuple[int, ...] = ()
    until: datetime | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A series as it is recorded: its rule, the moment it was picked to begin at, and its last date (aware).

    ``count`` is how many dates there are. ``replaces`` is the id of the series that ends when this one
    begins; empty for none.
    """

    rule: Rule
    start: datetime
    last: datetime
    count: int
    replaces: str = ""


def dates(rule: Rule, start: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return every date of a series, as aware times in ``zone``: the first one at ``start`` or after.

    Raises :exc:`NoDates`, :exc:`TooManyDates`, and ``ValueError`` for a step or a start that is none.
    """
    if not 1 <= rule.every <= MOST_EVERY or (rule.until is None) == (rule.times is None):
        raise ValueError("A series repeats every 1 to 30 days, weeks, months or years, and ends.")
    if start.tzinfo is None:
        raise ValueError("A time without a zone says nothing about when.")
    begin = start.astimezone(UTC)
    end = begin + LONGEST if rule.until is None else rule.until.astimezone(UTC)
    if end > begin + LONGEST:
        raise TooManyDates
    found = takewhile(lambda at: at <= end, _instants(rule, begin, zone))
    most = MOST_OCCURRENCES + 1 if rule.times is None else rule.times
    series = tuple(at.astimezone(zone) for at in islice(found, most))
    if not series:
        raise NoDates
    if len(series) > MOST_OCCURRENCES or (rule.times is not None and len(series) < rule.times):
        raise TooManyDates
    return series


def kept(rule: Rule, start: datetime, series: tuple[datetime, ...], replaces: str = "") -> Kept:
    """Return what is to be recorded of a series that was picked to begin at ``start`` and has these dates."""
    return Kept(rule, start, series[-1], len(series), replaces)


def every_date(series: Kept, zone: ZoneInfo) -> Iterator[datetime]:
    """Return the dates (UTC) of a series, one after the other."""
    return takewhile(lambda at: at <= series.last, _instants(series.rule, series.start, zone))


def coming(series: Kept, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Return those dates (UTC) that lie after a moment."""
    return (at for at in every_date(series, zone) if at > after)


def dump(series: Kept) -> dict[str, object]:
    """Return a series in plain values of JSON."""
    found: dict[str, object] = {
        "kept": _HERE,
        "repeat": series.rule.cycle.value,
        "every": series.rule.every,
        "days": list(series.rule.days),
        "start": series.start.astimezone(UTC).isoformat(),
        "until": series.last.astimezone(UTC).isoformat(),
        "dates": series.count,
    }
    return found | {"replaces": series.replaces} if series.replaces else found


def load(recorded: Mapping[str, Any] | None) -> Kept | None:
    """Return the series that was recorded; None for what goes out once, and for a series SMS-iT keeps."""
    if recorded is None or recorded.get("kept") != _HERE:
        return None
    last = datetime.fromisoformat(str(recorded["until"]))
    days = tuple(int(day) for day in recorded["days"])
    rule = Rule(Cycle(str(recorded["repeat"])), int(recorded["every"]), days, until=last)
    start = datetime.fromisoformat(str(recorded["start"]))
    return Kept(rule, start, last, int(recorded["dates"]), str(recorded.get("replaces", "")))


def moves_in_short_months(rule: Rule, first: datetime, zone: ZoneInfo) -> bool:
    """Tell whether some months or years do not have the day of the month, so that it is an earlier one."""
    local = first.astimezone(zone)
    if rule.cycle is Cycle.YEARLY:
        return (local.month, local.day) == (2, _LAST_SURE_DAY + 1)
    return rule.cycle is Cycle.MONTHLY and local.day > _LAST_SURE_DAY


def nth_of_month(local: datetime) -> int:
    """Return which of its weekday a day is in its month, from 1; -1 for a fifth, which is the last."""
    nth = (local.day - 1) // _WEEK + 1
    return -1 if nth == _NTH else nth


def weekdays(rule: Rule, first: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Return the days of the week a weekly series comes on, from 0 for Monday."""
    return tuple(sorted(set(rule.days))) or (first.astimezone(zone).weekday(),)


def _instants(rule: Rule, start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Return the dates (UTC) from ``start`` on, without an end but that of the calendar."""
    begin = start.astimezone(UTC)
    wall = begin.astimezone(zone).replace(tzinfo=None, fold=0, microsecond=0)
    if rule.cycle is Cycle.WEEKLY:  # every other week counts from the first one that has a text
        days = weekdays(rule, start, zone)
        wall += timedelta(days=min((day - wall.weekday()) % _WEEK for day in days))
    walls = rrule.rrule(**_recurring(rule, wall, zone), dtstart=wall, interval=rule.every)
    # What is picked in the hour that clocks show twice may be the second of them: then it is the first date.
    found = (begin if each == wall == _wall(begin, zone) else _settle(each, zone) for each in walls)
    return (at for at in found if at >= begin.replace(microsecond=0))


def _recurring(rule: Rule, wall: datetime, zone: ZoneInfo) -> dict[str, Any]:
    match rule.cycle:
        case Cycle.DAILY:
            return {"freq": rrule.DAILY}
        case Cycle.WEEKLY:
            return {"freq": rrule.WEEKLY, "byweekday": weekdays(rule, wall.replace(tzinfo=zone), zone)}
        case Cycle.BY_WEEKDAY:
            weekday = rrule.weekdays[wall.weekday()](nth_of_month(wall))
            return {"freq": rrule.MONTHLY, "byweekday": weekday}
        case Cycle.MONTHLY:
            return {"freq": rrule.MONTHLY} | _day_of_month(wall)
        case Cycle.YEARLY:
            return {"freq": rrule.YEARLY, "bymonth": wall.month} | _day_of_month(wall)


def _day_of_month(wall: datetime) -> dict[str, Any]:
    """Return the rule for a day of the month, or the last one before it that the month has."""
    days = range(min(wall.day, _LAST_SURE_DAY), wall.day + 1)
    return {"bymonthday": tuple(days), "bysetpos": -1}


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0, microsecond=0)


def _settle(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) that shows a time; a skipped one moves forward by the gap."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
