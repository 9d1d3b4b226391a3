"""How the form of a list looks. Pure: the form as it stands in, a modal out."""

from typing import Final

from bot.features.audiences.service import FIELDS, MOST_DAYS
from bot.features.contacts.views.results import looked_for
from bot.features.lists.faults import ListError
from bot.features.lists.form import OFFERED, Field, Form, Whom, field_of, with_file
from bot.features.lists.ids import FEATURE, Action, Modal
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import people as people_field
from bot.slack.blocks.fields import phone_list as numbers_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming import metadata
from bot.texting import phones, templates
from bot.texting.sender_ids import Senders
from bot.texting.templates import WarningKind
from bot.texting.words import join_and

FIELDS_HINT: Final = (
    "%%Column%% is replaced by that column's value, and %%Column|words%% by the words where it is empty. "
    "The count doesn't include values."
)
PEOPLE_HINT: Final = (
    "%%Name%% is replaced by each person's first name, and %%Name|words%% by the words where there is none. "
    f"You can also use {join_and(f'%%{column}%%' for column in FIELDS[1:])}; the address and the number only "
    "if you see full numbers. "
    "The count doesn't include values."
)
_OWN_FIELDS: Final = frozenset({WarningKind.NAME, WarningKind.UNKNOWN_TOKEN})
"""Warnings about fields of SMS-iT; a list's are filled in before it sees them."""

ABOUT: Final = "CSV with one row per person and column names in the first row. Up to 10 MB."


def compose(form: Form, senders: Senders) -> Block:
    """Return the modal in which a list and its text are given."""
    blocks = [kit.context(form.state.note)] if form.state.note else []
    is_listed = form.state.whom is Whom.LISTED
    blocks += _listed(form) if is_listed else _people(form)
    blocks += _message(form)
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    blocks += schedule.blocks(form, feature=FEATURE, offered=OFFERED)
    blocks += [_group(form)] if is_listed else []
    return kit.modal(
        callback_id=Modal.COMPOSE,
        title="Text a list" if is_listed else "Text people",
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(form.state),
    )


def put_back(form: Form, senders: Senders, fault: ListError) -> Block:
    """Return the form as it was filled in, its file attached, with what is wrong beside its field."""
    again = with_file(form)
    return beside(compose(again, senders), {field_of(again, fault.about): fault.sentence})


def warnings(text: str) -> tuple[str, ...]:
    """Return what SMS-iT may change in a list's text, in sentences that quote nothing."""
    return tuple(each.sentence for each in templates.warnings(text) if each.kind not in _OWN_FIELDS)


def _listed(form: Form) -> list[Block]:
    """Return the fields for numbers somebody has."""
    found = []
    if form.state.file_id and not form.pasted:
        name = kit.escape(phones.mask_in(form.state.name))
        found.append(
            kit.context(f":page_facing_up: *{name}* is attached. Upload another file to replace it.")
        )
    return found + numbers_field.blocks(FEATURE, about=ABOUT, pasted=form.pasted)


def _people(form: Form) -> list[Block]:
    """Return the fields for people of the contacts."""
    search = form.state.search
    found = "" if search is None else f":busts_in_silhouette: {looked_for(search)}"
    return people_field.blocks(form.people, FEATURE, found=found, most_days=MOST_DAYS)


def _message(form: Form) -> list[Block]:
    """Return the message field of all forms, with a hint, and without warnings about fields of SMS-iT."""
    found = message_field.blocks(
        form.message,
        form.state.edition,
        feature=FEATURE,
        group=True,
        left_out=form.left_out,
        answers=form.answers,
    )
    hint = FIELDS_HINT if form.state.whom is Whom.LISTED else PEOPLE_HINT
    found[0]["hint"] = kit.plain(hint, limits.LABEL)
    text = answers_field.filled(form.message, form.answers)
    count = kit.context(
        message_field.bare_count_line(text, group=True, known=(templates.NAME,)), block_id="count"
    )
    return [count if each.get("block_id") == "count" else each for each in found]


def _group(form: Form) -> Block:
    element = groups_field.select(Action.GROUP, form.group, example="Don't add them")
    hint = (
        "SMS-iT only texts contacts. Choose a group to add each number to before its text. If you leave "
        "this empty, numbers not in contacts will be refused; we'll list them."
    )
    return kit.field("Add numbers to a group", Field.GROUP, element, hint=hint, optional=True)
