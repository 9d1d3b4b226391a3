"""How the form looks in which a template is written. Pure."""

from typing import Final

from bot.features.templates.form import EVERYWHERE, HERE, THERE, Form
from bot.features.templates.ids import Action, Field, Modal
from bot.features.templates.service import LONGEST_NAME
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import select, text_input
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting.languages import LANGUAGES

HINT: Final = (
    "Write a placeholder as %%Date%%: the person who inserts the template fills it in. %%Date|soon%% says "
    "\u201csoon\u201d if nothing is filled in. In broadcasts and lists, %%Name%% is each recipient's name."
)
NEEDS_APPROVAL: Final = "It can be used once an approver who wrote no part of it has approved it."
EARLIER: Final = "Another text becomes a new version. Earlier versions are kept."


def form(filled: Form, *, approval: bool) -> Block:
    """Return the modal: for a new template, or for changing one."""
    blocks = _about(filled)
    text = message_field.element(filled.text, Action.TEXT)
    blocks += [
        kit.field("Text", Field.TEXT, text, hint=HINT, live=True),
        kit.context(message_field.bare_count_line(filled.text), block_id="count"),
    ]
    if not filled.is_new:
        blocks.append(kit.context(EARLIER))
    if approval:
        blocks.append(kit.context(NEEDS_APPROVAL))
    return kit.modal(
        callback_id=Modal.FORM,
        title="New template" if filled.is_new else "Edit template",
        blocks=blocks,
        submit="Save",
        close="Back",
        metadata=metadata.dump(filled.state),
    )


def saved(title: str, *, approval: bool) -> str:
    """Return what is said once a version is written. ``title`` is escaped."""
    needs = " It needs approval before it can be used." if approval else " You can insert it in any form now."
    return f":white_check_mark: Saved {title}.{needs}"


def _about(filled: Form) -> list[Block]:
    name = text_input.element(Action.NAME, LONGEST_NAME, filled.name, example="Flu jabs")
    options = {code: kit.option(called, code) for code, called in LANGUAGES.items()}
    chosen = options.get(filled.language)
    languages = select.element(Action.LANGUAGE, options.values(), chosen=chosen, example="Any language")
    found = [
        kit.field("Name", Field.NAME, name),
        kit.field("Language", Field.LANGUAGE, languages, optional=True),
    ]
    return [*found, _scope(filled)] if filled.state.channel or filled.state.of_channel else found


def _scope(filled: Form) -> Block:
    everywhere = kit.option("Everywhere", EVERYWHERE)
    options = {EVERYWHERE: everywhere}
    if filled.state.channel:
        options[HERE] = kit.option("Only in this channel", HERE)
    if filled.state.of_channel not in {"", filled.state.channel}:
        options[THERE] = kit.option("Only in the channel it's for now", THERE)
    element = {
        "type": "radio_buttons",
        "action_id": Action.SCOPE,
        "options": list(options.values()),
        "initial_option": options.get(filled.scope, everywhere),
    }
    return kit.field("Where it can be used", Field.SCOPE, element)
