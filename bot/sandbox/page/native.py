"""Plain HTML elements on a NiceGUI page: what a screen reader and a keyboard already understand."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

Act = Callable[[], Awaitable[object] | object]


class Tag(TextElement):
    """One HTML element, with text in it or others."""

    def __init__(self, tag: str, css: str = "", text: str = "", **attributes: str) -> None:
        super().__init__(tag=tag, text=text)
        if css:
            self.classes(css)
        set_attributes(self, **attributes)


def set_attributes(element: Element, **attributes: str) -> None:
    """Set HTML attributes, `aria_label` for `aria-label`; an empty string takes the attribute away."""
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value:
            element.props[key] = value
        else:
            element.props.pop(key, None)
    element.update()


def box(css: str, tag: str = "div", **attributes: str) -> Tag:
    """Draw an element others go into."""
    return Tag(tag, css, **attributes)


def words(text: str, css: str = "", tag: str = "span") -> Tag:
    """Draw literal text."""
    return Tag(tag, css, text)


def icon(name: str, css: str = "") -> Tag:
    """Draw an icon of the font NiceGUI serves; it says nothing to a screen reader."""
    return Tag("span", f"material-icons {css}", name, aria_hidden="true")


def markup(content: str, css: str = "", tag: str = "div") -> ui.html:
    """Draw HTML of our own making: everything that came from outside was escaped on the way."""
    return ui.html(content, sanitize=False, tag=tag).classes(css)


def button(text: str, act: Act, css: str = "btn", *, label: str = "", symbol: str = "") -> Tag:
    """Draw a button. `label` is its name for those who cannot see the icon `symbol`."""
    made = Tag("button", css, "" if symbol else text, type="button", aria_label=label, title=label)
    if symbol:
        with made:
            icon(symbol)
            if text:
                words(text)
    made.on("click", lambda _: act(), args=[])
    return made


def busy(element: Element, *, is_busy: bool) -> None:
    """Show on a button that its press is still on its way, and let nobody press it twice."""
    if element.is_deleted:
        return
    element.classes(add="busy" if is_busy else "", remove="" if is_busy else "busy")
    set_attributes(element, aria_busy="true" if is_busy else "", disabled="true" if is_busy else "")


def escape(text: object) -> str:
    """Return text as HTML that shows exactly that text."""
    return html.escape(str(text))
