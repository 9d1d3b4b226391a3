"""What a person should know before an appointment is moved."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import timeline
from bot.features.appointments.decisions import Move
from bot.features.appointments.effects import GONE, reminder
from bot.features.appointments.service import AppointmentService
from bot.features.appointments.texts import Planned, reminder_at
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.validation import zone_of
from bot.features.permissions import Permissions
from bot.features.sends.preview import Preview
from bot.store import appointments
from bot.store.appointments import Appointment
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class MovePlan:
    """Where an appointment is moved. ``existing`` is another one the bot booked at the new time."""

    timeline: Timeline
    request: Move
    reminder: Planned | None
    existing: Appointment | None


class Moves:
    """Looks appointments up that are to be moved."""

    def __init__(
        self,
        database: Database,
        appointment_service: AppointmentService,
        permissions: Permissions,
        *,
        account_zone: ZoneInfo | None,
    ) -> None:
        self._database = database
        self._appointment_service = appointment_service
        self._permissions = permissions
        self._account_zone = account_zone

    def require(self, appointment_id: str, who: Who) -> Timeline:
        """Return what is known of an appointment to whoever may decide about it.

        Raises :exc:`UserError` to anybody else, and when it is gone.
        """
        with self._database.read() as conn:
            known = timeline.read(conn, appointment_id)
        if known is None:
            raise UserError(GONE)
        self._permissions.require_appointment(known.known.user_id, who)
        return known

    def check(self, request: Move, who: Who) -> Preview[Appointment, MovePlan]:
        """Look up what the move means. Raises :exc:`UserError` when that cannot be found out."""
        found = self.require(request.about.appointment_id, who)
        known = found.known
        text = None
        if request.hours is not None:
            text = reminder(known, request.at, zone_of(self._account_zone))
        if text is not None and request.hours is not None:
            text = Planned(text.body, reminder_at(request.at, request.hours))
        with self._database.read() as conn:
            existing = appointments.at_that_time(conn, known.phone, request.at, without=known.id)
        planned = () if text is None else (text,)
        return Preview(
            known,
            MovePlan(found, request, text, existing),
            self._appointment_service.funds(planned, released=found.reserved),
            warnings=self._appointment_service.nights(known.phone, planned),
            full=self._appointment_service.sees_numbers(who),
        )
