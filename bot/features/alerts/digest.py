"""The figures of a week, told once on the Monday after it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.features.credits.service import Credits
from bot.store import alerts
from bot.store.alerts import AlertKind, Figures
from bot.store.database import Database
from bot.store.sends import tally
from bot.store.sends.tally import Tally
from bot.texting import local_days
from bot.texting.clock import Clock
from bot.texting.local_days import DAY

AT: Final = time(9)
LATEST_WEEKDAY: Final = 1
"""Tuesday: after that nobody asks what last week was like, though the bot was down on Monday."""
WEEK: Final = 7 * DAY
DAYS: Final = tuple(f"day_{nth}" for nth in range(7))
"""Where the figures of the seven days stand, Monday's first."""


@dataclass(frozen=True, slots=True)
class Digest:
    """Tells what a week was like. Days are those of ``zone``, the SMS-iT account's."""

    database: Database
    credits: Credits
    zone: ZoneInfo
    clock: Clock

    def tell(self) -> bool:
        """Have last week's figures told, if it is time and nobody has; tell whether it was done."""
        monday = self._due()
        if monday is None:
            return False
        alert_id = f"week-{monday - WEEK:%Y-%m-%d}"
        with self.database.read() as conn:
            if alerts.get(conn, alert_id) is not None:
                return False
            figures = self._figures(conn, monday)
        if not figures["sent"] and not figures["sent_before"]:
            return False  # nobody uses the bot yet, or any more
        with self.database.write() as conn:
            return alerts.tell_once(conn, alert_id, AlertKind.DIGEST, self.clock(), figures)

    def _due(self) -> date | None:
        """Return the Monday on which figures are to be told by now; None when there is none."""
        local = self.clock().astimezone(self.zone)
        if local.weekday() > LATEST_WEEKDAY or (local.weekday() == 0 and local.time() < AT):
            return None
        return local.date() - timedelta(days=local.weekday())

    def _figures(self, conn: Connection, monday: date) -> Figures:
        week = [self._tally(conn, monday - WEEK + nth * DAY, DAY) for nth in range(len(DAYS))]
        found, before = sum(week, Tally()), self._tally(conn, monday - 2 * WEEK, WEEK)
        outlook = self.credits.outlook(self.zone)
        known = {} if outlook is None else {"balance": outlook.now.credits}
        lasts = {} if outlook is None or outlook.days_left is None else {"days": outlook.days_left}
        return {
            "monday": (monday - WEEK).toordinal(),
            "sent": found.sent,
            "delivered": found.delivered,
            "handed": found.handed,
            "lost": found.lost,
            "unconfirmed": found.unconfirmed,
            "credits": found.credits,
            "sent_before": before.sent,
            **known,
            **lasts,
            **{name: each.sent for name, each in zip(DAYS, week, strict=True)},
        }

    def _tally(self, conn: Connection, first: date, span: timedelta) -> Tally:
        begins = local_days.begins(first, self.zone)
        return tally.of(conn, begins, local_days.begins(first + span, self.zone))
