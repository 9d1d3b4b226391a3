"""How it looks that a group may not be texted because of somebody in it, where the others may. Pure."""

from collections.abc import Sequence

from bot.features.broadcast.refusals import ListedError
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.waiting_view import not_possible


def offer(error: ListedError, buttons: Sequence[Block]) -> Block:
    """Return why, with the ways to text the others; what was written is there one step back."""
    view = not_possible(error.sentence)
    return view | {"blocks": [*view["blocks"], *([kit.actions(buttons)] if buttons else [])]}
