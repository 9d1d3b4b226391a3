"""The button that texts the others of a group one at a time. Pure."""

from typing import Final

from bot.features.lists.ids import Action
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block

INSTEAD: Final = "Send to the others, one at a time"


def of_held(send_id: str) -> Block:
    """Return the button for a broadcast that is held because of people of its group."""
    return kit.button(INSTEAD, Action.HELD_OTHERS, value=send_id, style="primary")


def button(send_id: str, people: int) -> Block:
    """Return the button for a draft of a broadcast that only so many people of its group may get."""
    others = f"the other {people:,}, one at a time" if people > 1 else "the other person"
    return kit.button(f"Send to {others}", Action.OTHERS, value=send_id, style="primary")
