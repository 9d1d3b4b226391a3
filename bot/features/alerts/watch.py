"""What is looked at once a minute, as far as the policy wants it watched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.alerts import findings
from bot.features.alerts.findings import Finding
from bot.features.credits.service import Credits
from bot.policy.model import Alerts
from bot.store import approvals
from bot.store.alerts import AlertKind
from bot.store.database import Database
from bot.store.sends import attention, tally
from bot.texting.clock import Clock

Look = Callable[[], Finding]
SPAN: Final = timedelta(hours=24)
"""Of which texts the share that failed is judged."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at the balance, at texts and requests, and at the bot itself.

    ``zone`` is that of the days by which the balance lasts; ``reaches_slack`` asks Slack.
    """

    database: Database
    credits: Credits
    rules: Alerts
    zone: ZoneInfo
    clock: Clock
    reaches_slack: Callable[[], bool]

    def looks(self) -> Iterator[tuple[AlertKind, Look]]:
        """Give what is to be looked at."""
        rules = self.rules
        if rules.bot:
            yield AlertKind.KEY, self._key
        if rules.balance_below or rules.balance_days:
            yield AlertKind.BALANCE, self._balance
        if rules.failed_percent is not None:
            yield AlertKind.FAILURES, self._failures
        if rules.approval_hours is not None:
            yield AlertKind.APPROVALS, self._approvals
        if rules.bot:
            yield AlertKind.SLACK, self._slack
            yield AlertKind.PAUSED, self._paused

    def _key(self) -> Finding:
        return findings.works(self.credits.key_works())

    def _balance(self) -> Finding:
        self.credits.refresh()
        found = self.credits.outlook(self.zone)
        if found is None:
            return findings.NOTHING
        return findings.balance(found.now, found.days_left, self.rules, self.clock())

    def _failures(self) -> Finding:
        now = self.clock()
        with self.database.read() as conn:
            found = tally.of(conn, now - SPAN, now)
        return findings.failures(found, self.rules.failed_percent or 0)

    def _approvals(self) -> Finding:
        now, hours = self.clock(), self.rules.approval_hours or 0
        with self.database.read() as conn:
            count = approvals.count_waiting_since(conn, now - timedelta(hours=hours), now)
        return findings.counted(count, hours=hours)

    def _slack(self) -> Finding:
        return findings.works(self.reaches_slack())

    def _paused(self) -> Finding:
        with self.database.read() as conn:
            return findings.counted(attention.paused_by_bot(conn))
