"""Draws the message of an alert: where alerts are posted, or to admins where there is no channel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from bot.features.alerts import views
from bot.features.messages.renderers import Rendered, SubjectRenderer
from bot.policy.model import Alerts
from bot.store import alerts
from bot.store.alerts import AlertKind
from bot.store.database import Database
from bot.store.messages import Purpose

TOLD_AFTERWARDS = frozenset({AlertKind.SLACK, AlertKind.DIGEST})
"""What is news though it is over: nobody could be told of it before."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws alerts for the channel of ``rules``; ``admins`` tells who gets them otherwise, if anybody.

    ``zone`` is the account's.
    """

    database: Database
    rules: Alerts
    admins: Callable[[], Sequence[str]]
    zone: ZoneInfo

    def subjects(self) -> Mapping[Purpose, SubjectRenderer]:
        """Return what draws each of the messages of an alert."""
        return {purpose: partial(self._draw, nth) for nth, purpose in enumerate(alerts.PURPOSES)}

    def _draw(self, nth: int, alert_id: str) -> Rendered | None:
        """Return one message as it stands; None when the alert is gone, or nobody is left for it."""
        with self.database.read() as conn:
            found = alerts.get(conn, alert_id)
        channel, admin = self.rules.channel, "".join(self.admins()[nth : nth + 1])
        if found is None or (channel and nth) or not (channel or admin):
            return None
        is_news = found.resolved_at is None or found.kind in TOLD_AFTERWARDS
        return Rendered(views.message(found, self.zone), channel, admin or channel or "", is_news=is_news)
