"""Reads an appointment and draws its message."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.features.appointments import message_view, story
from bot.features.delivery.drawings import Drawn
from bot.store.database import Database
from bot.texting.words import zone_or_utc


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws messages; ``account_zone`` is SMS-iT's."""

    database: Database
    account_zone: ZoneInfo | None

    def draw(self, appointment_id: str) -> Drawn | None:
        """Return the message of an appointment, where it belongs; None when the appointment is gone."""
        with self.database.read() as conn:
            found = story.read(conn, appointment_id)
        if found is None:
            return None
        content = message_view.message(found, self.account_zone or zone_or_utc(None))
        return Drawn(content, found.known.origin_channel, found.known.user_id)
