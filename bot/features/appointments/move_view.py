"""How the form looks that moves an appointment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.appointments import form_view, moments, texts, wording
from bot.features.appointments.changing import SAME, Move
from bot.features.appointments.form import Form
from bot.features.appointments.form import Meta as FormMeta
from bot.features.appointments.ids import About, Action, Modal, Part
from bot.features.appointments.story import Story
from bot.slack import kit, metadata
from bot.slack.forms import FieldErrors, State
from bot.slack.kit import Block
from bot.texting import words


@dataclass(frozen=True, slots=True)
class Meta:
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
    def about(self) -> About:
        """What was seen."""
        return About(self.appointment_id, self.call_id, self.attempts)


@dataclass(frozen=True, slots=True)
class Moved:
    """The form as it stands: the new time (aware), and the hours typed."""

    at: datetime | None = None
    hours: str = ""


def opened(story: Story, about: About, zone: ZoneInfo, account_zone: ZoneInfo) -> Block:
    """Return the form as it is opened; ``about`` is what the person had seen.

    A reminder that went out named the time before the move: another one is suggested.
    """
    known = story.known
    meta = Meta(
        about.appointment_id,
        about.call_id,
        about.attempts,
        int(known.at.timestamp()),
        zone.key,
        wording.person(known),
        int(known.reminder_text is not None),
    )
    typed = "" if story.is_reminder_cancelled else str(known.reminder_hours or "")
    return move(Moved(known.at, typed), meta, account_zone)


def move(form: Moved, meta: Meta, account_zone: ZoneInfo) -> Block:
    """Return the form as it stands."""
    blocks = [kit.section(f"Appointment with *{meta.whom}*")]
    blocks += form_view.when(Form(FormMeta(zone=meta.zone), at=form.at), account_zone, Action.NEW_AT)
    if meta.reminds:
        blocks.append(form_view.hours(form.hours, optional=True))
    return kit.modal(
        callback_id=Modal.MOVE,
        title="Move an appointment",
        blocks=blocks,
        submit="Check and confirm",
        metadata=metadata.dump(meta),
    )


def drafted(state: State) -> Moved:
    """Return the form as it stands in a view's state."""
    return Moved(moments.whole_minute(state.moment(Part.AT)), state.text(Part.HOURS))


def wanted(form: Moved, meta: Meta, account_zone: ZoneInfo, now: datetime) -> Move:
    """Return the move the form asks for. Raises :exc:`FieldErrors` with what is wrong, beside its field."""
    errors: dict[str, str] = {}
    wrong = moments.mistake(form.at, account_zone, now)
    if wrong is None and form.at is not None and int(form.at.timestamp()) == meta.was:
        wrong = SAME
    if wrong:
        errors[Part.AT] = wrong
    too_late = moments.reminder_mistake(form.at, form.hours, now) if form.hours else None
    if too_late:
        errors[Part.HOURS] = too_late
    if errors or form.at is None:
        raise FieldErrors(errors)
    return Move(meta.about, form.at, texts.hours_in(form.hours) if form.hours else None)


def zone_of(meta: Meta) -> ZoneInfo:
    """Return the person's zone."""
    return words.zone_or_utc(meta.zone)
