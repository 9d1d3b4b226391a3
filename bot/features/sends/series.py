"""The dates of what goes out again and again, from here or from SMS-iT. Pure.

SMS-iT is told an end by which it sends on no other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.texting import recurrence as recurring
from bot.texting import schedules
from bot.texting.recurrence import Kept, Rule
from bot.texting.schedules import ONCE, MonthEnd, ScheduleError

_TELLABLE: Final = tuple(timedelta(minutes=30 * nth) for nth in range(5))
"""Clocks go back by two hours at most, so one of these after any moment is a time no clock shows twice."""


class Asked(Protocol):
    """What somebody asked for: times are aware."""

    @property
    def at(self) -> datetime | None:
        """When it goes out, or first does; None for now."""

    @property
    def repeat(self) -> str:
        """How often it comes round, or :data:`ONCE`."""

    @property
    def every(self) -> int:
        """Every how many days, weeks, months or years."""

    @property
    def until(self) -> datetime | None:
        """The end of a series."""

    @property
    def rule(self) -> Rule | None:
        """How it comes round where it is kept here; None for anything else."""

    @property
    def replaces(self) -> str:
        """The id of the series it takes the place of."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Every time a text goes out (aware), and whether SMS-iT moves some of them in short months.

    ``kept`` is the series where it is kept here.
    """

    series: tuple[datetime, ...]
    rolls_over: bool = False
    kept: Kept | None = None

    @property
    def first(self) -> datetime:
        """When it goes out first."""
        return self.series[0]

    @property
    def at_once(self) -> int:
        """How many of the dates one send stands for: what is kept here has a send for each."""
        return 1 if self.kept is not None else len(self.series)


def series(at: datetime, repeat: str, every: int, until: datetime | None, zone: ZoneInfo | None) -> Dates:
    """Return the dates from ``at`` on, as SMS-iT calculates the ends of months in the account's zone.

    Raises :exc:`UserError` for a series that cannot be used.
    """
    if repeat == ONCE or until is None or zone is None:
        return Dates((at,))
    try:
        dates = schedules.occurrences(at, repeat, every, until, zone)
        expected = schedules.occurrences(at, repeat, every, until, zone, month_end=MonthEnd.LAST_DAY)
    except ScheduleError as error:
        raise UserError(error.sentence) from None
    return Dates(dates, rolls_over=dates != expected)


def of(asked: Asked, zone: ZoneInfo | None, now: datetime, own_zone: ZoneInfo) -> Dates:
    """Return the dates of what somebody asked for. Raises :exc:`UserError` as :func:`series` does.

    ``zone`` is the account's; ``own_zone`` the person's, by whose clocks a series goes that is kept here.
    """
    if asked.rule is not None and asked.at is not None:
        return here(asked.rule, asked.at, own_zone, asked.replaces)
    return series(asked.at or now, asked.repeat, asked.every, asked.until, zone)


def here(rule: Rule, at: datetime, zone: ZoneInfo, replaces: str = "") -> Dates:
    """Return the dates of a series that is kept here. Raises :exc:`UserError` for one that cannot be used."""
    try:
        dates = recurring.dates(rule, at, zone)
    except ScheduleError as error:
        raise UserError(error.sentence) from None
    return Dates(dates, kept=recurring.kept(rule, at, dates, replaces))


def recurrence(asked: Asked, found: Dates, zone: ZoneInfo | None) -> dict[str, object] | None:
    """Return what is recorded of how it repeats, and perhaps told to SMS-iT; None when it goes out once."""
    if found.kept is not None:
        return recurring.dump(found.kept)
    if asked.repeat == ONCE or asked.until is None:
        return None
    until = asked.until if zone is None else last_date(found.series, asked.until, zone)
    return {"repeat": str(asked.repeat), "every": asked.every, "until": until.isoformat()}


def last_date(dates: tuple[datetime, ...], until: datetime, zone: ZoneInfo) -> datetime:
    """Return the end to tell SMS-iT: the last date shown, so that no further one slips in.

    SMS-iT lets a series run a few minutes past its end. A date in the hour that comes twice when the clocks
    go back cannot be told; there the end is the next time that can, if that is not past what was picked.
    """
    later = (dates[-1] + pause for pause in _TELLABLE)
    return min(until, next(at for at in later if _is_tellable(at, zone)))


def _is_tellable(at: datetime, zone: ZoneInfo) -> bool:
    try:
        schedules.wall_clock(at.astimezone(UTC), zone)
    except ScheduleError:
        return False
    return True
