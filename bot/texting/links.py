"""Links in a text: they are long, and often what makes it a segment more."""

import re
from typing import Final

from bot.texting import segments

_LINK: Final = re.compile(
    r"\s?(?<![^\s(])(?:https?://|www\.|(?:[a-z0-9-]++\.)++[a-z]{2,}+/)[^\s)]++", re.IGNORECASE
)
"""With a scheme, or as phones make one of it without: ``www.example.com``, ``bit.ly/3xYz``."""


def count(text: str) -> int:
    """Return how many links there are in a text."""
    return len(_LINK.findall(text))


def segments_without(text: str) -> int:
    """Return how many segments a text takes without its links, by the stated rule."""
    return segments.measure(_LINK.sub("", text)).segments
