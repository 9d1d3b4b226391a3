"""How the form looks that moves an appointment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.appointments import texts, validation
from bot.features.appointments.decisions import SAME, Move
from bot.features.appointments.form import Form, FormState
from bot.features.appointments.ids import Action, AppointmentRef, Modal, Part
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import form as form_view
from bot.features.appointments.views import words as words_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.texting import words


@dataclass(frozen=True, slots=True)
class MoveState:
    """What the form carries along: what was seen, the time it has (seconds since 1970), the person's zone.

    ``reminds`` is 1 when there is a reminder's text to be sent anew; ``whom`` says who it is with, escaped.
    """

    appointment_id: str
    call_id: str
    attempts: int
    was: int
    zone: str
    whom: str
    reminds: int = 0

    @property
    def about(self) -> AppointmentRef:
        """What was seen."""
        return AppointmentRef(self.appointment_id, self.call_id, self.attempts)


@dataclass(frozen=True, slots=True)
class MoveForm:
    """The form as it stands: the new time (aware), and the hours typed."""

    at: datetime | None = None
    hours: str = ""


def opened(timeline: Timeline, about: AppointmentRef, zone: ZoneInfo, account_zone: ZoneInfo) -> Block:
    """Return the form as it is opened; ``about`` is what the person had seen.

    A reminder that went out named the time before the move: another one is suggested.
    """
    known = timeline.known
    state = MoveState(
        about.appointment_id,
        about.call_id,
        about.attempts,
        int(known.at.timestamp()),
        zone.key,
        words_view.person(known),
        int(known.reminder_text is not None),
    )
    typed = "" if timeline.is_reminder_cancelled else str(known.reminder_hours or "")
    return move(MoveForm(known.at, typed), state, account_zone)


def move(form: MoveForm, state: MoveState, account_zone: ZoneInfo) -> Block:
    """Return the form as it stands."""
    blocks = [kit.section(f"Appointment with *{state.whom}*")]
    blocks += form_view.when(Form(FormState(zone=state.zone), at=form.at), account_zone, Action.NEW_AT)
    if state.reminds:
        blocks.append(form_view.hours(form.hours, optional=True))
    return kit.modal(
        callback_id=Modal.MOVE,
        title="Move an appointment",
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(state),
    )


def read(values: Values) -> MoveForm:
    """Return the form as it stands in a view's state."""
    return MoveForm(validation.whole_minute(values.moment(Part.AT)), values.text(Part.HOURS))


def validate(form: MoveForm, state: MoveState, account_zone: ZoneInfo, now: datetime) -> Move:
    """Return the move the form asks for. Raises :exc:`FieldErrors` with what is wrong, beside its field."""
    errors: dict[str, str] = {}
    wrong = validation.mistake(form.at, account_zone, now)
    if wrong is None and form.at is not None and int(form.at.timestamp()) == state.was:
        wrong = SAME
    if wrong:
        errors[Part.AT] = wrong
    too_late = validation.reminder_mistake(form.at, form.hours, now) if form.hours else None
    if too_late:
        errors[Part.HOURS] = too_late
    if errors or form.at is None:
        raise FieldErrors(errors)
    return Move(state.about, form.at, texts.hours_in(form.hours) if form.hours else None)


def zone_of(state: MoveState) -> ZoneInfo:
    """Return the person's zone."""
    return words.zone_or_utc(state.zone)
