"""How the form looks that moves an appointment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments import texts, validation
from bot.features.appointments.decisions import SAME, Move
from bot.features.appointments.form import notice as notice_field
from bot.features.appointments.form.booking import Form, FormState
from bot.features.appointments.form.notice import Notice
from bot.features.appointments.ids import Action, AppointmentRef, Modal, Part
from bot.features.appointments.move_preview import ChangePreview
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import change_review as review_view
from bot.features.appointments.views import confirmation as confirmation_view
from bot.features.appointments.views import form as form_view
from bot.features.appointments.views import notice as notice_view
from bot.features.appointments.views import words as words_view
from bot.features.sends.preview import Preview
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.appointments import Appointment
from bot.texting import words

STAYS: Final = (
    "SMS-iT adds the new time and may still show the old one in its own calendar: remove it there by hand."
)
ACTION: Final = "moved"


@dataclass(frozen=True, slots=True)
class MoveState:
    """What the form carries along: what was seen, the time it has (seconds since 1970), the person's zone.

    ``reminds`` is 1 when there is a reminder's text to be sent anew; ``whom`` says who it is with, escaped.
    ``channel`` is where it was started, ``edition`` that of its text.
    """

    appointment_id: str
    call_id: str
    wave: int
    was: int
    zone: str
    whom: str
    reminds: int = 0
    channel: str | None = None
    edition: int = 0

    @property
    def about(self) -> AppointmentRef:
        """What was seen."""
        return AppointmentRef(self.appointment_id, self.call_id, self.wave)


@dataclass(frozen=True, slots=True)
class MoveForm:
    """The form as it stands: the new time (aware), the hours typed, and what the customer is told."""

    state: MoveState
    at: datetime | None
    hours: str
    notice: Notice


def opened(
    timeline: Timeline,
    about: AppointmentRef,
    zone: ZoneInfo,
    account_zone: ZoneInfo,
    text: str,
    channel: str | None = None,
) -> Block:
    """Return the form as it is opened, with the ``text`` that is suggested; ``about`` is what was seen.

    A reminder that went out named the time before the move: another one is suggested.
    """
    known = timeline.known
    state = MoveState(
        about.appointment_id,
        about.call_id,
        about.wave,
        int(known.at.timestamp()),
        zone.key,
        words_view.person(known),
        int(known.reminder_text is not None),
        channel,
    )
    typed = "" if timeline.is_reminder_cancelled else texts.hours_typed(known.hours_before)
    return move(MoveForm(state, known.at, typed, notice_field.suggested(text)), account_zone)


def move(form: MoveForm, account_zone: ZoneInfo) -> Block:
    """Return the form as it stands."""
    state = form.state
    blocks = [kit.section(f"Appointment with *{state.whom}*")]
    blocks += form_view.when(Form(FormState(zone=state.zone), at=form.at), account_zone, Action.NEW_AT)
    if state.reminds:
        blocks.append(form_view.hours(form.hours, optional=True))
    blocks += notice_view.blocks(form.notice, action=ACTION, label="Text the customer the new time")
    return kit.modal(
        callback_id=Modal.MOVE,
        title="Move an appointment",
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(state),
    )


def read(values: Values, state: MoveState, suggested: str) -> MoveForm:
    """Return the form as it stands in a view's state; ``suggested`` is the text for the customer."""
    at, notice = values.moment(Part.AT), notice_field.read(values, suggested, state.edition)
    return MoveForm(state, validation.whole_minute(at), values.text(Part.HOURS), notice)


def validate(form: MoveForm, account_zone: ZoneInfo, now: datetime) -> Move:
    """Return the move the form asks for. Raises :exc:`FieldErrors` with what is wrong, beside its field."""
    state, errors = form.state, dict[str, str]()
    wrong = validation.mistake(form.at, account_zone, now)
    if wrong is None and form.at is not None and int(form.at.timestamp()) == state.was:
        wrong = SAME
    if wrong:
        errors[Part.AT] = wrong
    too_late = validation.reminder_mistake(form.at, form.hours, now) if form.hours else None
    if too_late:
        errors[Part.HOURS] = too_late
    told = notice_field.settled(form.notice, errors)
    if errors or form.at is None:
        raise FieldErrors(errors)
    return Move(state.about, form.at, texts.hours_in(form.hours), told)


def review(
    preview: Preview[Appointment, ChangePreview], zone: ZoneInfo, account_zone: ZoneInfo, now: datetime
) -> Block:
    """Return the review of a move; ``zone`` is the person's."""
    small = (*confirmation_view.there(preview.own.at, zone, account_zone, now), STAYS)
    of = review_view.Review(Modal.CONFIRM_MOVE, "Move appointment", small)
    return review_view.review(preview, of, zone, now)


def zone_of(state: MoveState) -> ZoneInfo:
    """Return the person's zone."""
    return words.zone_or_utc(state.zone)
