"""rich_text blocks drawn as HTML. Their texts are literal: no markup is read from them."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.page import moments
from bot.sandbox.page.emoji import drawn, with_emoji
from bot.sandbox.page.mrkdwn import link, mention
from bot.sandbox.page.names import Names

Json = Mapping[str, Any]
STYLES = (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s"), ("underline", "u"))
NUMERALS = "1aiA"


def to_html(block: Json, names: Names, now: datetime | None = None) -> str:
    """Return a rich_text block as HTML. `now` (aware) is what "today" in dates is measured from."""
    present = now or datetime.now(UTC)
    return "".join(_piece(piece, names, present) for piece in block.get("elements", []))


def _piece(piece: Json, names: Names, now: datetime) -> str:
    match piece.get("type"):
        case "rich_text_list":
            return _list(piece, names, now)
        case "rich_text_quote":
            return f"<blockquote>{_parts(piece, names, now)}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{_parts(piece, names, now, breaks=False)}</pre>"
        case _:
            return f"<div>{_parts(piece, names, now)}</div>"


def _list(piece: Json, names: Names, now: datetime) -> str:
    tag = "ol" if piece.get("style") == "ordered" else "ul"
    indent = int(piece.get("indent", 0))
    start = int(piece.get("offset", 0)) + 1
    items = "".join(f"<li>{_parts(item, names, now)}</li>" for item in piece.get("elements", []))
    attributes = f' start="{start}" type="{NUMERALS[indent % 3]}"' if tag == "ol" else ""
    return f'<{tag}{attributes} class="indent-{indent}">{items}</{tag}>'


def _parts(piece: Json, names: Names, now: datetime, *, breaks: bool = True) -> str:
    drawn_parts = "".join(_part(part, names, now) for part in piece.get("elements", []))
    return drawn_parts.replace("\n", "<br>") if breaks else drawn_parts


def _part(part: Json, names: Names, now: datetime) -> str:
    kind = str(part.get("type"))
    shown = PARTS[kind](part, names, now) if kind in PARTS else html.escape(f"[{kind}]")
    style = part.get("style") or {}
    for name, tag in STYLES:
        if style.get(name):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown


def _text(part: Json, _names: Names, _now: datetime) -> str:
    return with_emoji(html.escape(str(part.get("text", ""))))


def _link(part: Json, _names: Names, _now: datetime) -> str:
    address = str(part.get("url", ""))
    return link(address, html.escape(str(part.get("text") or address)))


def _emoji(part: Json, _names: Names, _now: datetime) -> str:
    name = str(part.get("name", ""))
    return drawn(name) or html.escape(f":{name}:")


def _date(part: Json, names: Names, now: datetime) -> str:
    instant = datetime.fromtimestamp(int(part.get("timestamp", 0)), UTC)
    return html.escape(moments.written(str(part.get("format", "")), names.local(instant), names.local(now)))


def _colour(part: Json, _names: Names, _now: datetime) -> str:
    colour = html.escape(str(part.get("value", "")))
    return f'<span class="swatch" style="background:{colour}"></span>{colour}'


PARTS: dict[str, Callable[[Json, Names, datetime], str]] = {
    "text": _text,
    "link": _link,
    "emoji": _emoji,
    "user": lambda part, names, _: mention(f"@{names.person(str(part.get('user_id')))}"),
    "channel": lambda part, names, _: mention(f"#{names.channel(str(part.get('channel_id')))}"),
    "usergroup": lambda part, names, _: mention(f"@{names.group(str(part.get('usergroup_id')))}"),
    "broadcast": lambda part, _names, _now: mention(f"@{part.get('range')}"),
    "date": _date,
    "color": _colour,
}
