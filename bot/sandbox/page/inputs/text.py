"""Text, number, email and web address fields."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.element import Element

from bot.sandbox.page.native import set_attributes
from bot.sandbox.page.stage import Json, Stage, title_of
from bot.sandbox.slack.field_values import Typed

KINDS = {"number_input": "number", "email_text_input": "email", "url_text_input": "url"}
EVERY_CHARACTER = "on_character_entered"


def draw(stage: Stage, block: Json, element: Json, label: str) -> Element:
    """Draw a typed field. It tells the bot on every character or on Enter, as its dispatch config says."""
    multiline = bool(element.get("multiline"))
    value = str(stage.value(block, element).get("value") or element.get("initial_value") or "")
    placeholder = title_of(element.get("placeholder"))

    async def fill(content: Typed) -> None:
        await stage.fill(block, element, content)

    strokes = stage.keystrokes(fill)
    kind = ui.textarea if multiline else ui.input
    control = (
        kind(value=value, placeholder=placeholder)
        .classes("field")
        .props("borderless dense hide-bottom-space")
    )
    set_attributes(control, aria_label=label, maxlength=str(element.get("max_length", "")))
    if multiline:
        control.props("autogrow")
    if element["type"] in KINDS:
        set_attributes(
            control,
            type=KINDS[element["type"]],
            step="any" if element.get("is_decimal_allowed") else "",
            min=str(element.get("min_value", "")),
            max=str(element.get("max_value", "")),
        )
    if element.get("focus_on_load"):
        control.props("autofocus")

    async def on_change(event: Any) -> None:  # noqa: ANN401  NiceGUI's event
        await strokes.type(event.value or None)

    async def on_enter() -> None:
        await strokes.type(control.value or None)

    if tells_at_once(block, element):
        control.on_value_change(on_change)
    else:
        control.on("keydown.enter", on_enter, args=[])
        control.on("blur", on_enter, args=[])
    return control


def tells_at_once(block: Json, element: Json) -> bool:
    """Tell whether every character may go out: nobody is told, or the bot wants to be told of each."""
    if not block.get("dispatch_action"):
        return True
    wanted = (element.get("dispatch_action_config") or {}).get("trigger_actions_on", ())
    return EVERY_CHARACTER in wanted
