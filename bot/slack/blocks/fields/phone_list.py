"""The fields for many numbers at once: a file that is uploaded, or text that is pasted."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import text_input
from bot.slack.blocks.kit import Block

FILE: Final = "file"
PASTED: Final = "pasted"
"""The blocks of these fields; an action id is the feature's name, a dot, and one of them."""


def blocks(feature: str, *, about: str, pasted: str = "") -> list[Block]:
    """Return both fields; ``about`` says what a file should hold, ``pasted`` is what was pasted so far."""
    text = text_input.element(
        f"{feature}.{PASTED}", limits.INPUT_TEXT, pasted, example="+1 415 555 0100", lines=True
    )
    return [
        upload(f"{feature}.{FILE}", about=about, optional=True),
        kit.field("Or paste numbers, one per line", PASTED, text, optional=True),
    ]


def upload(action_id: str, *, about: str, optional: bool = False) -> Block:
    """Return the field for a file alone; ``about`` says what it should hold."""
    file: Block = {
        "type": "file_input",
        "action_id": action_id,
        "filetypes": ["csv", "txt"],
        "max_files": 1,
    }
    return kit.field("Upload a file", FILE, file, hint=about, optional=optional)


def mistakes(file: Mapping[str, Any] | None, pasted: str) -> dict[str, str]:
    """Return what is wrong, by block: one of the two is wanted, and not both."""
    if file and pasted:
        return {PASTED: "Use the file or pasted numbers, not both. Clear one of them."}
    if not file and not pasted:
        return {PASTED: "Upload a file above, or paste numbers here, one per line."}
    return {}
