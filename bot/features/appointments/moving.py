"""What a person should know before an appointment is moved."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.features.appointments import story
from bot.features.appointments.changing import Move
from bot.features.appointments.moments import zone_of
from bot.features.appointments.service import Booking
from bot.features.appointments.story import Story
from bot.features.appointments.taking import GONE, reminder
from bot.features.appointments.texts import Planned, reminder_at
from bot.features.outbox.preview import Preview
from bot.store import appointments
from bot.store.appointments import Appointment
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class MovePlan:
    """Where an appointment is moved. ``existing`` is another one the bot booked at the new time."""

    story: Story
    wanted: Move
    reminder: Planned | None
    existing: Appointment | None


class Moving:
    """Looks appointments up that are to be moved."""

    def __init__(self, database: Database, booking: Booking, *, account_zone: ZoneInfo | None) -> None:
        self._database = database
        self._booking = booking
        self._account_zone = account_zone

    def look(self, appointment_id: str) -> Story:
        """Return what is known of an appointment. Raises :exc:`UserError` when it is gone."""
        with self._database.read() as conn:
            known = story.read(conn, appointment_id)
        if known is None:
            raise UserError(GONE)
        return known

    def check(self, wanted: Move) -> Preview[Appointment, MovePlan]:
        """Look up what the move means. Raises :exc:`UserError` when that cannot be found out."""
        found = self.look(wanted.about.appointment_id)
        known = found.known
        text = None
        if wanted.hours is not None:
            text = reminder(known, wanted.at, zone_of(self._account_zone))
        if text is not None and wanted.hours is not None:
            text = Planned(text.body, reminder_at(wanted.at, wanted.hours))
        with self._database.read() as conn:
            existing = appointments.at_that_time(conn, known.phone, wanted.at, without=known.id)
        planned = () if text is None else (text,)
        return Preview(
            known,
            MovePlan(found, wanted, text, existing),
            self._booking.funds(planned),
            warnings=self._booking.nights(known.phone, planned),
        )
