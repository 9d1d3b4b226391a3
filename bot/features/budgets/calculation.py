"""What is spent or planned on a day, beside what may be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from sqlalchemy import Connection

from bot.features.budgets.days import Days
from bot.policy.model import Budgets as Rules
from bot.store import budgets
from bot.store.budgets import Spent
from bot.store.sends import Send

Limits: TypeAlias = tuple[int | None, int | None, int | None]
"""Credits a day, None without a limit: of a person, of a channel and of everybody, as :data:`LABELS`."""
LABELS: Final = ("Your daily limit", "This channel's daily limit", "Workspace limit")


@dataclass(frozen=True, slots=True)
class Left:
    """One budget on one day: whose, how many credits it has, and how many are spent or planned."""

    label: str
    limit: int
    spent: int

    @property
    def credits(self) -> int:
        """Credits that may still be taken."""
        return max(0, self.limit - self.spent)


def limits_of(rules: Rules, person: str, channel: str | None) -> Limits:
    """Return the credits a day of a person, of a channel (None: nowhere) and of everybody."""
    here = None if channel is None else rules.channels.get(channel, rules.channel_per_day)
    return rules.people.get(person, rules.person_per_day), here, rules.everybody_per_day


def tightest(lefts: Sequence[Left]) -> Left | None:
    """Return the budget that has the fewest credits left, the first of equals; None where none applies."""
    return min(lefts, key=lambda each: each.credits, default=None)


@dataclass(frozen=True, slots=True)
class Calculation:
    """Reckons for one person in one channel (None: nowhere), by the records ``conn`` sees.

    The send with the id ``without`` does not count.
    """

    conn: Connection
    limits: Limits
    days: Days
    person: str
    channel: str | None
    without: str = ""

    @property
    def applies(self) -> bool:
        """Tell whether there is any budget to keep to."""
        return any(limit is not None for limit in self.limits)

    def on(self, day: date) -> tuple[Left, ...]:
        """Return the budgets that apply, as they stand on a day."""
        found, series = self._recorded(day, day)
        return self._left(found, series, day, day)

    def first_over(self, takes: Mapping[date, int]) -> tuple[date, Left] | None:
        """Return the first day on which a budget does not hold what is to be taken, and that budget."""
        days = sorted(takes)
        found, series = self._recorded(days[0], days[-1])
        return self._first_over(days, takes, found, series)

    def _first_over(
        self, days: Sequence[date], takes: Mapping[date, int], found: Spent, series: Mapping[date, Spent]
    ) -> tuple[date, Left] | None:
        # No day of a span has more than the whole span: where that fits, nothing need be asked of its days.
        most = max(takes[day] for day in days)
        left = self._left(found, series, days[0], days[-1])
        over = next((each for each in left if each.spent + most > each.limit), None)
        if over is None or len(days) == 1:
            return None if over is None else (days[0], over)
        for half in (days[: len(days) // 2], days[len(days) // 2 :]):
            of_half, _may_have_series = self._asked(half[0], half[-1])
            if (earliest := self._first_over(half, takes, of_half, series)) is not None:
                return earliest
        return None

    def _left(self, found: Spent, series: Mapping[date, Spent], first: date, last: date) -> tuple[Left, ...]:
        """Return the budgets beside all that counts on the days from ``first`` to ``last``."""
        found = sum((spent for day, spent in series.items() if first <= day <= last), found)
        figures = (found.person, found.channel, found.everybody)
        rows = zip(LABELS, self.limits, figures, strict=True)
        return tuple(Left(label, limit, figure) for label, limit, figure in rows if limit is not None)

    def _recorded(self, first: date, last: date) -> tuple[Spent, Mapping[date, Spent]]:
        """Return what is recorded on the days from ``first`` to ``last``, the series beside it by day."""
        found, may_have_series = self._asked(first, last)
        return found, self._series(first, last) if may_have_series else {}

    def _asked(self, first: date, last: date) -> tuple[Spent, bool]:
        begins, ends = self.days.begins(first), self.days.ends(last)
        return budgets.spent(
            self.conn, begins, ends, person=self.person, channel=self.channel, without=self.without
        )

    def _series(self, first: date, last: date) -> Mapping[date, Spent]:
        """Return what the series take that are recorded already, by day."""
        found: defaultdict[date, Spent] = defaultdict(Spent)
        begins, ends = self.days.begins(first), self.days.ends(last)
        for send in budgets.series(self.conn, begins, ends, without=self.without):
            for at in self.days.dates(send, before=ends):
                found[self.days.of(at)] += self._spent(send)
        return {day: spent for day, spent in found.items() if first <= day}

    def _spent(self, send: Send) -> Spent:
        """Return what one date of a series counts for; each attempt that may have gone out anew."""
        is_theirs = send.user_id == self.person
        is_here = self.channel is not None and send.origin_channel == self.channel
        takes = send.credits_upper * (1 + send.risked)
        return Spent(takes if is_theirs else 0, takes if is_here else 0, takes)
