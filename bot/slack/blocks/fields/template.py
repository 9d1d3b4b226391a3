"""The field that puts a template into the text of a form."""

from typing import Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields.answers import OF_MESSAGE
from bot.slack.blocks.kit import Block

LABEL: Final = "Insert a template"
EXAMPLE: Final = "Type a template's name"


def block_id(edition: int, of: str = OF_MESSAGE) -> str:
    """Return the block id of the field in one of its editions: in a new one nothing is chosen."""
    return f"template.{of}.{edition}"


def block(edition: int, *, feature: str, of: str = OF_MESSAGE) -> Block:
    """Return the field: a type-ahead over the templates, under the action id ``feature.template``."""
    element: Block = {
        "type": "external_select",
        "action_id": f"{feature}.template",
        "placeholder": kit.plain(EXAMPLE, limits.PLACEHOLDER),
        "min_query_length": 0,
    }
    return kit.field(LABEL, block_id(edition, of), element, optional=True, live=True)
