"""The bar on top: the menu on small screens, and who one acts as."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.page.menu import line, menu_of
from bot.sandbox.page.native import Tag, box, button, icon, words
from bot.sandbox.page.session import Session
from bot.sandbox.page.theme import avatar


class TopBar:
    """Draws itself again when somebody else sat down."""

    def __init__(self, session: Session, toggle_menu: Callable[[], None]) -> None:
        self._session = session
        self._drawn = ""
        with box("topbar", "header"):
            button("", toggle_menu, "bar-button menu-button", label="Menu", symbol="menu")
            with box("bar-note"):
                icon("cloud_off", "small")
                words("A pretend Slack and SMS-iT. Nothing leaves this computer.")
            with box("bar-right"):
                _theme_switch()
                self._seat = box("seat")

    def refresh(self) -> None:
        """Draw what changed."""
        session = self._session
        if session.user == self._drawn:
            return
        self._drawn = session.user
        self._seat.clear()
        name = session.member.real_name
        with self._seat:
            trigger = Tag("button", "seat-now", type="button", aria_label=f"Acting as {name}")
        with trigger:
            words("Acting as", "seat-label")
            avatar(name, "tiny")
            words(name, "seat-name")
            icon("expand_more")
        with menu_of(trigger):
            for member in session.workspace.people.values():
                if not member.is_bot:
                    self._line(member.id, member.real_name, member.title)

    def _line(self, user: str, name: str, title: str) -> None:
        made = line(name, title, lambda: self._session.become(user)).classes("person")
        with made:
            avatar(name, "tiny").move(made, target_index=0)


def _theme_switch() -> None:
    """Draw the switch between light and dark; the browser alone knows and remembers which it is."""
    made = Tag("button", "bar-button theme-switch", type="button", aria_label="Dark mode", title="Dark mode")
    with made:
        icon("dark_mode")
    made.on("click", js_handler="() => demo.turn()")
    made.on("vnodeMounted", js_handler="() => demo.paint()")
