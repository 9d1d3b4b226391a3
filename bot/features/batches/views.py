"""The buttons that stop a batch and set it going, as they stand under its message."""

from dataclasses import dataclass

from bot.features.batches.ids import Buttons
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block


@dataclass(frozen=True, slots=True)
class Control:
    """What the buttons of one kind of batch say: what it is called, and what becomes of its rows."""

    noun: str
    under_way: str
    go_on: str
    cancelled: str


def pause(buttons: Buttons, says: Control, value: str) -> Block:
    """Return the button that pauses a batch."""
    ask = kit.confirm(f"Pause this {says.noun}?", says.under_way, "Pause")
    return kit.button("Pause", buttons.pause, value=value, ask=ask)


def resume(buttons: Buttons, says: Control, value: str) -> Block:
    """Return the button that sets a paused batch going."""
    ask = kit.confirm(f"Resume this {says.noun}?", says.go_on, "Resume")
    return kit.button("Resume", buttons.resume, value=value, style="primary", ask=ask)


def cancel(buttons: Buttons, says: Control, value: str) -> Block:
    """Return the button that ends a batch."""
    title, sure = f"Cancel this {says.noun}?", f"Cancel {says.noun}"
    ask = kit.confirm(title, says.cancelled, sure, danger=True)
    return kit.button("Cancel", buttons.cancel, value=value, style="danger", ask=ask)
