"""How the part of a form looks that tells the customer of a change. Pure."""

from bot.features.appointments.form.notice import Notice
from bot.features.appointments.ids import FEATURE, Part
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.kit import Block

FILLED_IN = (
    "%%Name%% is replaced by the first name, %%Date%% and %%Time%% by the appointment's. %%Name|there%% says "
    "\u201cthere\u201d if there is no name."
)
LABEL = "Text to the customer"


def blocks(notice: Notice, *, action: str, label: str = "Text the customer about it") -> list[Block]:
    """Return the box, and with it ticked the words and what they cost. ``action`` begins their action ids."""
    yes = kit.option(label, "yes")
    box: Block = {"type": "checkboxes", "action_id": f"{FEATURE}.tell_{action}", "options": [yes]}
    if notice.tells:
        box["initial_options"] = [yes]
    found = [kit.field("Customer", Part.TELL, box, optional=True, live=True)]
    if notice.tells:
        element = message_field.live(message_field.element(notice.text, f"{FEATURE}.{action}_text"))
        count = message_field.bare_count_line(notice.text)
        found += [
            kit.field(LABEL, notice.block, element, hint=FILLED_IN, live=True),
            kit.context(count, block_id="count.notice"),
        ]
    return found
