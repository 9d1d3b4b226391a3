"""Dates of a series, and the step between an instant and what a clock on the wall shows.

SMS-iT takes wall-clock times without a zone. So a time that happens twice (clocks go back) cannot be
told to it, and one that never happens (clocks go forward) means nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import accumulate, count, islice, takewhile
from itertools import repeat as repeat_forever
from typing import Final
from zoneinfo import ZoneInfo

MOST_EVERY: Final = 30  # SMS-iT: "Valid values are 1-30"
MOST_OCCURRENCES: Final = 1_000  # more than two years of daily texts; a guard for pages and memory
_LONGEST: Final = timedelta(days=36_525)  # a hundred years, so that no date runs past the calendar
_MONTHS: Final = 12
PASSED: Final = "That time has passed."
"""What is wrong with a time; what to do about it follows."""
ONCE: Final = "once"
"""Stands for a :class:`Repeat` where a text goes out one time only."""


class When(StrEnum):
    """When a text goes out, and who keeps it until then."""

    NOW = "now"
    BOT = "bot"
    SMSIT = "smsit"


class Repeat(StrEnum):
    """How often a series comes round, in SMS-iT's words."""

    DAILY = "Daily"
    WEEKLY = "Weekly"
    MONTHLY = "Monthly"
    YEARLY = "Yearly"


class MonthEnd(StrEnum):
    """Where the 31st goes in a shorter month, and 29 February in a common year."""

    ROLLS_OVER = "rolls_over"  # 31 January, 3 March, 3 April: the platform family's behaviour
    LAST_DAY = "last_day"  # 31 January, 28 February, 31 March: what people mean


class ScheduleError(ValueError):
    """A time or series that cannot be used; ``sentence`` says why and what to do."""

    sentence = "Choose another time: this one can't be used."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class AmbiguousTime(ScheduleError):  # noqa: N818 - it names the fault
    """The wall clock shows this time twice, because clocks go back."""

    sentence = "Choose a time outside that hour: the clocks go back, so this time happens twice."


class SkippedTime(ScheduleError):  # noqa: N818 - it names the fault
    """The wall clock never shows this time, because clocks go forward."""

    sentence = "Choose a time outside that hour: the clocks go forward, so this time doesn't exist."


class UnusableStep(ScheduleError):  # noqa: N818 - it names the fault
    """The step of a series is outside what SMS-iT takes."""

    sentence = f"Choose a series that repeats every 1 to {MOST_EVERY} days, weeks, months or years."


class SeriesTooLong(ScheduleError):  # noqa: N818 - it names the fault
    """The series has more dates than anybody would check."""

    sentence = (
        f"Choose an earlier end: a series has at most {MOST_OCCURRENCES:,} dates within a hundred years."
    )


@dataclass(frozen=True, slots=True)
class _Step:
    days: int = 0
    months: int = 0


_STEPS: Final = {
    Repeat.DAILY: _Step(days=1),
    Repeat.WEEKLY: _Step(days=7),
    Repeat.MONTHLY: _Step(months=1),
    Repeat.YEARLY: _Step(months=_MONTHS),
}


def occurrences(
    start: datetime,
    repeat: str,
    every: int,
    until: datetime,
    zone: ZoneInfo,
    *,
    month_end: MonthEnd = MonthEnd.ROLLS_OVER,
) -> tuple[datetime, ...]:
    """Give the dates of a series from ``start`` up to and including ``until``, as aware times in ``zone``.

    ``repeat`` is ``Daily``, ``Weekly``, ``Monthly`` or ``Yearly``; ``every`` 1 to 30. The wall-clock time
    stays the same when clocks change; a time that is skipped moves forward by the gap, and one that happens
    twice is its first. ``MonthEnd.ROLLS_OVER`` tells what SMS-iT would do: each date is calculated from the
    one before, so after the first overflow the day of the month stays moved. ``MonthEnd.LAST_DAY`` tells
    what a person would expect; when the two differ, the person should hear of it. Nothing comes back when
    ``until`` is before ``start``.

    Raises ``UnusableStep``, ``SeriesTooLong``, and ``ValueError`` for times without a zone.
    """
    _require_aware(start, until)
    if not 1 <= every <= MOST_EVERY:
        raise UnusableStep
    step = _STEPS[Repeat(repeat)]
    # Compared in UTC: Python compares two times of one zone by their wall clocks.
    begin, end = start.astimezone(UTC), until.astimezone(UTC)
    if end < begin:
        return ()
    if end - begin > _LONGEST:
        raise SeriesTooLong
    first = begin.astimezone(zone).replace(tzinfo=None, fold=0)
    walls = (
        _by_days(first, step.days * every) if step.days else _by_months(first, step.months * every, month_end)
    )
    later = takewhile(lambda at: at <= end, (_settle(wall, zone) for wall in walls))
    found = [begin, *islice(later, MOST_OCCURRENCES)]
    if len(found) > MOST_OCCURRENCES:
        raise SeriesTooLong
    return tuple(at.astimezone(zone) for at in found)


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """Tell what a clock in ``zone`` shows at ``instant`` (aware), as a naive time.

    Raises ``AmbiguousTime`` when the clock shows that time twice, ``ValueError`` for a time without a zone.
    """
    _require_aware(instant)
    shown = instant.astimezone(zone).replace(tzinfo=None, fold=0)
    if _offsets_differ(shown, zone):
        raise AmbiguousTime
    return shown


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Tell the instant (aware, UTC) at which a clock in ``zone`` shows ``wall`` (naive).

    Raises ``SkippedTime`` when it never does, ``AmbiguousTime`` when it does twice.
    """
    if wall.tzinfo is not None:
        raise ValueError("A wall-clock time has no zone of its own.")
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None, fold=0) != wall.replace(fold=0):
        raise SkippedTime
    if _offsets_differ(wall, zone):
        raise AmbiguousTime
    return at


def _require_aware(*times: datetime) -> None:
    if any(time.tzinfo is None for time in times):
        raise ValueError("A time without a zone says nothing about when.")


def _offsets_differ(wall: datetime, zone: ZoneInfo) -> bool:
    early, late = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return early != late


def _settle(wall: datetime, zone: ZoneInfo) -> datetime:
    """Give the first instant (UTC) that shows ``wall``; a skipped time moves forward by the gap."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _by_days(first: datetime, days: int) -> Iterator[datetime]:
    return (first + timedelta(days=days * nth) for nth in count(1))


def _by_months(first: datetime, months: int, month_end: MonthEnd) -> Iterator[datetime]:
    if month_end is MonthEnd.LAST_DAY:
        return (_last_day(first, months * nth) for nth in count(1))
    return islice(accumulate(repeat_forever(months), _roll_over, initial=first), 1, None)


def _in_month(wall: datetime, months: int) -> datetime:
    years, month = divmod(wall.month - 1 + months, _MONTHS)
    return wall.replace(year=wall.year + years, month=month + 1, day=1)


def _roll_over(wall: datetime, months: int) -> datetime:
    return _in_month(wall, months) + timedelta(days=wall.day - 1)


def _last_day(wall: datetime, months: int) -> datetime:
    begins = _in_month(wall, months)
    rolled = begins + timedelta(days=wall.day - 1)
    return rolled if rolled.month == begins.month else rolled - timedelta(days=rolled.day)
