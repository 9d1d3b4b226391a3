"""How the form of a list looks. Pure: the form as it stands in, a modal out."""

from typing import Final

from bot.features.lists.form import OFFERED, Field, Form
from bot.features.lists.ids import FEATURE, Action, Modal
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import merge, templates
from bot.texting.sender_ids import Senders
from bot.texting.templates import WarningKind

FIELDS_HINT: Final = (
    "Each column can be a field: %%Column%% becomes what stands in that column of the person's row, "
    "and %%Column|words%% says the words where it is empty. "
    "The count is for the text as written here."
)
_OWN_FIELDS: Final = frozenset({WarningKind.NAME, WarningKind.UNKNOWN_TOKEN})
"""Warnings about fields of SMS-iT; a list's are filled in before it sees them."""

ABOUT: Final = "CSV with a row for each person, the names of the columns in its first row. 10 MB at most."


def compose(form: Form, senders: Senders) -> Block:
    """Return the modal in which a list and its text are given."""
    blocks = [kit.context(form.state.note)] if form.state.note else []
    blocks += [*numbers_field.blocks(FEATURE, about=ABOUT, pasted=form.pasted), *_message(form)]
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    blocks += schedule.blocks(form, feature=FEATURE, offered=OFFERED)
    blocks.append(_group(form))
    return kit.modal(
        callback_id=Modal.COMPOSE,
        title="Text a list",
        blocks=blocks,
        submit="Check and confirm",
        metadata=metadata.dump(form.state),
    )


def warnings(text: str) -> tuple[str, ...]:
    """Return what SMS-iT may change in a list's text, in sentences that quote nothing."""
    return tuple(each.sentence for each in templates.warnings(text) if each.kind not in _OWN_FIELDS)


def _message(form: Form) -> list[Block]:
    """Return the message field of all forms, with a hint, and without warnings about fields of SMS-iT."""
    found = message_field.blocks(
        form.message, form.state.edition, feature=FEATURE, group=True, left_out=form.left_out
    )
    found[0]["hint"] = kit.plain(FIELDS_HINT, limits.LABEL)
    found[1] = kit.context(_count(form.message), block_id="count")
    return found


def _count(text: str) -> str:
    """Return the count of a text whose fields are still empty."""
    fields = merge.columns_in(text)
    if not fields:
        return message_field.count_line(text, group=True)
    bare = merge.render(text, dict.fromkeys(fields, ""))
    named = ", ".join(kit.escape(field) for field in fields)
    return f"{message_field.count_line(bare, group=True)}\nFields: {named}"


def _group(form: Form) -> Block:
    element = groups_field.select(Action.GROUP, form.group, example="Leave them out")
    hint = (
        "SMS-iT texts only contacts. Choose a group to add every number of the list to before its text, "
        "or leave this empty: SMS-iT then refuses numbers it does not know, and you see which."
    )
    return kit.field("Add numbers to a group", Field.GROUP, element, hint=hint, optional=True)
