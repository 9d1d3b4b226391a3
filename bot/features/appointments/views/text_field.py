"""How the field of a text looks, whose words are filled in for each customer. Pure."""

from typing import Final

from bot.features.appointments.form.text_field import TextField
from bot.slack.blocks import kit
from bot.slack.blocks.fields import answers as answers_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import template as template_field
from bot.slack.blocks.kit import Block

FILLED_IN: Final = (
    "%%Name%% is replaced by the first name, %%Date%% and %%Time%% by the appointment's. %%Name|there%% says "
    "\u201cthere\u201d if there's no name."
)


def blocks(filled: TextField, *, label: str, action_id: str, count: str) -> list[Block]:
    """Return the field, those for what a template in it asks for, the count, and the templates.

    ``count`` names the block of the count.
    """
    element = message_field.element(filled.text, action_id)
    line = message_field.bare_count_line(answers_field.counted(filled.text, filled.answers))
    return [
        kit.field(label, filled.block, element, hint=FILLED_IN, live=True),
        *answers_field.blocks(filled.text, filled.answers, feature=action_id),
        kit.context(line, block_id=f"count.{count}"),
        template_field.block(filled.edition, feature=action_id, of=filled.of),
    ]
