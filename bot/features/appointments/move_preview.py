"""What a person should know before an appointment is moved or cancelled; written down as it was shown."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.errors import UserError
from bot.features.appointments import effects, texts, timeline
from bot.features.appointments.decisions import Move
from bot.features.appointments.effects import GONE, reminders
from bot.features.appointments.ids import AppointmentRef
from bot.features.appointments.service import WHY_SILENT, AppointmentService
from bot.features.appointments.texts import Planned
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.validation import zone_of
from bot.features.permissions import Permissions
from bot.features.sends.preview import Preview
from bot.features.sends.submission import Submission
from bot.policy.model import Appointments as Suggested
from bot.store import appointments, change_plans
from bot.store.appointments import Appointment, Status
from bot.store.change_plans import NewPlan, PlanRow
from bot.store.database import Database
from bot.texting import phones
from bot.texting.clock import Clock

NOT_TOLD = "{masked} {why}, so the customer won't be texted."


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What is to be cancelled, and the template of what the customer is told once it is."""

    about: AppointmentRef
    notice: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """A move or a cancellation as it was written down: where to, and the texts that go with it.

    ``existing`` is another appointment that the bot booked at the new time.
    """

    plan_id: str
    timeline: Timeline
    at: datetime
    notice: Planned | None = None
    reminders: tuple[Planned, ...] = ()
    existing: Appointment | None = None
    templates: tuple[str, ...] = field(default=(), repr=False)
    """What its texts are made of."""


class Moves:
    """Looks appointments up that are to be moved or cancelled. ``suggested`` are the texts about that."""

    def __init__(
        self,
        database: Database,
        appointment_service: AppointmentService,
        permissions: Permissions,
        clock: Clock,
        *,
        account_zone: ZoneInfo | None,
        suggested: Suggested,
    ) -> None:
        self.suggested = suggested
        self._database = database
        self._appointment_service = appointment_service
        self._permissions = permissions
        self._clock = clock
        self._account_zone = account_zone

    @property
    def zone(self) -> ZoneInfo:
        """The account's zone. Raises :exc:`UserError` when it is not set."""
        return zone_of(self._account_zone)

    def require(self, appointment_id: str, who: Who) -> Timeline:
        """Return what is known of an appointment to whoever may decide about it.

        Raises :exc:`UserError` to anybody else, and when it is gone.
        """
        with self._database.read() as conn:
            known = _there(timeline.read(conn, appointment_id))
        self._permissions.require_appointment(known.known.user_id, who)
        return known

    def to_move(self, appointment_id: str, who: Who) -> Timeline:
        """Return what is known of an appointment to whoever may move or cancel it, by role or by a code.

        Raises :exc:`UserError` as :meth:`require` does.
        """
        with self._database.read() as conn:
            known = _there(timeline.read(conn, appointment_id))
            own = known.known
            self._permissions.require_move(conn, own.user_id, own.phone, who, self._clock())
        return known

    def check(self, submission: Submission[Move]) -> Preview[Appointment, ChangePreview]:
        """Look up what a move means. Raises :exc:`UserError` when that cannot be found out."""
        request = submission.request
        found = self.to_move(request.about.appointment_id, submission.who)
        with self._database.read() as conn:
            existing = appointments.at_that_time(conn, found.known.phone, request.at, without=found.known.id)
        planned = reminders(found.known, request.at, self.zone, request.hours)
        row = PlanRow(found.known.id, request.about.call_id, request.about.wave, request.at)
        own = ChangePreview("", found, request.at, None, planned, existing)
        return self._preview(submission, own, row, request.notice)

    def check_cancel(self, submission: Submission[Cancellation]) -> Preview[Appointment, ChangePreview]:
        """Look up what a cancellation means that the customer is told of. As :meth:`check`."""
        about = submission.request.about
        found = self.to_move(about.appointment_id, submission.who)
        row = PlanRow(found.known.id, about.call_id, about.wave, found.known.at)
        own = ChangePreview("", found, found.known.at)
        return self._preview(submission, own, row, submission.request.notice)

    def _preview(
        self,
        submission: Submission[Move] | Submission[Cancellation],
        own: ChangePreview,
        row: PlanRow,
        template: str | None,
    ) -> Preview[Appointment, ChangePreview]:
        """Return what was found out, written down; the customer isn't told who must not be texted."""
        known, service = own.timeline.known, self._appointment_service
        silent = service.silent(known.phone) if template else None
        if silent:
            template = None
        told = None
        if template is not None:
            body = texts.rendered(template, known.name, own.at, self.zone)
            told = Planned(effects.sendable(body), None)
        plan = self._write(submission, row, template)
        planned = (*([told] if told else []), *own.reminders)
        masked = phones.mask(known.phone)
        used = (template, known.reminder_text if own.reminders else None)
        templates = tuple(each for each in used if each is not None)
        said = [NOT_TOLD.format(masked=masked, why=WHY_SILENT[silent])] if silent else []
        return Preview(
            known,
            replace(own, plan_id=plan, notice=told, templates=templates),
            service.funds(planned, released=own.timeline.reserved),
            warnings=(*said, *service.nights(known.phone, planned, "The text about it")),
            full=service.sees_numbers(submission.who),
        )

    def _write(
        self, submission: Submission[Move] | Submission[Cancellation], row: PlanRow, notice: str | None
    ) -> str:
        request, who = submission.request, submission.who
        moves = isinstance(request, Move)
        new = NewPlan(
            key=submission.key,
            team_id=who.team_id,
            user_id=who.user_id,
            status=Status.RESCHEDULED if moves else Status.CANCELLED,
            zone=submission.zone.key,
            notice=notice,
            hours=request.hours if isinstance(request, Move) else (),
        )
        with self._database.write() as conn:
            return change_plans.insert_draft(conn, new, (row,), now=self._clock()).id


def _there(found: Timeline | None) -> Timeline:
    if found is None:
        raise UserError(GONE)
    return found
