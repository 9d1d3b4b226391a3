"""How what waits for a person's decision looks, where there are several of a sort. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.features.sends.ids import UNDECIDED, Action
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block

NOTHING: Final = "Nothing here needs attention any more."
MORE: Final = "More appear here as you decide these."


def summary(counts: Sequence[tuple[int, str]]) -> list[Block]:
    """Return one line for all sorts, each with how many there are, and the way to them; nothing for none."""
    if not counts:
        return []
    line = kit.section(" · ".join(f"*{count:,} {what}*" for count, what in counts))
    line["accessory"] = kit.button("View", Action.VIEW_UNDECIDED)
    return [line]


def modal(drawn: Sequence[Sequence[Block]], *, has_more: bool) -> Block:
    """Return them as their messages show them, as many as a modal holds."""
    blocks: list[Block] = []
    for each in drawn:
        if len(blocks) + len(each) >= limits.VIEW_BLOCKS:
            has_more = True
            break
        blocks += each
    found = [*blocks, kit.context(MORE)] if has_more else blocks
    return kit.modal(
        callback_id=UNDECIDED,
        title="Needs attention",
        blocks=found or [kit.section(NOTHING)],
        close="Close",
    )
