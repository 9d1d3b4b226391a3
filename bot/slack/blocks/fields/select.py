"""Slack's field for one of a few choices: one is chosen, or an example stands there. Pure."""

from collections.abc import Iterable

from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block


def element(
    action_id: str, options: Iterable[Block], *, chosen: Block | None = None, example: str = ""
) -> Block:
    """Return a select of choices from :func:`kit.option`; ``example`` stands there while none is chosen."""
    found: Block = {"type": "static_select", "action_id": action_id, "options": list(options)}
    if chosen is not None:
        found["initial_option"] = chosen
    if example:
        found["placeholder"] = kit.plain(example, limits.PLACEHOLDER)
    return found
