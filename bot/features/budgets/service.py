"""Budgets: credits a day that nobody goes beyond, calculated from what is recorded and nothing else.

What counts is the most a send can take, by SMS-iT's stricter way of counting, on the day it goes out: from
the moment it is confirmed, and for good unless it is known that it was not sent.
"""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.budgets.calculation import Calculation, Left, limits_of, tightest
from bot.features.budgets.days import Days
from bot.policy.model import Budgets as Rules
from bot.store import budgets
from bot.store.sends import Send
from bot.texting.clock import Clock
from bot.texting.schedules import ScheduleError

__all__ = ["Budgets", "Days", "Left", "tightest"]


class Budgets:
    """Keeps people within ``rules``. Days are those of ``zone``, the SMS-iT account's; of UTC without one."""

    def __init__(self, rules: Rules, zone: ZoneInfo | None, clock: Clock) -> None:
        self._rules = rules
        self._days = Days(zone or ZoneInfo("UTC"))
        self._clock = clock

    def check(self, conn: Connection, send: Send, goes_at: datetime) -> None:
        """Make sure that a send that goes out at ``goes_at`` (aware) keeps to every budget it falls under.

        To be asked in the transaction that confirms it, before its state moves: no other confirmation comes
        in between. A series is looked at on each of its dates. The send itself does not count as spent,
        whatever its state. Raises :exc:`UserError`, which names the budget, the day and what is left.
        """
        calculation = self._calculation(conn, send.user_id, send.origin_channel, without=send.id)
        if not calculation.applies:
            return
        takes = self._takes(send, goes_at)
        budgets.lock(conn)
        over = calculation.first_over(takes)
        if over is not None:
            day, left = over
            raise UserError(self._refusal(left, day, takes[day], is_series=send.recurrence is not None))

    def left(
        self, conn: Connection, who: Who, channel: str | None, now: datetime | None = None
    ) -> tuple[Left, ...]:
        """Return the budgets of today a person falls under in a channel (None: in direct messages).

        ``now`` (aware) is the moment whose day that is, by default the present. Empty when none applies.
        """
        calculation = self._calculation(conn, who.user_id, channel)
        return calculation.on(self._days.of(now or self._clock())) if calculation.applies else ()

    def _calculation(
        self, conn: Connection, person: str, channel: str | None, *, without: str = ""
    ) -> Calculation:
        limits = limits_of(self._rules, person, channel)
        return Calculation(conn, limits, self._days, person, channel, without)

    def _takes(self, send: Send, goes_at: datetime) -> Mapping[date, int]:
        """Return the credits a send takes, by day."""
        try:
            dates = self._days.dates(send, goes_at)
        except ScheduleError as error:
            raise UserError(error.sentence) from None
        each = send.credits_upper * (1 + send.risked)
        takes: dict[date, int] = {}
        for day in map(self._days.of, dates or (goes_at,)):
            takes[day] = takes.get(day, 0) + each
        return takes

    def _refusal(self, left: Left, day: date, takes: int, *, is_series: bool) -> str:
        is_today = day == self._days.of(self._clock())
        name = "today" if is_today else f"on {day:%a} {day.day} {day:%b %Y}"
        what = "one date of this series needs" if is_series else "this needs"
        return (
            f"{left.label}: {left.credits:,} of {left.limit:,} credits left {name}, but {what} {takes:,}. "
            "Choose another day, or ask an admin to raise the limit."
        )
