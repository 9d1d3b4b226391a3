"""What a person sees while something is found out, and when it can't be done. Pure."""

from typing import Final

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block

NOTICE: Final = "checking"
TITLE: Final = "Checking"


def waiting(said: str) -> Block:
    """Return what a person sees meanwhile."""
    return kit.modal(
        callback_id=NOTICE,
        title=TITLE,
        blocks=[kit.section(f":hourglass_flowing_sand: {kit.escape(said)}")],
        close="Back",
    )


def not_possible(sentence: str) -> Block:
    """Return why it cannot be done where no field can mend it; what was written is there one step back."""
    return kit.modal(
        callback_id=NOTICE,
        title="Not possible",
        blocks=[kit.section(f":no_entry: {kit.sentence(sentence)}")],
        close="Back",
    )
