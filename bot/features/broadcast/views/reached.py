"""What a review says of people in a group whom texts don't reach. Pure."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.features.broadcast.views.confirmation_words import Shown
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block

NOT_KNOWN: Final = (
    "A broadcast can't skip anyone. Broadcasts don't count here, because SMS-iT reports them by figures, not "
    "by person."
)

Instead = Callable[[str, int], Block]
"""Makes a button from the id of a draft and how many people of its group are reached."""


def not_reached(preview: Shown, instead: Sequence[Instead]) -> Sequence[Block]:
    """Return how many at least are not reached, and the ways to text the others; none for a series."""
    found, people = preview.own.not_reached, preview.own.members.people
    if not found:
        return ()
    have = "hasn't" if found == 1 else "haven't"
    said = f":warning: *{found:,} of {people:,}* {have} received the last three texts. {NOT_KNOWN}"
    if found >= people or preview.draft.recurrence is not None:
        return (kit.section(said),)
    buttons = [make(preview.draft.id, people - found) for make in instead]
    return (kit.section(said), *([kit.actions(buttons, block_id="reached")] if buttons else ()))
