"""The cells of table and data_table blocks as HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.page import rich
from bot.sandbox.page.names import Names

Json = Mapping[str, Any]
PAGE_SIZE = 5  # what Slack shows of a data_table that names none


def cell(value: Json, names: Names) -> str:
    """Return one cell's content as HTML."""
    match value.get("type"):
        case "rich_text":
            return rich.to_html(value, names)
        case "raw_number":
            return html.escape(str(value.get("text") or f"{value.get('value'):,}"))
        case _:
            return html.escape(str(value.get("text", "")))


def table(block: Json, names: Names) -> str:
    """Return a table block; its first row is drawn as the header."""
    settings: Sequence[Json | None] = block.get("column_settings") or []
    aligns = [str((setting or {}).get("align", "left")) for setting in settings]
    return _table(block["rows"][0], block["rows"][1:], names, aligns)


def data_table(block: Json, names: Names, page: int = 0) -> str:
    """Return one page (counted from 0) of a data_table block; numbers stand to the right."""
    header, *rows = block["rows"]
    size = int(block.get("page_size", PAGE_SIZE))
    numeric = [all(row[column].get("type") == "raw_number" for row in rows) for column in range(len(header))]
    aligns = ["right" if column else "left" for column in numeric]
    shown = rows[page * size : (page + 1) * size]
    caption = f"<caption>{html.escape(str(block['caption']))}</caption>"
    return _table(header, shown, names, aligns, caption)


def pages(block: Json) -> int:
    """Return how many pages a data_table has."""
    size = int(block.get("page_size", PAGE_SIZE))
    return -(-(len(block["rows"]) - 1) // size)


def _table(
    header: Sequence[Json],
    rows: Sequence[Sequence[Json]],
    names: Names,
    aligns: Sequence[str],
    caption: str = "",
) -> str:
    def line(tag: str, cells: Sequence[Json]) -> str:
        drawn = "".join(
            f'<{tag} style="text-align:{html.escape(aligns[index]) if index < len(aligns) else "left"}">'
            f"{cell(value, names)}</{tag}>"
            for index, value in enumerate(cells)
        )
        return f"<tr>{drawn}</tr>"

    body = "".join(line("td", row) for row in rows)
    head = line("th", header)
    inner = f"{caption}<thead>{head}</thead><tbody>{body}</tbody>"
    return f'<div class="table-wrap"><table>{inner}</table></div>'
