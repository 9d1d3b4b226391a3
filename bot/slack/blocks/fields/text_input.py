"""Slack's field for typed text, with what stands in it and an example for when nothing does. Pure."""

from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block


def element(action_id: str, longest: int, text: str = "", *, example: str = "", lines: bool = False) -> Block:
    """Return the input for up to ``longest`` characters, filled in with as many of ``text``.

    ``example`` is shown while it is empty. ``lines`` lets people type several.
    """
    found: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": longest}
    if lines:
        found["multiline"] = True
    if example:
        found["placeholder"] = kit.plain(example, limits.PLACEHOLDER)
    if text:
        found["initial_value"] = text[:longest]
    return found


def live(found: Block) -> Block:
    """Return an input that tells the bot of every character."""
    return {**found, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
