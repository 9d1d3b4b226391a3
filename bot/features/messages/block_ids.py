"""Which message a button was pressed in: told by the ids of the blocks that can be pressed."""

import re
from typing import Final, NamedTuple

from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store.messages import Purpose

_ID: Final = re.compile(r"message:([a-z0-9_]{1,16}):([^:]{1,32}):\d{1,3}")


class Traced(NamedTuple):
    """The message of a subject for one purpose."""

    subject_id: str
    purpose: Purpose


def traced(content: Content, subject_id: str, purpose: Purpose) -> Content:
    """Return a message whose blocks with buttons say whose message it is; nothing of it is to be seen."""
    blocks = (_with_id(block, place, subject_id, purpose) for place, block in enumerate(content.blocks))
    return Content(content.text, tuple(blocks))


def trace(block_id: str) -> Traced | None:
    """Return the message a block belongs to, by its id; None for a block of any other message."""
    found = _ID.fullmatch(block_id)
    if found is None or found[1] not in set(Purpose):
        return None
    return Traced(found[2], Purpose(found[1]))


def _with_id(block: Block, place: int, subject_id: str, purpose: Purpose) -> Block:
    can_be_pressed = block.get("type") == "actions" or "accessory" in block
    if not can_be_pressed or "block_id" in block:
        return block
    return {**block, "block_id": f"message:{purpose}:{subject_id}:{place}"}
