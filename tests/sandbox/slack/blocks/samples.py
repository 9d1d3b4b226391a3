"""Well-formed Block Kit of a chosen size, for tests to push over an edge."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Text*") -> Json:
    return {"type": "mrkdwn", "text": text}


def letters(count: int) -> str:
    return "a" * count


def section(**own: object) -> Json:
    return {"type": "section", "text": mrkdwn(), **own}


def button(**own: object) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **own}


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"press-{index}") for index in range(count)]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int) -> list[Json]:
    return [{"text": plain(f"Option {index}"), "value": f"value-{index}"} for index in range(count)]


def select(**own: object) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(2), **own}


def choice(kind: str, count: int = 2, **own: object) -> Json:
    return {"type": kind, "action_id": "pick", "options": options(count), **own}


def input_block(element: Json | None = None, **own: object) -> Json:
    typed = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "label": plain("Label"), "element": element or typed, **own}


def confirm(**own: object) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain("Yes"), "deny": plain("No"), **own}


def image(**own: object) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A picture", **own}


def modal(*blocks: Json, **own: object) -> Json:
    body = list(blocks) or [section()]
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": body, **own}


def home(*blocks: Json, **own: object) -> Json:
    return {"type": "home", "blocks": list(blocks), **own}


def message(*blocks: Json, **own: object) -> Json:
    return {"text": "In words", "blocks": list(blocks), **own}


def cell(text: str = "cell") -> Json:
    return {"type": "raw_text", "text": text}


def rows(count: int, columns: int = 2, text: str = "cell") -> list[list[Json]]:
    return [[cell(text) for _ in range(columns)] for _ in range(count)]


def table(count: int = 2, columns: int = 2) -> Json:
    return {"type": "table", "rows": rows(count, columns)}


def data_table(count: int = 3, columns: int = 2, text: str = "cell", **own: object) -> Json:
    return {"type": "data_table", "caption": "Caption", "rows": rows(count, columns, text), **own}


def pie(count: int = 2, **own: object) -> Json:
    segments = [{"label": f"Part {index}", "value": index + 1} for index in range(count)]
    return {
        "type": "data_visualization",
        "title": "Chart",
        "chart": {"type": "pie", "segments": segments},
        **own,
    }


def bars(series: int = 1, points: int = 2, kind: str = "bar") -> Json:
    categories = [f"Day {index}" for index in range(points)]
    lines = [
        {"name": f"Line {index}", "data": [{"label": name, "value": -1} for name in categories]}
        for index in range(series)
    ]
    axis = {"categories": categories, "x_label": "Days", "y_label": "Texts"}
    chart = {"type": kind, "series": lines, "axis_config": axis}
    return {"type": "data_visualization", "title": "Chart", "chart": chart}


def rich_text(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def rich_section(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts) or [{"type": "text", "text": "Words"}]}


def card(**own: object) -> Json:
    return {"type": "card", "title": mrkdwn(), **own}


def container(*children: Json, **own: object) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": list(children), **own}


def alert(**own: object) -> Json:
    return {"type": "alert", "text": mrkdwn("Careful"), **own}
