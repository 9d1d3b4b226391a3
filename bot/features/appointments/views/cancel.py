"""How the form looks that cancels an appointment, and the review of that. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.form import notice as notice_field
from bot.features.appointments.form.notice import Notice
from bot.features.appointments.ids import AppointmentRef, Modal
from bot.features.appointments.move_preview import ChangePreview
from bot.features.appointments.timeline import Timeline
from bot.features.appointments.views import change_review as review_view
from bot.features.appointments.views import message as message_view
from bot.features.appointments.views import notice as notice_view
from bot.features.appointments.views import words as words_view
from bot.features.sends.preview import Preview
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import when
from bot.slack.incoming import metadata
from bot.store.appointments import Appointment

TITLE: Final = "Cancel an appointment"
ACTION: Final = "cancelled"


@dataclass(frozen=True, slots=True)
class CancelState:
    """What the form carries along: what was seen, the person's zone, and what the form says (mrkdwn).

    ``channel`` is where it was started, ``edition`` that of its text.
    """

    appointment_id: str
    call_id: str
    wave: int
    zone: str
    said: str
    channel: str | None = None
    edition: int = 0

    @property
    def about(self) -> AppointmentRef:
        """What was seen."""
        return AppointmentRef(self.appointment_id, self.call_id, self.wave)


@dataclass(frozen=True, slots=True)
class CancelForm:
    """The form as it stands: what the customer is told."""

    state: CancelState
    notice: Notice


def opened(
    timeline: Timeline,
    about: AppointmentRef,
    zone: ZoneInfo,
    now: datetime,
    text: str,
    channel: str | None = None,
) -> Block:
    """Return the form as it is opened, with the ``text`` that is suggested; ``about`` is what was seen."""
    known = timeline.known
    lines = [
        f"*{words_view.person(known)}* · {when(known.at, zone, now)}",
        " ".join([*message_view.called_off(timeline), message_view.OLD_STATUS]),
    ]
    said = "\n".join(lines)
    state = CancelState(about.appointment_id, about.call_id, about.wave, zone.key, said, channel)
    return cancel(CancelForm(state, notice_field.suggested(text)))


def cancel(form: CancelForm) -> Block:
    """Return the form as it stands."""
    state, notice = form.state, form.notice
    return kit.modal(
        callback_id=Modal.CANCEL,
        title=TITLE,
        blocks=[kit.section(state.said), *notice_view.blocks(notice, action=ACTION)],
        submit="Review" if notice.tells else "Cancel appointment",
        close="Keep it",
        metadata=metadata.dump(state),
    )


def review(preview: Preview[Appointment, ChangePreview], zone: ZoneInfo, now: datetime) -> Block:
    """Return the review of a cancellation that the customer is told of."""
    plan = review_view.Review(Modal.CONFIRM_CANCEL, "Cancel appointment", ())
    return review_view.review(preview, plan, zone, now)
