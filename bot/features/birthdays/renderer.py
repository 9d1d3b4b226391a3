"""Reads a day of birthday texts and draws its message."""

from dataclasses import dataclass

from bot.features.birthdays.plan import Calendar
from bot.features.birthdays.views import day as day_view
from bot.features.messages.renderers import Rendered
from bot.store import birthday_texts, birthdays
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws messages. A day that was restored from a backup is shown where the policy says."""

    database: Database
    calendar: Calendar

    def draw(self, day_id: str) -> Rendered | None:
        """Return the message of a day; None when it is no longer stored, or belongs nowhere."""
        with self.database.read() as conn:
            day = birthdays.get(conn, day_id)
            texts = birthday_texts.of_day(conn, day_id)
        rules = self.calendar.rules
        channel, user_id = (day and day.channel) or rules.channel, (day and day.user_id) or rules.person
        if day is None or channel is None or user_id is None:
            return None
        content = day_view.message(day, texts, rules.template or "", self.calendar.zone)
        return Rendered(content, channel, user_id)
