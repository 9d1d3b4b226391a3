"""Reads an appointment and draws its message, and those of its changes."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.features.appointments import day_story, timeline
from bot.features.appointments.views import change as change_view
from bot.features.appointments.views import day_story as day_story_view
from bot.features.appointments.views import message as message_view
from bot.features.appointments.views import offer as offer_view
from bot.features.messages.renderers import Rendered
from bot.slack.outgoing.poster import Content
from bot.store import appointment_calls as calls
from bot.store import free_times
from bot.store.appointments import Appointment
from bot.store.database import Database
from bot.texting.words import zone_or_utc


def _kept(_user_id: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Draws messages; ``account_zone`` is SMS-iT's.

    ``lost_role`` says that the person who offers a time has lost the role for it, if so (mrkdwn).
    """

    database: Database
    account_zone: ZoneInfo | None
    lost_role: Callable[[str], str] = _kept

    def draw(self, appointment_id: str) -> Rendered | None:
        """Return the message of an appointment, where it belongs; None when the appointment is gone."""
        with self.database.read() as conn:
            found = timeline.read(conn, appointment_id)
        if found is None:
            return None
        content = message_view.message(found, self.account_zone or zone_or_utc(None))
        return _of(found.known, content)

    def draw_day_off(self, plan_id: str) -> Rendered | None:
        """Return the message of a day off; None when it is no longer stored."""
        with self.database.read() as conn:
            story = day_story.read(conn, plan_id)
        if story is None:
            return None
        content = day_story_view.message(story, self.account_zone or zone_or_utc(None))
        return Rendered(content, story.plan.origin_channel, story.plan.user_id)

    def draw_free_time(self, free_id: str) -> Rendered | None:
        """Return the message of a free time; None when it is no longer stored."""
        with self.database.read() as conn:
            free = free_times.get(conn, free_id)
        if free is None:
            return None
        zone = self.account_zone or zone_or_utc(None)
        content = offer_view.message(free, zone, self.lost_role(free.user_id))
        return Rendered(content, free.origin_channel, free.user_id)

    def draw_change(self, call_id: str) -> Rendered | None:
        """Return the message of one change, for the thread; None when its appointment is gone."""
        with self.database.read() as conn:
            call = calls.get(conn, call_id)
            found = None if call is None else timeline.read(conn, call.appointment_id)
        if call is None or found is None:
            return None
        content = change_view.change(found, call, self.account_zone or zone_or_utc(None))
        return _of(found.known, content)


def _of(known: Appointment, content: Content) -> Rendered:
    """Return a message where it belongs; there is no news of a person nobody knows any more."""
    return Rendered(content, known.origin_channel, known.user_id, is_news=bool(known.number))
