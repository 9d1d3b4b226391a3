"""What is said where something was not done, in the place it happened."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.slack.blocks import kit

_ASKED: Final = re.compile(r"(?<=Ask )<[@#!][^>]*>(?:(?:, | or )<[@#!][^>]*>)*")
_MENTION: Final = re.compile(r"<[@#!][^>]*>")


def stays_open(view: Mapping[str, Any], sentence: str) -> dict[str, Any]:
    """Return the answer to a submission that was not done, with which what was typed stays as it is.

    Slack stacks three views: on the third the sentence stands beside its first field, or in its place when
    nothing can be typed in it.
    """
    below = view.get("previous_view_id")
    if not below or below == view.get("root_view_id"):
        return {"response_action": "push", "view": notice(sentence)}
    typed_in = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    if typed_in:
        return {
            "response_action": "errors",
            "errors": {typed_in[0]: in_plain(sentence)},
        }
    return {"response_action": "update", "view": notice(sentence)}


def in_plain(sentence: str) -> str:
    """Return a sentence for where nothing is marked and nobody can be mentioned: beside a field."""
    named = _MENTION.sub("someone else", _ASKED.sub("an admin of the bot", sentence))
    return named.replace("*", "").replace("`", "")


def notice(sentence: str, title: str = "Not done") -> Mapping[str, Any]:
    """Return a modal that only says something."""
    return kit.modal(callback_id="notice", title=title, blocks=[kit.section(sentence)], close="Back")
