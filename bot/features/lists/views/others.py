"""The button that texts the others of a group one at a time. Pure."""

from bot.features.lists.ids import Action
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block


def button(send_id: str, people: int) -> Block:
    """Return the button for a draft of a broadcast that only so many people of its group may get."""
    others = f"the other {people:,}, one at a time" if people > 1 else "the other person"
    return kit.button(f"Send to {others}", Action.OTHERS, value=send_id, style="primary")
