"""The appointments of one day: who was reminded and reached, and whom to call."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.features.appointments import reach, timeline, typed_day
from bot.features.appointments.reach import Reach
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.validation import zone_of
from bot.store import appointments
from bot.store.appointments import Status
from bot.store.database import Database
from bot.store.sends import Send
from bot.texting.clock import Clock

MOST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment of the day, how far its texts got, and the text that says so."""

    timeline: Timeline
    reach: Reach
    text: Send | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day: its appointments by time, how many were ``cancelled``, and how many ``more`` there are."""

    day: date
    today: date
    entries: tuple[Entry, ...]
    cancelled: int
    more: int
    now: datetime


class DaySheets:
    """Reads days, where the account is. ``account_zone`` is SMS-iT's; without one there are no days."""

    def __init__(self, database: Database, clock: Clock, account_zone: ZoneInfo | None) -> None:
        self._database = database
        self._clock = clock
        self._account_zone = account_zone

    @property
    def today(self) -> date:
        """The day it is now. Raises :exc:`bot.errors.UserError` without a zone."""
        return self._clock().astimezone(zone_of(self._account_zone)).date()

    def typed(self, text: str, *, short: bool = False) -> date | None:
        """Return the day somebody typed, as :func:`days.typed`; None too when there are no days."""
        return None if self._account_zone is None else typed_day.typed(text, self.today, short=short)

    def look(self, day: date) -> Sheet:
        """Return what is booked on a day."""
        first, after = typed_day.bounds(day, zone_of(self._account_zone))
        with self._database.read() as conn:
            found = appointments.between(conn, first, after)
            kept = [each for each in found if each.status is not Status.CANCELLED]
            stories = [timeline.read(conn, each.id) for each in kept[:MOST]]
        entries = [Entry(each, *reach.of_appointment(each)) for each in stories if each is not None]
        more = max(0, len(kept) - MOST)
        return Sheet(day, self.today, tuple(entries), len(found) - len(kept), more, self._clock())
