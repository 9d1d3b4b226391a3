"""What is said where something was not done, in the place it happened."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block

_ASKED: Final = re.compile(r"(?<=Ask )<[@#!][^>]*>(?:(?:, | or )<[@#!][^>]*>)*")
_MENTION: Final = re.compile(r"<[@#!][^>]*>")


def stays_open(view: Mapping[str, Any], sentence: str) -> dict[str, Any]:
    """Return the answer to a submission that was not done, with which what was typed stays as it is.

    Slack stacks three views: on the third the sentence stands beside its first field, or in its place when
    nothing can be typed in it.
    """
    if not is_third(view):
        return {"response_action": "push", "view": notice(sentence)}
    typed_in = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    if typed_in:
        return {
            "response_action": "errors",
            "errors": {typed_in[0]: in_plain(sentence)},
        }
    return {"response_action": "update", "view": notice(sentence)}


def is_third(view: Mapping[str, Any]) -> bool:
    """Tell whether a modal is the third of a stack, on which Slack puts no other."""
    below = view.get("previous_view_id")
    return bool(below) and below != view.get("root_view_id")


def in_plain(sentence: str) -> str:
    """Return a sentence for where nothing is marked and nobody can be mentioned: beside a field."""
    named = _MENTION.sub("someone else", _ASKED.sub("an admin of the bot", sentence))
    return named.replace("*", "").replace("`", "")


def notice(sentence: str, title: str = "Not done") -> Mapping[str, Any]:
    """Return a modal that only says something."""
    return window([kit.section(sentence)], title)


def window(blocks: Sequence[Block], title: str = "Not done", close: str = "Back") -> Block:
    """Return a modal of these blocks, in which nothing can be done."""
    return kit.modal(callback_id="notice", title=title, blocks=[*blocks], close=close)
