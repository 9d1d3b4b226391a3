"""Interactive elements: buttons and menus here, fields by their own files."""

from __future__ import annotations

from collections.abc import Callable

from nicegui.element import Element

from bot.sandbox.page.inputs import choices, files, moments, selects, text
from bot.sandbox.page.menu import line, menu_of
from bot.sandbox.page.mrkdwn import plain
from bot.sandbox.page.native import Tag, busy, button, icon, markup, words
from bot.sandbox.page.stage import Json, Stage, title_of

Draw = Callable[[Stage, Json, Json, str], Element]

FIELDS: dict[str, Draw] = {
    "plain_text_input": text.draw,
    "number_input": text.draw,
    "email_text_input": text.draw,
    "url_text_input": text.draw,
    "datepicker": moments.draw,
    "timepicker": moments.draw,
    "datetimepicker": moments.draw,
    "radio_buttons": choices.draw,
    "checkboxes": choices.draw,
    "file_input": files.draw,
}
STYLES = {"primary": "btn primary", "danger": "btn danger"}


def draw(stage: Stage, block: Json, element: Json, label: str = "") -> Element | None:
    """Draw one element of an actions or input block, or a section's accessory; gives it if it is a field."""
    kind = element["type"]
    name = label or title_of(element.get("placeholder")) or kind.replace("_", " ")
    if kind == "button":
        _button(stage, block, element)
    elif kind == "overflow":
        _overflow(stage, block, element)
    elif kind.endswith("_select"):
        return selects.draw(stage, block, element, name)
    elif kind in FIELDS:
        return FIELDS[kind](stage, block, element, name)
    else:
        words(f"[{kind}]", "hint")
    return None


def _button(stage: Stage, block: Json, element: Json) -> None:
    css = STYLES.get(element.get("style", ""), "btn")
    address = element.get("url")
    label = str(element.get("accessibility_label", ""))
    if address:
        made = Tag("a", css, href=str(address), target="_blank", rel="noopener noreferrer", aria_label=label)
    else:
        made = Tag("button", css, type="button", aria_label=label)
    with made:
        markup(plain(title_of(element["text"])), tag="span")
        if address:
            icon("open_in_new", "small")

    async def press() -> None:
        busy(made, is_busy=True)
        try:
            await stage.press(block, element)
        finally:
            busy(made, is_busy=False)

    made.on("click", press, args=[])


def _overflow(stage: Stage, block: Json, element: Json) -> None:
    trigger = button("", lambda: None, "btn overflow-dots", label="More options", symbol="more_horiz")
    with menu_of(trigger):
        for option in element["options"]:
            _overflow_line(stage, block, element, option)


def _overflow_line(stage: Stage, block: Json, element: Json, option: Json) -> None:
    text = title_of(option["text"])

    async def press() -> None:
        await stage.press(block, element, text)

    line(text, title_of(option.get("description")), press)
