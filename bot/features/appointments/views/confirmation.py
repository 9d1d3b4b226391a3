"""How the confirmations look: everything a person should know before an appointment is booked or moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments.decisions import Move
from bot.features.appointments.ids import AppointmentRef, Modal
from bot.features.appointments.move_preview import MovePlan
from bot.features.appointments.service import Plan
from bot.features.appointments.texts import Planned, nameless
from bot.features.appointments.views import words as words_view
from bot.features.appointments.views.form import OVER
from bot.features.sends.preview import Preview
from bot.features.sends.views import confirmation as confirmation_view
from bot.features.sends.views.confirmation import Layout
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.appointments import Appointment
from bot.texting import merge, templates, words

STAYS: Final = (
    "SMS-iT cannot move an appointment: it is told of the new time, and may keep the old one in its own "
    "calendar. Remove that there by hand."
)

SENDER: Final = "Texts from"
COST: Final = "Cost of its texts"


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and what it is booked as."""

    draft_id: str
    status: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class MoveConfirmationState:
    """Which move a confirmation is about: ``at`` is in seconds since 1970, ``hours`` 0 for no reminder."""

    appointment_id: str
    call_id: str
    attempts: int
    at: int
    hours: int


def confirmation(preview: Preview[Appointment, Plan], account_zone: ZoneInfo) -> Block:
    """Return the confirmation of a booking."""
    draft, own = preview.draft, preview.own
    zone = words.zone_or_utc(draft.zone)
    books = words_view.is_booking(own.status, draft.at, draft.created_at)
    over = [kit.context(f":warning: {OVER}")] if draft.at <= draft.created_at else []
    said = (draft.confirmation_text, draft.reminder_text)
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title="Book this appointment?" if books else "Record appointment?",
        metadata=metadata.dump(ConfirmationState(draft.id, own.status.value)),
        whom=[
            ("With", words_view.person_in_full(draft)),
            ("Status", words_view.STATUS[own.status]),
            ("Date and time", words_view.in_both(draft.at, zone, account_zone)),
        ],
        submit="Book" if books else "Record",
        sender_label=SENDER,
        cost_label=COST,
        text=_texts(own.texts, zone, account_zone),
        warnings=[*_warnings(own.texts), _nameless(draft, said)],
        below=[*_existing(own.existing), *over],
        follows=", its texts in the thread below." if own.texts else ".",
    )
    return confirmation_view.confirmation(preview, layout)


def confirm_move(preview: Preview[Appointment, MovePlan], zone: ZoneInfo, account_zone: ZoneInfo) -> Block:
    """Return the confirmation of a move."""
    known, own = preview.draft, preview.own
    texts = () if own.reminder is None else (own.reminder,)
    called_off = not texts and own.timeline.reminds_at is not None
    off = [kit.context("Its reminder is called off, and no other goes.")] if called_off else []
    layout = Layout(
        callback_id=Modal.CONFIRM_MOVE,
        title="Move this appointment?",
        metadata=metadata.dump(_move(own.request)),
        whom=[
            ("With", words_view.person_in_full(known)),
            ("From", words_view.in_both(known.at, zone, account_zone)),
            ("To", words_view.in_both(own.request.at, zone, account_zone)),
        ],
        submit="Move",
        sender_label=SENDER,
        cost_label=COST,
        text=[*_texts(texts, zone, account_zone), *off],
        warnings=[*_warnings(texts), _nameless(known, (known.reminder_text,)) if texts else ""],
        below=_existing(own.existing),
        small=[STAYS],
    )
    return confirmation_view.confirmation(preview, layout)


def moved_to(state: MoveConfirmationState, at: datetime) -> Move:
    """Return the move a confirmation was about; ``at`` is its time, aware."""
    return Move(AppointmentRef(state.appointment_id, state.call_id, state.attempts), at, state.hours or None)


def done(said: str) -> Block:
    """Return what is shown when something was done in a modal that has nothing more to ask."""
    return kit.modal(callback_id=Modal.NOTICE, title="Done", blocks=[kit.section(said)], close="Close")


def _move(request: Move) -> MoveConfirmationState:
    about = request.about
    return MoveConfirmationState(
        about.appointment_id, about.call_id, about.attempts, int(request.at.timestamp()), request.hours or 0
    )


def _texts(planned: tuple[Planned, ...], zone: ZoneInfo, account_zone: ZoneInfo) -> list[Block]:
    blocks = [block for each in planned for block in _text(each, zone, account_zone)]
    if blocks:
        blocks.append(
            kit.context(f"Date and time in a text are those of {account_zone.key}, the account's zone.")
        )
    return blocks


def _text(planned: Planned, zone: ZoneInfo, account_zone: ZoneInfo) -> list[Block]:
    when = "*Confirmation text*, now" if planned.at is None else "*Reminder*, held by the bot"
    if planned.at is not None:
        when += f" until {words_view.in_both(planned.at, zone, account_zone)}"
    return [kit.section(when), kit.quote(planned.body)]


def _warnings(planned: tuple[Planned, ...]) -> list[str]:
    found = [warning.sentence for each in planned for warning in templates.warnings(each.body)]
    return list(dict.fromkeys(found))


def _nameless(known: Appointment, templates_: Iterable[str | None]) -> str:
    return nameless(templates_) if merge.is_blank(known.name or "") else ""


def _existing(other: Appointment | None) -> list[Block]:
    if other is None or other.status is None:
        return []
    status = words_view.STATUS[other.status].lower()
    text = f":warning: <@{other.user_id}> booked one for this person at that time; it is {status} now."
    return [kit.context(text)]
