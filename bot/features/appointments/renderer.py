"""Reads an appointment and draws its message."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.features.appointments import timeline
from bot.features.appointments.views import message as message_view
from bot.features.messages.renderers import Rendered
from bot.store.database import Database
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws messages; ``account_zone`` is SMS-iT's."""

    database: Database
    account_zone: ZoneInfo | None

    def draw(self, appointment_id: str) -> Rendered | None:
        """Return the message of an appointment, where it belongs; None when the appointment is gone."""
        with self.database.read() as conn:
            found = timeline.read(conn, appointment_id)
        if found is None:
            return None
        content = message_view.message(found, self.account_zone or zone_or_utc(None))
        return Rendered(content, found.known.origin_channel, found.known.user_id)
