"""From Slack's markup to the words a person reads, for a message that goes out as a text."""

import re
from typing import Final

_LINK: Final = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def unformat(text: str) -> str:
    """Return a Slack message's words: links by their address, mentions by their label, entities undone.

    A mention without a label (a bare user or channel id) means nothing outside Slack and is left out.
    """
    plain = _LINK.sub(_words, text)
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    return plain.strip()


def _words(match: re.Match[str]) -> str:
    target, label = match["target"], match["label"]
    if target.startswith(("@", "#", "!")):
        return label or ""
    return target.removeprefix("mailto:").removeprefix("tel:")
