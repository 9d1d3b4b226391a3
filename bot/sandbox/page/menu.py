"""Menus that open from a button and close by themselves: after a choice, on Escape, on a click elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from bot.sandbox.page.native import Act, Tag, set_attributes, words


@contextmanager
def menu_of(trigger: Tag, *, up: bool = False) -> Iterator[None]:
    """Hang a menu on `trigger`; what is drawn inside the `with` stands in it.

    The trigger's click opens and shuts it, whether by finger or key. Quasar's own hears Enter let go, too:
    who chose with Enter lets go on the trigger, which has the focus again by then, and the menu came back.
    """
    set_attributes(trigger, aria_haspopup="menu")
    here, there = ("top left", "bottom left") if up else ("bottom right", "top right")
    with trigger, ui.menu().classes("popup").props("auto-close no-parent-event") as menu:
        set_attributes(menu, anchor=here, self=there, role="menu")
        yield
    trigger.on("click", menu.toggle, args=[])


def line(text: str, about: str, act: Act) -> Tag:
    """Draw one line of a menu, named `text`."""
    made = Tag("button", "popup-line", type="button", role="menuitem", aria_label=text)
    with made:
        words(text)
        if about:
            words(about, "hint")
    made.on("click", lambda _: act(), args=[])
    return made
