"""What a review says of people whom texts don't reach, and the way to leave them out. Pure."""

from collections.abc import Sequence

from bot.features.lists.ids import Action
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.store.sends.reach import NotReached
from bot.texting import words


def not_reached(found: NotReached, people: int, times: int = 1) -> Sequence[Block]:
    """Return how many of so many people are not reached, and the button that leaves them out.

    There is none where nobody would be left. ``times`` is how often a list repeats, as far as that is known.
    """
    if not found.people:
        return ()
    have = "hasn't" if found.people == 1 else "haven't"
    said = kit.section(
        f":warning: *{found.people:,} of {people:,}* {have} received the last three texts.",
    )
    if found.people >= people:
        return (said,)
    saved = words.pluralize(found.credits * times, "credit")
    button = kit.button(f"Leave out {found.people:,}, save {saved}", Action.ONLY_REACHED)
    return said, kit.actions([button], block_id="reached")


def others(send_id: str, people: int) -> Block:
    """Return the button for a draft of a broadcast of whose group so many people are reached."""
    text = f"Send to the other {people:,}, one at a time" if people > 1 else "Send to the other person"
    return kit.button(text, Action.REACHED_OTHERS, value=send_id)
