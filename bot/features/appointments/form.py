"""The form that books: what it holds while it is filled in, and what it asks for when submitted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.appointments import texts, validation
from bot.features.appointments.ids import Part
from bot.features.appointments.request import Request
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.recipient import RecipientFields
from bot.slack.blocks.plain_text.emoji import Turned
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.appointments import Status
from bot.texting.sender_ids import Senders

TEXTLESS: Final = "That time has passed, so no text goes with it. Pick a later time, or leave the text out."
OFF: Final = "No text goes with what is cancelled. Choose another status, or leave the text out."

NOBODY: Final = RecipientFields()


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form carries along: where it was started, the person's zone, and a remark (mrkdwn)."""

    channel: str | None = None
    zone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: the raw choices, to be drawn again. ``at`` is aware.

    The texts are what would be sent, ``left_out`` what stands in the fields of those that go out besides.
    """

    state: FormState
    whom: RecipientFields = NOBODY
    at: datetime | None = None
    status: str = Status.UNCONFIRMED.value
    confirms: bool = False
    confirmation: str = field(default="", repr=False)
    reminds: bool = False
    hours: str = ""
    reminder: str = field(default="", repr=False)
    sender: str = ""
    left_out: tuple[str, ...] = field(default=(), repr=False)


def empty(state: FormState, suggested: Suggested, whom: RecipientFields = NOBODY) -> Form:
    """Return the form as it is opened."""
    return Form(
        state,
        whom,
        confirmation=suggested.confirmation,
        hours=str(suggested.reminder_hours),
        reminder=suggested.reminder,
    )


def read(view: Mapping[str, Any], state: FormState, suggested: Suggested) -> Form:
    """Return the form as it stands in a view. A field that was not shown yet has what is suggested for it."""
    values = Values.of(view)
    shown = {block.get("block_id") for block in view.get("blocks", ())}

    def text(block: Part, otherwise: str) -> Turned:
        return message_field.read(values, block) if block in shown else Turned(otherwise)

    confirms, reminds = values.ticked(Part.CONFIRMATION), values.ticked(Part.REMINDER)
    confirmation = text(Part.CONFIRMATION_TEXT, suggested.confirmation)
    reminder = text(Part.REMINDER_TEXT, suggested.reminder)

    return Form(
        state=state,
        whom=recipient.read(values),
        at=validation.whole_minute(values.moment(Part.AT)),
        status=values.chosen(Part.STATUS),
        confirms=confirms,
        confirmation=confirmation.text,
        reminds=reminds,
        hours=values.text(Part.HOURS) if Part.HOURS in shown else str(suggested.reminder_hours),
        reminder=reminder.text,
        sender=values.chosen(sender_field.BLOCK),
        left_out=(confirmation.left_out if confirms else ()) + (reminder.left_out if reminds else ()),
    )


def validate(form: Form, *, senders: Senders, region: str | None, zone: ZoneInfo, now: datetime) -> Request:
    """Return what the form asks for; ``zone`` is the account's, ``region`` reads numbers typed in local form.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    to = recipient.meant(form.whom, region, errors)
    _note(errors, Part.AT, validation.record_mistake(form.at, zone, now))
    textless = _textless(form, now)
    if form.confirms:
        _note(errors, Part.CONFIRMATION, textless)
        _note(errors, Part.CONFIRMATION_TEXT, texts.mistake(form.confirmation))
    if form.reminds:
        _note(errors, Part.REMINDER, textless)
        _note(errors, Part.HOURS, validation.reminder_mistake(form.at, form.hours, now))
        _note(errors, Part.REMINDER_TEXT, texts.mistake(form.reminder))
    if form.status not in set(Status):
        errors[Part.STATUS] = "Choose how it stands."
    sends = form.confirms or form.reminds
    number, alpha = sender_field.meant(senders, form.sender, to if sends else None, errors)
    if errors or to is None or form.at is None:
        raise FieldErrors(errors)
    return Request(
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
