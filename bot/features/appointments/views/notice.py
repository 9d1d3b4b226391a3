"""How the part of a form looks that tells the customer of a change. Pure."""

from bot.features.appointments.form.notice import Notice
from bot.features.appointments.ids import FEATURE, Part
from bot.features.appointments.views import text_field as text_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block

LABEL = "Text to the customer"


def blocks(notice: Notice, *, action: str, label: str = "Text the customer about it") -> list[Block]:
    """Return the box, and with it ticked the words and what they cost. ``action`` begins their action ids."""
    yes = kit.option(label, "yes")
    box: Block = {"type": "checkboxes", "action_id": f"{FEATURE}.tell_{action}", "options": [yes]}
    if notice.tells:
        box["initial_options"] = [yes]
    found = [kit.field("Customer", Part.TELL, box, optional=True, live=True)]
    if notice.tells:
        prefix = f"{FEATURE}.{action}_text"
        found += text_view.blocks(notice.field, label=LABEL, action_id=prefix, count="notice")
    return found
