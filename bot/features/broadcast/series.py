"""The dates of a broadcast, and how far the balance carries them. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.slack.errors import UserError
from bot.slack.writing.times import ONCE
from bot.texting import schedules
from bot.texting.schedules import MonthEnd, ScheduleError


@dataclass(frozen=True, slots=True)
class Series:
    """Every time a text goes out (aware), and whether short months move some of them."""

    dates: tuple[datetime, ...]
    rolls_over: bool = False


def series(at: datetime, repeat: str, every: int, until: datetime | None, zone: ZoneInfo | None) -> Series:
    """Return the dates from ``at`` on, as SMS-iT reckons the ends of months in the account's zone.

    Raises :exc:`UserError` for a series that cannot be used.
    """
    if repeat == ONCE or until is None or zone is None:
        return Series((at,))
    try:
        dates = schedules.occurrences(at, repeat, every, until, zone)
        expected = schedules.occurrences(at, repeat, every, until, zone, month_end=MonthEnd.LAST_DAY)
    except ScheduleError as error:
        raise UserError(error.sentence) from None
    return Series(dates, rolls_over=dates != expected)


def last_date(dates: tuple[datetime, ...], until: datetime | None, zone: ZoneInfo | None) -> datetime | None:
    """Return the end to tell SMS-iT: the last date shown, so that no further one slips in.

    SMS-iT lets a series run a few minutes past its end. A last date in the hour that comes twice when the
    clocks go back cannot be told, so there the end stays as it was picked.
    """
    if until is None or zone is None:
        return until
    try:
        schedules.wall_clock(dates[-1], zone)
    except ScheduleError:
        return until
    return dates[-1]


def runs_out(dates: tuple[datetime, ...], available: int, each: int) -> datetime | None:
    """Return the first date that ``available`` credits no longer cover, ``each`` a date; none if all are."""
    covered = max(0, available) // each if each else len(dates)
    return dates[covered] if covered < len(dates) else None
