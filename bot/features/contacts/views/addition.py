"""How the form for a new contact looks, and what came of it. Pure."""

from typing import Final

from bot.features.contacts.addition import LONGEST_NAME, Addition
from bot.features.contacts.form.addition import AdditionState, Form
from bot.features.contacts.ids import FEATURE, Action, Field, Modal
from bot.features.contacts.outcomes import Came, Outcome
from bot.features.contacts.views.filters import group_select
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import in_full
from bot.slack.incoming import metadata

ADDING: Final = "Adding the contact …"
NOTHING: Final = Form()
NEW: Final = AdditionState()
CONSENT: Final = "Add only people who agreed to receive texts."
_ICONS: Final = {
    Came.ADDED: ":white_check_mark:",
    Came.ALREADY: ":information_source:",
    Came.OPTED_OUT: ":no_bell:",
    Came.REFUSED: ":no_entry:",
    Came.UNKNOWN: ":grey_question:",
}
_TITLES: Final = {Came.ADDED: "Contact added", Came.UNKNOWN: "Unconfirmed"}


def form(filled: Form = NOTHING, state: AdditionState = NEW) -> Block:
    """Return the form, filled in with what is known of the new contact."""
    picker = {"type": "datepicker", "action_id": f"{FEATURE}.{Field.BIRTHDAY}"}
    email = {"type": "email_text_input", "action_id": f"{FEATURE}.{Field.EMAIL}"}
    return kit.modal(
        callback_id=Modal.ADD,
        title="Add a contact",
        blocks=[
            phone_field.block("Number", Field.NUMBER, filled.number, feature=FEATURE),
            kit.field("Group", Field.GROUP, group_select("", Action.ADD_TO), hint=CONSENT),
            kit.field(
                "Name",
                state.name_block,
                _typed(Field.NAME, filled.name, "Ada Lovelace", LONGEST_NAME),
                optional=True,
            ),
            kit.field("Email", Field.EMAIL, email, optional=True),
            kit.field("Birthday", Field.BIRTHDAY, picker, optional=True),
        ],
        submit="Add",
        metadata=metadata.dump(state),
    )


def outcome(request: Addition, came: Outcome) -> Block:
    """Return what came of it, for who asked: the number is shown in full.

    The form below is done with when the contact was added; else it is one step back, as it was filled in.
    """
    group = kit.escape(kit.truncate(request.group, limits.OPTION_TEXT))
    who = f"*{kit.escape(in_full(request.name, request.number))}*, group *{group}*"
    added = came.came is Came.ADDED
    view = kit.modal(
        callback_id=Modal.NOTICE,
        title=_TITLES.get(came.came, "Not added"),
        blocks=[kit.section(who), kit.section(f"{_ICONS[came.came]} {kit.escape(came.sentence)}")],
        close="Done" if added else "Back",
    )
    return view | {"clear_on_close": added}


def _typed(field: Field, text: str, example: str, longest: int) -> Block:
    return text_input.element(f"{FEATURE}.{field}", longest, text, example=example)
