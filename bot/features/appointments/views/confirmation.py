"""How the confirmations look: everything a person should know before an appointment is booked or moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.appointments import validation
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
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import in_words
from bot.slack.incoming import metadata
from bot.store.appointments import Appointment, Status
from bot.texting import merge, templates, words

STAYS: Final = (
    "SMS-iT adds the new time and may still show the old one in its own calendar: remove it there by hand."
)

IN_THREAD: Final = "Texts will appear in the appointment's thread"

TITLE: Final = "Review appointment"
SENDER: Final = "Texts from"
COST: Final = "Cost of texts"


@dataclass(frozen=True, slots=True)
class ConfirmationState:
    """Which draft a confirmation is about, and what it is booked as."""

    draft_id: str
    status: Status
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class MoveConfirmationState:
    """Which move a confirmation is about: ``at`` is in seconds since 1970, ``hours`` 0 for no reminder."""

    appointment_id: str
    call_id: str
    attempts: int
    at: int
    hours: int


def confirmation(preview: Preview[Appointment, Plan], account_zone: ZoneInfo, now: datetime) -> Block:
    """Return the confirmation of a booking."""
    draft, own = preview.draft, preview.own
    zone = words.zone_or_utc(draft.zone)
    books = words_view.is_booking(own.status, draft.at, draft.created_at)
    over = [kit.context(f":warning: {OVER}")] if draft.at <= draft.created_at else []
    said = (draft.confirmation_text, draft.reminder_text)
    layout = Layout(
        callback_id=Modal.CONFIRM,
        title=TITLE,
        metadata=metadata.dump(ConfirmationState(draft.id, own.status)),
        heading=_heading(preview, draft.at, zone, now),
        submit="Book appointment" if books else "Record",
        sender_label=SENDER,
        cost_label=COST,
        text=_texts(own.texts, zone, now),
        more=[("Status", f"*{words_view.STATUS[own.status]}*")],
        warnings=[*_warnings(own.texts), _nameless(draft, said)],
        below=[*_existing(own.existing), *over],
        small=[*_there(draft.at, zone, account_zone, now), *([IN_THREAD] if own.texts else [])],
        updates=True,
    )
    return confirmation_view.confirmation(preview, layout)


def confirm_move(
    preview: Preview[Appointment, MovePlan], zone: ZoneInfo, account_zone: ZoneInfo, now: datetime
) -> Block:
    """Return the confirmation of a move."""
    known, own = preview.draft, preview.own
    texts = () if own.reminder is None else (own.reminder,)
    layout = Layout(
        callback_id=Modal.CONFIRM_MOVE,
        title=TITLE,
        metadata=metadata.dump(_move(own.request)),
        heading=_heading(preview, own.request.at, zone, now),
        submit="Move appointment",
        sender_label=SENDER,
        cost_label=COST,
        text=[kit.section(_told(own)), *_texts(texts, zone, now)],
        more=[("Moved from", f"*{moments.when(known.at, zone, now)}*")],
        warnings=[*_warnings(texts), _nameless(known, (known.reminder_text,)) if texts else ""],
        below=_existing(own.existing),
        small=[*_there(own.request.at, zone, account_zone, now), STAYS],
    )
    return confirmation_view.confirmation(preview, layout)


def _told(own: MovePlan) -> str:
    """Return what the customer hears of a move: nothing but its reminder, if there is one."""
    said = ["The customer isn't texted about the move."]
    if own.timeline.confirmation_waits:
        said.append("The confirmation text hasn't gone out yet and will be cancelled.")
    if own.reminder is not None:
        said.append("Only this reminder tells them the new time:")
    elif own.timeline.reminds_at is not None:
        said.append("The reminder will be cancelled, and no other one sent.")
    return " ".join(said)


def moved_to(state: MoveConfirmationState, at: datetime) -> Move:
    """Return the move a confirmation was about; ``at`` is its time, aware."""
    return Move(AppointmentRef(state.appointment_id, state.call_id, state.attempts), at, state.hours or None)


def done(said: str) -> Block:
    """Return what is shown when something was done in a modal that has nothing more to ask."""
    return kit.modal(callback_id=Modal.NOTICE, title="Done", blocks=[kit.section(said)], close="Close")


def _heading(preview: Preview[Appointment, Any], at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return whom it is with and when, in plain text."""
    known = preview.draft
    return f"{in_words(known.name, known.number, full=preview.full)} · {moments.when(at, zone, now)}"


def _there(at: datetime, zone: ZoneInfo, account_zone: ZoneInfo, now: datetime) -> list[str]:
    """Return the time in the account's zone, where clocks differ."""
    differs = validation.differs(at, zone, account_zone)
    return [words_view.there(at, account_zone, now)] if differs else []


def _move(request: Move) -> MoveConfirmationState:
    about = request.about
    return MoveConfirmationState(
        about.appointment_id, about.call_id, about.attempts, int(request.at.timestamp()), request.hours or 0
    )


def _texts(planned: tuple[Planned, ...], zone: ZoneInfo, now: datetime) -> list[Block]:
    return [block for each in planned for block in _text(each, zone, now)]


def _text(planned: Planned, zone: ZoneInfo, now: datetime) -> list[Block]:
    at = None if planned.at is None else moments.when(planned.at, zone, now)
    return [
        kit.section("*Confirmation text* now" if at is None else f"*Reminder* {at}"),
        kit.quote(planned.body),
    ]


def _warnings(planned: tuple[Planned, ...]) -> list[str]:
    found = [warning.sentence for each in planned for warning in templates.warnings(each.body)]
    return list(dict.fromkeys(found))


def _nameless(known: Appointment, templates_: Iterable[str | None]) -> str:
    return nameless(templates_) if merge.is_blank(known.name or "") else ""


def _existing(other: Appointment | None) -> list[Block]:
    if other is None or other.status is None:
        return []
    status = words_view.STATUS[other.status].lower()
    text = f":warning: <@{other.user_id}> already booked this contact for that time ({status})."
    return [kit.context(text)]
