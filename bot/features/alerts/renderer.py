"""Draws the message of an alert: where alerts are posted, or to an admin while the bot may not post there."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.features.alerts import views
from bot.features.messages.renderers import Rendered
from bot.policy.model import Alerts
from bot.store import alerts
from bot.store.alerts import AlertKind
from bot.store.database import Database

TOLD_AFTERWARDS = frozenset({AlertKind.SLACK, AlertKind.DIGEST})
"""What is news though it is over: nobody could be told of it before."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws alerts for the channel of ``rules``; ``admin`` tells who gets them otherwise, if anybody.

    ``zone`` is the account's.
    """

    database: Database
    rules: Alerts
    admin: Callable[[], str]
    zone: ZoneInfo

    def draw(self, alert_id: str) -> Rendered | None:
        """Return the message as it stands; None when the alert is gone."""
        with self.database.read() as conn:
            found = alerts.get(conn, alert_id)
        channel, admin = self.rules.channel, self.admin()
        if found is None or not (channel or admin):
            return None
        is_news = found.resolved_at is None or found.kind in TOLD_AFTERWARDS
        return Rendered(views.message(found, self.zone), channel, admin or channel or "", is_news=is_news)
