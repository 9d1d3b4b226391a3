"""How the compose form looks. Pure: the form as it stands in, a modal out."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.features.contacts.service import Card
from bot.features.sms.form import ONCE, Compose, Field, Senders, When, message_block
from bot.features.sms.ids import Action, Modal
from bot.slack import kit, limits, metadata
from bot.slack.kit import Block
from bot.texting import phones, segments, templates
from bot.texting.schedules import Repeat

FORCING_SHOWN: Final = 4

WHEN_LABELS: Final = {
    When.NOW: ("Now", ""),
    When.BOT: ("Later, held by the bot", "You can cancel it; you see how it was delivered"),
    When.SMSIT: ("Later, held by SMS-iT", "May repeat; it cannot be cancelled from here"),
}
REPEAT_LABELS: Final = {
    ONCE: "Once",
    Repeat.DAILY: "Every day",
    Repeat.WEEKLY: "Every week",
    Repeat.MONTHLY: "Every month",
    Repeat.YEARLY: "Every year",
}


def compose(form: Compose, senders: Senders) -> Block:
    """Return the modal in which a text is written."""
    blocks: list[Block] = []
    if form.meta.note:
        blocks.append(kit.context(form.meta.note))
    blocks += _recipient(form)
    blocks += _message(form)
    if len(senders.numbers) + len(senders.alphanumeric) > 1:
        blocks.append(_sender(form, senders))
    blocks += _time(form)
    return kit.modal(
        callback_id=Modal.COMPOSE,
        title="Send a text",
        blocks=blocks,
        submit="Check and confirm",
        metadata=metadata.dump(form.meta),
    )


def looking_up(name: str) -> Block:
    """Return what a person sees while the bot looks for the contact they named."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title="One moment",
        blocks=[kit.section(f":mag: Looking for {kit.escape(name)} in your contacts …")],
    )


def contact_option(card: Card) -> Block:
    """Return a person as a type-ahead choice: name, full number for whoever types, and groups."""
    number = phones.pretty(card.number)
    text = f"{kit.cut(card.name, limits.OPTION_TEXT - len(number) - 3)} · {number}" if card.name else number
    note = (
        "Has opted out" if not card.subscribed else kit.cut(", ".join(card.groups), limits.OPTION_DESCRIPTION)
    )
    option = kit.option(text, card.number)
    if note:
        option["description"] = kit.plain(note, limits.OPTION_DESCRIPTION)
    return option


def count_line(text: str) -> str:
    """Return the small print under the message: segments, credits, what forces Unicode, and warnings."""
    if not text:
        return (
            "160 characters to a segment, 70 with characters outside the GSM alphabet. 1 segment = 1 credit."
        )
    measure = segments.measure(text)
    unit = "segment" if measure.segments == 1 else "segments"
    credit = "credit" if measure.segments == 1 else "credits"
    line = (
        f"*{measure.segments} {unit}* · {measure.segments} {credit} · {measure.characters} characters, "
        f"{measure.remaining} left in this segment"
    )
    if measure.upper_bound > measure.segments:
        line += f" · SMS-iT may count up to {measure.upper_bound} credits"
    if measure.forcing:
        shown = ", ".join(
            f"{kit.escape(each.character)} ({each.name})" for each in measure.forcing[:FORCING_SHOWN]
        )
        more = len(measure.forcing) - FORCING_SHOWN
        line += f"\n:warning: Only 70 characters to a segment, because of {shown}"
        line += f" and {more} more" if more > 0 else ""
    for warning in templates.warnings(text):
        line += f"\n:warning: {kit.escape(warning.sentence)}"
    return line


def with_plain_characters(form: Compose) -> Compose:
    """Return the form with its message in plain characters, in a new edition of the field."""
    meta = replace(form.meta, edition=form.meta.edition + 1)
    return replace(form, meta=meta, message=segments.plain(form.message))


def _recipient(form: Compose) -> list[Block]:
    contact: Block = {
        "type": "external_select",
        "action_id": Action.CONTACT,
        "placeholder": kit.plain("Type a name or a number", limits.PLACEHOLDER),
        "min_query_length": 2,
    }
    if form.contact:
        contact["initial_option"] = dict(form.contact)
    number: Block = {
        "type": "plain_text_input",
        "action_id": Action.NUMBER,
        "placeholder": kit.plain("+1 415 555 0100", limits.PLACEHOLDER),
        "max_length": 40,
    }
    if form.number:
        number["initial_value"] = form.number[:40]
    return [
        kit.field("To a contact", Field.CONTACT, contact, optional=True),
        kit.field("or to a number", Field.NUMBER, number, optional=True),
    ]


def _message(form: Compose) -> list[Block]:
    box: Block = {
        "type": "plain_text_input",
        "action_id": Action.MESSAGE,
        "multiline": True,
        "max_length": limits.INPUT_TEXT,
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    if form.message:
        box["initial_value"] = form.message
    blocks = [
        kit.field("Message", message_block(form.meta.edition), box, live=True),
        kit.context(count_line(form.message), block_id="count"),
    ]
    if form.message and segments.plain(form.message) != form.message:
        blocks.append(kit.actions([kit.button("Use plain characters", Action.PLAIN)], block_id="plain"))
    return blocks


def _sender(form: Compose, senders: Senders) -> Block:
    options = [kit.option(phones.pretty(number), number) for number in senders.numbers]
    options += [kit.option(name, name, "Shown as a name; no replies") for name in senders.alphanumeric]
    initial = next((option for option in options if option["value"] == form.sender), options[0])
    element = {
        "type": "static_select",
        "action_id": Action.SENDER,
        "options": options,
        "initial_option": initial,
    }
    return kit.field("From", Field.SENDER, element)


def _time(form: Compose) -> list[Block]:
    options = {when: kit.option(text, when, note) for when, (text, note) in WHEN_LABELS.items()}
    choice = {
        "type": "radio_buttons",
        "action_id": Action.WHEN,
        "options": list(options.values()),
        "initial_option": options[form.when],
    }
    blocks = [kit.field("When", Field.WHEN, choice, live=True)]
    if form.when is not When.NOW:
        blocks.append(
            kit.field("Send at", Field.AT, _moment(Action.AT, form.at), hint="In your own time zone.")
        )
    if form.when is When.SMSIT:
        blocks += _series(form)
    return blocks


def _series(form: Compose) -> list[Block]:
    options = {value: kit.option(text, value) for value, text in REPEAT_LABELS.items()}
    repeat = {
        "type": "static_select",
        "action_id": Action.REPEAT,
        "options": list(options.values()),
        "initial_option": options.get(form.repeat, options[ONCE]),
    }
    blocks = [kit.field("Repeat", Field.REPEAT, repeat, live=True)]
    if form.repeat != ONCE:
        every = {
            "type": "number_input",
            "action_id": Action.EVERY,
            "is_decimal_allowed": False,
            "initial_value": form.every,
            "min_value": "1",
            "max_value": "30",
        }
        blocks.append(kit.field("Every", Field.EVERY, every, hint="1 is each time, 2 every other time …"))
        hint = "The last text goes out at this time at the latest."
        blocks.append(kit.field("Until", Field.UNTIL, _moment(Action.UNTIL, form.until), hint=hint))
    return blocks


def _moment(action: Action, at: datetime | None) -> Block:
    element: Block = {"type": "datetimepicker", "action_id": action}
    if at is not None:
        element["initial_date_time"] = int(at.timestamp())
    return element
