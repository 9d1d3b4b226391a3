"""A form put back as it was filled in, with what is wrong beside its fields. Pure.

What is known while Slack waits for the answer, Slack itself shows beside the fields. What takes longer to
find out is shown this way, in the place of the view that said to wait.
"""

from collections.abc import Mapping

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block


def beside(form: Block, sentences: Mapping[str, str]) -> Block:
    """Return a form with a sentence under each of these fields, by block id.

    The form it came from may still be open below: with this one, that closes too.
    """
    return {**marked(form, sentences), "clear_on_close": True}


def marked(form: Block, sentences: Mapping[str, str]) -> Block:
    """Return the same for a form that is drawn again where it is."""
    blocks: list[Block] = []
    for block in form["blocks"]:
        blocks.append(block)
        if sentence := sentences.get(str(block.get("block_id", ""))):
            blocks.append(kit.context(f":no_entry: {kit.sentence(sentence)}"))
    return {**form, "blocks": blocks}
