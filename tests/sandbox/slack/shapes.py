"""Small Block Kit pieces for the tests."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello", **more: object) -> Json:
    return {"type": "section", "text": plain(text), **more}


def button(text: str = "Go", action_id: str = "go", **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, block_id: str = "actions") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(text: str, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or text.lower()}


def element(kind: str, action_id: str = "x", **more: object) -> Json:
    return {"type": kind, "action_id": action_id, **more}


def field(label: str, kind: str = "plain_text_input", block_id: str | None = None, **more: object) -> Json:
    """An input block; `block` holds what stands beside the element, the rest goes into the element."""
    beside = more.pop("block", {})
    name = block_id or label.lower()
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": element(kind, f"{name}_action", **more),
        **beside,
    }


def modal(*blocks: Json, **more: object) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": list(blocks) or [section()],
        **more,
    }


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks) or [section()], **more}
