"""How the compose form looks. Pure: the form as it stands in, a modal out."""

from dataclasses import replace

from bot.features.contacts.service import Card
from bot.features.sms.form import Compose, Field
from bot.features.sms.ids import FEATURE, Action, Modal
from bot.slack import kit, limits, metadata
from bot.slack.kit import Block
from bot.slack.writing import message as message_field
from bot.slack.writing import senders as sender_field
from bot.slack.writing import times
from bot.slack.writing.senders import Senders
from bot.texting import phones, segments


def compose(form: Compose, senders: Senders) -> Block:
    """Return the modal in which a text is written."""
    blocks: list[Block] = []
    if form.meta.note:
        blocks.append(kit.context(form.meta.note))
    blocks += _recipient(form)
    blocks += message_field.blocks(form.message, form.meta.edition, feature=FEATURE)
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    blocks += times.blocks(form, feature=FEATURE)
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
