"""How the balance went over a month, and how long it lasts at the rate of the last week. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bot.store.balances import Sample
from bot.texting import local_days
from bot.texting.local_days import DAY

DAYS: Final = 30
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The newest balance, and the last one of each of up to 30 days, the oldest first, today's among them.

    ``used`` is what the last week took, by what was read in it; top-ups do not lower it. ``days_left`` is how
    many whole days the balance lasts at that rate: None while less than a day is known, or nothing was used.
    """

    now: Sample
    line: tuple[int, ...]
    used: int
    days_left: int | None


def outlook(samples: Sequence[Sample], now: datetime, zone: ZoneInfo) -> Outlook:
    """Return the outlook from balances, of which there is one at least, the oldest first."""
    newest = samples[-1]
    week = [each for each in samples if each.at >= now - WEEK] or [newest]
    used = sum(max(0, before.credits - after.credits) for before, after in pairwise(week))
    days = (newest.at - week[0].at) / DAY
    left = int(newest.credits * days / used) if used and days >= 1 else None
    return Outlook(newest, _line(samples, now, zone), used, left)


def _line(samples: Sequence[Sample], now: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Return the last balance of each day; a day on which none was read has that of the day before."""
    today = local_days.day_of(now, zone)
    first = today - DAY * (DAYS - 1)
    by_day: dict[date, int] = {}
    for each in samples:
        by_day[max(first, local_days.day_of(each.at, zone))] = each.credits  # what was before it counts on it
    found: list[int] = []
    for nth in range(DAYS):
        credits_ = by_day.get(first + DAY * nth)
        if credits_ is not None or found:
            found.append(found[-1] if credits_ is None else credits_)
    return tuple(found)
