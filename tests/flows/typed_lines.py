"""What stands in the form that a typed line opened, and what is given back of the line."""

import pytest

from bot.settings import Mode
from tests.flows.harness import FRONT, Harness

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

ADA_SHOWN = "Ada Lovelace (+1 415-555-0100)"


def value(harness: Harness, block_id: str) -> str:
    """What stands in a field of the modal on top; the value of the choice in a select."""
    assert harness.maya.view is not None
    for block, elements in harness.maya.view.values.items():
        for field, held in elements.items():
            if block == block_id or block.startswith(f"{block_id}."):
                chosen = held.get("selected_option") or {}
                return str(held.get("value") or harness.opened(chosen.get("value") or "", field, block))
    raise LookupError(block_id)


def given_back(harness: Harness, sentence: str, channel: str = FRONT) -> str:
    """What was typed, as the answer for Maya alone gives it back below a sentence."""
    answer = harness.message(sentence, channel)
    assert answer.ephemeral_to == "U0MAYA"
    blocks = [block for block in answer.blocks if block["type"] == "rich_text"]
    assert {block["elements"][0]["type"] for block in blocks} == {"rich_text_preformatted"}
    return "".join(block["elements"][0]["elements"][0]["text"] for block in blocks)
