"""The field for a group: a type-ahead over the known ones."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block

EXAMPLE: Final = "Type a group's name"


def select(action_id: str, chosen: Mapping[str, Any] | None = None, *, example: str = EXAMPLE) -> Block:
    """Return the select, under an action id that somebody answers with groups; ``chosen`` is an option."""
    element: Block = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": kit.plain(example, limits.PLACEHOLDER),
        "min_query_length": 0,
    }
    if chosen:
        element["initial_option"] = dict(chosen)
    return element
