"""A table to sort and leaf through: in messages only, and never the only place of what it says. Pure.

Source: docs.slack.dev, reference/block-kit/blocks: data_table. It is young: where Slack refuses it, the
message goes without.
"""

from collections.abc import Sequence
from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.visible import visible

DATA_TABLE: Final = "data_table"
LONGEST_CELL: Final = 80
PAGE_SIZE: Final = 10


def data_table(caption: str, rows: Sequence[Sequence[str]]) -> Block:
    """Return a table of plain text; the first row holds the headings, and all are as long as that one.

    What nobody sees of a cell, and what turns its words round, is left out: names of people and files stand
    in it as they were written.
    """
    return {
        "type": DATA_TABLE,
        "caption": visible(caption),
        "page_size": PAGE_SIZE,
        "rows": [
            [{"type": "raw_text", "text": kit.truncate(visible(cell), LONGEST_CELL)} for cell in row]
            for row in rows
        ],
    }
