"""Radio buttons and checkboxes."""

from __future__ import annotations

from nicegui.element import Element

from bot.sandbox.page.mrkdwn import text_object
from bot.sandbox.page.native import Tag, box, markup
from bot.sandbox.page.stage import Json, Stage, title_of


def draw(stage: Stage, block: Json, element: Json, label: str) -> Element:
    """Draw one row per option, each as wide as its words so that it is easy to hit; gives what holds them."""
    many = element["type"] == "checkboxes"
    with box("choices", role="group" if many else "radiogroup", aria_label=label) as group:
        chosen = _chosen(stage, block, element)
        for option in element["options"]:
            _row(stage, block, element, option, chosen)
    return group


def _chosen(stage: Stage, block: Json, element: Json) -> list[str]:
    value = stage.value(block, element)
    if value:
        options = value.get("selected_options") or (
            [value["selected_option"]] if value.get("selected_option") else []
        )
    else:
        first = element.get("initial_option")
        options = element.get("initial_options") or ([first] if first else [])
    return [title_of(option["text"]) for option in options]


def _row(stage: Stage, block: Json, element: Json, option: Json, chosen: list[str]) -> None:
    many = element["type"] == "checkboxes"
    text, now = title_of(option["text"]), stage.session.workspace.clock()
    with box("choice", "label"):
        mark = Tag("input", type="checkbox" if many else "radio", name=str(element["action_id"]))
        if text in chosen:
            mark.props["checked"] = True
        with box("choice-words"):
            markup(text_object(option["text"], stage.session.names, now), tag="span")
            if option.get("description"):
                markup(text_object(option["description"], stage.session.names, now), "hint", tag="span")

    async def pick() -> None:
        if not many:
            await stage.fill(block, element, text)
            return
        if text in chosen:
            chosen.remove(text)
        else:
            chosen.append(text)
        await stage.fill(block, element, list(chosen) or None)

    mark.on("change", pick, args=[])
