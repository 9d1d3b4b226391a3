"""Looks: the style sheet, and a colour and initials for every person."""

from __future__ import annotations

import zlib
from pathlib import Path

from bot.sandbox.page.native import Tag, box, icon, words

STYLE_SHEETS = tuple(Path(__file__).with_name(f"{name}.css") for name in ("colours", "page"))
SCRIPT = Path(__file__).with_name("page.js")
COLOURS = ("#2f6f9f", "#a2542f", "#2f7d5b", "#7a4a9c", "#b03a5b", "#5a6b1f", "#1f7a7a", "#8a5a14")
SEED = 4  # with it no two of the demo's people look alike
BOT_COLOUR = "#1264a3"


def initials(name: str) -> str:
    """Return the first letters of the first and last word."""
    parts = name.split() or ["?"]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def colour(name: str) -> str:
    """Return this name's colour, the same every time."""
    return COLOURS[zlib.crc32(name.encode(), SEED) % len(COLOURS)]


def avatar(name: str, css: str = "", *, is_bot: bool = False) -> Tag:
    """Draw a rounded square with a person's initials, or the bot's speech bubble."""
    made = box(f"avatar {css}", aria_hidden="true")
    made.style(f"background:{BOT_COLOUR if is_bot else colour(name)}")
    with made:
        if is_bot:
            icon("sms")
        else:
            words(initials(name))
    return made
