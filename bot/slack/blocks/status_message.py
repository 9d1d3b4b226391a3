"""The one layout of messages that follow something: how it fares, small print, and decisions. Pure.

Two lines, for whoever reads a channel: everything else is behind the menu beside the first, or in the thread.
"""

from collections.abc import Sequence

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block


def blocks(
    lines: Sequence[str],
    menu: Block,
    small: Sequence[str],
    *,
    chart: Block | None = None,
    notes: Sequence[str] = (),
    facts: Sequence[str] = (),
    buttons: Sequence[Block] = (),
) -> tuple[Block, ...]:
    """Return the blocks of a message. What is text is mrkdwn; nothing stands for what is empty.

    ``lines`` say what it is about and how it fares, with the ``menu`` beside them. ``notes``, a line each,
    stand in the small print before ``small``, whose parts share a line. ``facts`` are what a decision takes,
    and ``buttons`` the decisions.
    """
    found: list[Block] = [{**kit.section("\n".join(filter(None, lines))), "accessory": menu}]
    found += [] if chart is None else [chart]
    found += kit.notes([*filter(None, notes), " · ".join(filter(None, small))])
    found += [kit.section("\n".join(facts))] if facts else []
    found += [kit.actions(buttons)] if buttons else []
    return tuple(found)
