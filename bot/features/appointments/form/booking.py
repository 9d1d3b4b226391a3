"""The form that books: what it holds while it is filled in, and what it asks for when submitted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.appointments import texts, validation
from bot.features.appointments.form import text_field
from bot.features.appointments.form.text_field import TextField
from bot.features.appointments.ids import Part
from bot.features.appointments.request import Request
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.fields.answers import NONE, Answers
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.incoming.forms import FieldErrors, Values
from bot.store.appointments import Status
from bot.texting.sender_ids import Senders

TEXTLESS: Final = "That time has passed, so no text can be sent. Pick a later time, or leave the text out."
OFF: Final = "No text is sent for a cancelled appointment. Choose another status, or leave the text out."

NOBODY: Final = RecipientField()


@dataclass(frozen=True, slots=True)
class FormState:
    """What the form carries along: where it was started, the person's zone, and a remark (mrkdwn).

    The editions count how often the bot put other words into a field.
    """

    channel: str | None = None
    zone: str = ""
    note: str = ""
    confirmation_edition: int = 0
    reminder_edition: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: the raw choices, to be drawn again. ``at`` is aware.

    The texts are what stands in their fields, the answers what is put into them, and ``left_out`` what of
    those that go out can't be sent.
    """

    state: FormState
    whom: RecipientField = NOBODY
    at: datetime | None = None
    status: str = Status.UNCONFIRMED.value
    confirms: bool = False
    confirmation: str = field(default="", repr=False)
    reminds: bool = False
    hours: str = ""
    reminder: str = field(default="", repr=False)
    sender: str = ""
    left_out: tuple[str, ...] = field(default=(), repr=False)
    confirmation_answers: Answers = NONE
    reminder_answers: Answers = NONE


def empty(state: FormState, suggested: Suggested, whom: RecipientField = NOBODY) -> Form:
    """Return the form as it is opened."""
    return Form(
        state,
        whom,
        confirmation=suggested.confirmation,
        hours=texts.hours_typed(suggested.reminder_hours),
        reminder=suggested.reminder,
    )


def read(view: Mapping[str, Any], state: FormState, suggested: Suggested, *, answering: bool = False) -> Form:
    """Return the form as it stands in a view. A field that was not shown yet has what is suggested for it.

    ``answering`` when whom it is for was chosen just now, in the question.
    """
    values = Values.of(view)

    def text(part: Part, otherwise: str) -> TextField:
        return text_field.read(values, part, edition(state, part), otherwise)

    confirms, reminds = values.ticked(Part.CONFIRMATION), values.ticked(Part.REMINDER)
    confirmation = text(Part.CONFIRMATION_TEXT, suggested.confirmation)
    reminder = text(Part.REMINDER_TEXT, suggested.reminder)
    return Form(
        state=state,
        whom=recipient.read(values, answering=answering)[0],
        at=validation.whole_minute(values.moment(Part.AT)),
        status=values.chosen(Part.STATUS),
        confirms=confirms,
        confirmation=confirmation.text,
        reminds=reminds,
        hours=values.text(Part.HOURS)
        if Part.HOURS in values.block_ids
        else texts.hours_typed(suggested.reminder_hours),
        reminder=reminder.text,
        sender=values.chosen(sender_field.BLOCK),
        left_out=(confirmation.left_out if confirms else ()) + (reminder.left_out if reminds else ()),
        confirmation_answers=confirmation.answers,
        reminder_answers=reminder.answers,
    )


def edition(state: FormState, part: Part) -> int:
    """Return how often the bot put other words into the field of a text."""
    return state.confirmation_edition if part is Part.CONFIRMATION_TEXT else state.reminder_edition


def field_of(form: Form, part: Part) -> TextField:
    """Return the field of one of its texts."""
    of_confirmation = part is Part.CONFIRMATION_TEXT
    text = form.confirmation if of_confirmation else form.reminder
    answers = form.confirmation_answers if of_confirmation else form.reminder_answers
    return TextField(part, text, edition(form.state, part), answers=answers)


def inserted(form: Form, part: Part, body: str) -> Form:
    """Return the form with a template behind one of its texts.

    Raises :exc:`bot.errors.UserError` where there is no room for it.
    """
    state, of = form.state, text_field.inserted(field_of(form, part), body)
    if part is Part.CONFIRMATION_TEXT:
        state = replace(state, confirmation_edition=of.edition)
        return replace(form, state=state, confirmation=of.text, confirmation_answers=of.answers)
    state = replace(state, reminder_edition=of.edition)
    return replace(form, state=state, reminder=of.text, reminder_answers=of.answers)


def validate(form: Form, *, senders: Senders, region: str | None, zone: ZoneInfo, now: datetime) -> Request:
    """Return what the form asks for; ``zone`` is the account's, ``region`` reads numbers typed in local form.

    Raises :exc:`FieldErrors` with everything that is wrong, beside its field.
    """
    errors: dict[str, str] = {}
    to = recipient.meant(form.whom, region, errors)
    _note(errors, Part.AT, validation.record_mistake(form.at, zone, now))
    textless = _textless(form, now)
    confirmation = reminder = None
    if form.confirms:
        _note(errors, Part.CONFIRMATION, textless)
        confirmation = text_field.settled(field_of(form, Part.CONFIRMATION_TEXT), errors)
    if form.reminds:
        _note(errors, Part.REMINDER, textless)
        _note(errors, Part.HOURS, validation.reminder_mistake(form.at, form.hours, now))
        reminder = text_field.settled(field_of(form, Part.REMINDER_TEXT), errors)
    if form.status not in set(Status):
        errors[Part.STATUS] = "Choose a status."
    sends = form.confirms or form.reminds
    number, alpha = sender_field.meant(senders, form.sender, to if sends else None, errors)
    if errors or to is None or form.at is None:
        raise FieldErrors(errors)
    return Request(
        to=to,
        at=form.at,
        status=Status(form.status),
        sender=alpha or number,
        confirmation=confirmation,
        reminder=reminder,
        hours=texts.hours_in(form.hours) if form.reminds else (),
        is_typed=form.whom.is_typed,
    )


def _textless(form: Form, now: datetime) -> str | None:
    """Return why no text can go with it; none when one can."""
    if form.at is not None and form.at <= now:
        return TEXTLESS
    return OFF if form.status == Status.CANCELLED else None


def _note(errors: dict[str, str], block: str, wrong: str | None) -> None:
    if wrong:
        errors[block] = wrong
