"""The form that books: what it holds while it is filled in, and what it asks for when submitted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.appointments import moments, texts
from bot.features.appointments.ids import Part
from bot.features.appointments.request import Wanted
from bot.policy.model import Appointments as Suggested
from bot.slack.forms import FieldErrors, State
from bot.slack.plain_text.emoji import Turned
from bot.slack.writing import message as message_field
from bot.slack.writing import senders as sender_field
from bot.slack.writing import who
from bot.slack.writing.who import Whom
from bot.store.appointments import Status
from bot.texting.sender_ids import Senders

TEXTLESS: Final = "That time has passed, so no text goes with it. Pick a later time, or leave the text out."
OFF: Final = "No text goes with what is cancelled. Choose another status, or leave the text out."

NOBODY: Final = Whom()


@dataclass(frozen=True, slots=True)
class Meta:
    """What the form carries along: where it was started, the person's zone, and a remark (mrkdwn)."""

    channel: str | None = None
    zone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: the raw choices, to be drawn again. ``at`` is aware.

    The texts are what would be sent, ``left_out`` what stands in the fields of those that go out besides.
    """

    meta: Meta
    whom: Whom = NOBODY
    at: datetime | None = None
    status: str = Status.UNCONFIRMED.value
    confirms: bool = False
    confirmation: str = field(default="", repr=False)
    reminds: bool = False
    hours: str = ""
    reminder: str = field(default="", repr=False)
    sender: str = ""
    left_out: tuple[str, ...] = field(default=(), repr=False)


def empty(meta: Meta, suggested: Suggested, whom: Whom = NOBODY) -> Form:
    """Return the form as it is opened."""
    return Form(
        meta,
        whom,
        confirmation=suggested.confirmation,
        hours=str(suggested.reminder_hours),
        reminder=suggested.reminder,
    )


def drafted(view: Mapping[str, Any], meta: Meta, suggested: Suggested) -> Form:
    """Return the form as it stands in a view. A field that was not shown yet has what is suggested for it."""
    state = State.of(view)
    shown = {block.get("block_id") for block in view.get("blocks", ())}

    def text(block: Part, otherwise: str) -> Turned:
        return message_field.read(state, block) if block in shown else Turned(otherwise)

    confirms, reminds = state.ticked(Part.CONFIRMATION), state.ticked(Part.REMINDER)
    confirmation = text(Part.CONFIRMATION_TEXT, suggested.confirmation)
    reminder = text(Part.REMINDER_TEXT, suggested.reminder)

    return Form(
        meta=meta,
        whom=who.read(state),
        at=moments.whole_minute(state.moment(Part.AT)),
        status=state.chosen(Part.STATUS),
        confirms=confirms,
        confirmation=confirmation.text,
        reminds=reminds,
        hours=state.text(Part.HOURS) if Part.HOURS in shown else str(suggested.reminder_hours),
        reminder=reminder.text,
        sender=state.chosen(sender_field.BLOCK),
        left_out=(confirmation.left_out if confirms else ()) + (reminder.left_out if reminds else ()),
    )


def wanted(form: Form, *, senders: Senders, region: str | None, zone: ZoneInfo, now: datetime) -> Wanted:
    """Return what the form asks for; ``zone`` is the account's, ``region`` reads numbers typed in local form.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    to = who.meant(form.whom, region, errors)
    _note(errors, Part.AT, moments.record_mistake(form.at, zone, now))
    textless = _textless(form, now)
    if form.confirms:
        _note(errors, Part.CONFIRMATION, textless)
        _note(errors, Part.CONFIRMATION_TEXT, texts.mistake(form.confirmation))
    if form.reminds:
        _note(errors, Part.REMINDER, textless)
        _note(errors, Part.HOURS, moments.reminder_mistake(form.at, form.hours, now))
        _note(errors, Part.REMINDER_TEXT, texts.mistake(form.reminder))
    if form.status not in set(Status):
        errors[Part.STATUS] = "Choose how it stands."
    sends = form.confirms or form.reminds
    number, alpha = sender_field.meant(senders, form.sender, to if sends else None, errors)
    if errors or to is None or form.at is None:
        raise FieldErrors(errors)
    return Wanted(
        to=to,
        at=form.at,
        status=Status(form.status),
        sender=alpha or number,
        confirmation=form.confirmation if form.confirms else None,
        reminder=form.reminder if form.reminds else None,
        hours=texts.hours_in(form.hours) if form.reminds else None,
    )


def _textless(form: Form, now: datetime) -> str | None:
    """Return why no text can go with it; none when one can."""
    if form.at is not None and form.at <= now:
        return TEXTLESS
    return OFF if form.status == Status.CANCELLED else None


def _note(errors: dict[str, str], block: str, wrong: str | None) -> None:
    if wrong:
        errors[block] = wrong
