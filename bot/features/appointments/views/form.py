"""How the forms look that book and move an appointment. Pure: the form as it stands in, a modal out."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.appointments import texts, validation
from bot.features.appointments.form.booking import Form, field_of
from bot.features.appointments.ids import FEATURE, Action, Modal, Part
from bot.features.appointments.views import text_field as text_view
from bot.features.appointments.views import words as words_view
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recipient, schedule, text_input
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.appointments import Status
from bot.texting import words
from bot.texting.sender_ids import Senders

TITLE: Final = "Book an appointment"
HOURS_BEFORE: Final = "Hours before the appointment"
SEVERAL: Final = "For several reminders, separate the hours with commas: 48, 2."
OVER: Final = "That time has passed: the appointment is recorded without texts."
_STATUSES: Final = {
    Status.UNCONFIRMED: "",
    Status.CONFIRMED: "",
    Status.CANCELLED: "Booked elsewhere and cancelled",
    Status.RESCHEDULED: "Booked elsewhere and moved to this time",
}
"""What an appointment is recorded as, with a word about those that come of moving and cancelling it."""


def book(form: Form, senders: Senders, account_zone: ZoneInfo, now: datetime) -> Block:
    """Return the modal in which an appointment is booked, or one is recorded that was booked elsewhere."""
    blocks = [kit.context(form.state.note)] if form.state.note else []
    blocks += recipient.blocks(form.whom, feature=FEATURE, label="With")
    blocks += when(form, account_zone)
    if form.at is not None and form.at <= now:
        blocks.append(kit.context(f":warning: {OVER}", block_id="over"))
    options = {
        each.value: kit.option(words_view.STATUS[each], each.value, note) for each, note in _STATUSES.items()
    }
    status = {
        "type": "radio_buttons",
        "action_id": Action.STATUS,
        "options": list(options.values()),
        "initial_option": options.get(form.status, options[Status.UNCONFIRMED.value]),
    }
    blocks.append(kit.field("Status", Part.STATUS, status))
    blocks.append(_box(Part.CONFIRMATION, "Send a confirmation text now", ticked=form.confirms))
    if form.confirms:
        blocks += _text("Confirmation text", Part.CONFIRMATION_TEXT, form)
    blocks.append(_box(Part.REMINDER, "Send a reminder", ticked=form.reminds))
    if form.reminds:
        blocks.append(hours(form.hours))
        blocks += _text("Reminder text", Part.REMINDER_TEXT, form)
    if form.confirms or form.reminds:
        blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    return kit.modal(
        callback_id=Modal.BOOK,
        title=TITLE,
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(form.state),
    )


def when(form: Form, account_zone: ZoneInfo, action: Action = Action.AT) -> list[Block]:
    """Return the picker of date and time, and the same moment in the account's zone where that differs."""
    zone = words.zone_or_utc(form.state.zone)
    at = schedule.moment(action, form.at)
    field = kit.field("Date and time", Part.AT, at, live=True)
    if form.at is None or not validation.differs(form.at, zone, account_zone):
        return [field]
    return [field, kit.context(words_view.there(form.at, account_zone, None), block_id="there")]


def hours(typed: str, *, optional: bool = False) -> Block:
    """Return the field for the hours between a reminder and its appointment."""
    longest = texts.LONGEST_HOURS
    element = text_input.element(Action.HOURS, longest, kit.truncate(typed, longest))
    hint = SEVERAL + (" Leave empty for no reminder." if optional else "")
    return kit.field(HOURS_BEFORE, Part.HOURS, element, hint=hint, optional=optional)


def loading(title: str = TITLE) -> Block:
    """Return what a person sees while their time zone, or a contact, is looked up."""
    return kit.modal(
        callback_id=Modal.NOTICE, title=title, blocks=[kit.section(":calendar: Loading …")], close="Close"
    )


def _box(block: Part, text: str, *, ticked: bool) -> Block:
    yes = kit.option(text, "yes")
    element: Block = {"type": "checkboxes", "action_id": f"{FEATURE}.{block}", "options": [yes]}
    if ticked:
        element["initial_options"] = [yes]
    return kit.field(block.capitalize(), block, element, optional=True, live=True)


def _text(label: str, part: Part, form: Form) -> list[Block]:
    prefix = f"{FEATURE}.{part}"
    return text_view.blocks(field_of(form, part), label=label, action_id=prefix, count=part)
