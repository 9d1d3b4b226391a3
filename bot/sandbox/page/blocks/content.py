"""Blocks that only show something, as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.page import rich
from bot.sandbox.page.blocks import tables
from bot.sandbox.page.mrkdwn import plain, text_object
from bot.sandbox.page.names import Names

Json = Mapping[str, Any]
LOOPBACK = ("127.0.0.1", "localhost")
PICTURE = re.compile(r"!(\[[^\]]*\])")
LEVELS = {
    "info": "info",
    "warning": "warning",
    "error": "error",
    "success": "check_circle",
    "default": "campaign",
}


def image(block: Json, css: str = "picture") -> str:
    """Return an image. Only the sandbox's own pictures are fetched: nothing leaves this computer."""
    alt = html.escape(str(block.get("alt_text", "")))
    address = str(block.get("image_url", ""))
    if is_ours(address):
        return f'<img class="{css}" src="{html.escape(address)}" alt="{alt}">'
    icon = '<span class="material-icons" aria-hidden="true">image</span>'
    words = f'<span class="absent-words">{alt}</span>'
    return f'<span class="{css} absent" role="img" aria-label="{alt}">{icon}{words}</span>'


def is_ours(address: str) -> bool:
    """Tell whether a picture can be fetched without asking anybody outside."""
    parts = urlsplit(address)
    return address.startswith("data:image/") or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def markdown(block: Json) -> str:
    """Return a markdown block's text without HTML and pictures: both could fetch something from outside."""
    return PICTURE.sub(r"\1", str(block["text"]).replace("<", "&lt;"))


def section_text(block: Json, names: Names, now: datetime) -> str:
    """Return a section's text and its fields, two to a line."""
    text = (
        f'<div class="section-text">{text_object(block["text"], names, now)}</div>' if "text" in block else ""
    )
    fields = "".join(
        f'<div class="section-field">{text_object(each, names, now)}</div>'
        for each in block.get("fields", ())
    )
    return text + (f'<div class="section-fields">{fields}</div>' if fields else "")


def _header(block: Json, _names: Names, _now: datetime) -> str:
    return f'<h3 class="block-header">{plain(str(block["text"]["text"]))}</h3>'


def _divider(_block: Json, _names: Names, _now: datetime) -> str:
    return '<hr class="block-divider">'


def _context(block: Json, names: Names, now: datetime) -> str:
    parts = (
        image(each, "context-picture")
        if each["type"] == "image"
        else f"<div>{text_object(each, names, now)}</div>"
        for each in block["elements"]
    )
    return f'<div class="block-context">{"".join(parts)}</div>'


def _image(block: Json, _names: Names, _now: datetime) -> str:
    title = f'<div class="picture-title">{plain(block["title"]["text"])}</div>' if "title" in block else ""
    return title + image(block)


def _rich_text(block: Json, names: Names, now: datetime) -> str:
    return f'<div class="rich">{rich.to_html(block, names, now)}</div>'


def _table(block: Json, names: Names, _now: datetime) -> str:
    return tables.table(block, names)


def _alert(block: Json, names: Names, now: datetime) -> str:
    level = str(block.get("level", "default"))
    icon = f'<span class="material-icons" aria-hidden="true">{LEVELS.get(level, "info")}</span>'
    words = text_object(block["text"], names, now)
    return f'<div class="block-alert {html.escape(level)}" role="status">{icon}<div>{words}</div></div>'


SHOWN: dict[str, Callable[[Json, Names, datetime], str]] = {
    "header": _header,
    "divider": _divider,
    "context": _context,
    "image": _image,
    "rich_text": _rich_text,
    "table": _table,
    "alert": _alert,
}
