"""Select menus: a box one types into, and a list below it that gets shorter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nicegui import ui

from bot.sandbox.page.native import Tag, box, button, icon, set_attributes, words

MOST = 100
ESCAPE = """(event) => {
  if (event.target.closest('.picker').querySelector('.picker-menu.hidden')) return;
  event.stopPropagation();
  emit();
}"""
"""Escape shuts the list; when that is shut, the modal."""


ENTERED = "() => { if (!demo.isArriving()) emit(); }"
"""The list opens when somebody comes to the box, and not when a modal opens in it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list. `key` is what the workspace is told."""

    key: str
    text: str
    description: str = ""
    group: str = ""


Look = Callable[[str], Awaitable[list[Choice]]]
Pick = Callable[[list[Choice]], Awaitable[object]]


@dataclass(slots=True)
class Picker:
    """Draws a combobox. `look` gives the lines for the letters typed; `picked` hears of every change."""

    label: str
    placeholder: str
    look: Look
    picked: Pick
    many: bool = False
    chosen: list[Choice] = field(default_factory=list)
    offered: list[Choice] = field(default_factory=list)
    marked: int = 0
    is_open: bool = False
    asked: int = 0
    control: ui.input = field(init=False)
    chips: Tag = field(init=False)
    menu: Tag = field(init=False)
    clear: Tag = field(init=False)

    def draw(self, css: str = "") -> ui.input:
        """Put the combobox on the page, and return its box."""
        with box(f"picker {css}"):
            self.chips = box("chips")
            self.control = ui.input(value=self._resting(), placeholder=self.placeholder).classes("field")
            self.control.props("borderless dense hide-bottom-space autocomplete=off")
            set_attributes(self.control, aria_label=self.label, role="combobox", aria_expanded="false")
            set_attributes(self.control, aria_autocomplete="list")
            self.clear = button("", self._clear, "picker-clear", label=f"Clear {self.label}", symbol="close")
            icon("expand_more", "picker-arrow")
            self.menu = box("picker-menu", role="listbox", aria_label=f"{self.label} options")
        set_attributes(self.control, aria_controls=self.menu.html_id)
        self.control.on_value_change(lambda event: self._typed(event.value or ""))
        self.control.on("focus", self._open, js_handler=ENTERED)
        self.control.on("click", self._open, args=[])
        self.control.on("blur", self._shut, args=[])
        self.control.on("keydown.escape", self._shut, js_handler=ESCAPE)
        self.control.on("keydown.down.prevent", self._down, args=[])
        self.control.on("keydown.up.prevent", lambda _: self._mark(-1), args=[])
        self.control.on("keydown.enter.exact.prevent", self._take_marked, args=[])
        self._redraw_chosen()
        self.menu.set_visibility(False)
        return self.control

    def _resting(self) -> str:
        return self.chosen[0].text if self.chosen and not self.many else ""

    async def _open(self) -> None:
        if not self.is_open:
            self.is_open = True
            await self._offer("")

    async def _typed(self, letters: str) -> None:
        if letters == self._resting() and not self.is_open:
            return
        self.is_open = True
        await self._offer(letters)

    async def _offer(self, letters: str) -> None:
        self.asked += 1
        mine = self.asked
        if not self.offered:
            self._list([], "Loading…")
        found = await self.look(letters)
        if mine != self.asked or not self.is_open or self.control.is_deleted:
            return  # newer letters were typed meanwhile, or the list was left
        self.offered, self.marked = found[:MOST], 0
        self._list(self.offered, "No results")

    def _list(self, choices: list[Choice], otherwise: str) -> None:
        self.menu.clear()
        set_attributes(self.control, aria_activedescendant="")
        with self.menu:
            group = ""
            for index, choice in enumerate(choices):
                if choice.group != group:
                    group = choice.group
                    words(group, "picker-group")
                self._line(index, choice)
            if not choices:
                words(otherwise, "picker-nothing")
        self.menu.set_visibility(True)
        _uncover(self.menu)
        set_attributes(self.control, aria_expanded="true")

    def _line(self, index: int, choice: Choice) -> None:
        is_chosen = choice in self.chosen
        css = "picker-option" + (" marked" if index == self.marked else "") + (" chosen" if is_chosen else "")
        with box(css, role="option", aria_selected=str(is_chosen).lower()) as line:
            words(choice.text, "picker-text")
            if choice.description:
                words(choice.description, "hint")
        if index == self.marked:
            set_attributes(self.control, aria_activedescendant=line.html_id)
        if index == self.marked > 0:
            _uncover(line)
        line.on("mousedown.prevent", lambda _: None, args=[])  # keeps the focus in the box until the click
        line.on("click", lambda _: self._take(choice), args=[])

    async def _down(self) -> None:
        if self.is_open:
            self._mark(1)
        else:
            await self._open()

    def _mark(self, step: int) -> None:
        if self.offered and self.is_open:
            self.marked = (self.marked + step) % len(self.offered)
            self._list(self.offered, "")

    async def _take_marked(self) -> None:
        if self.is_open and self.marked < len(self.offered):
            await self._take(self.offered[self.marked])

    async def _take(self, choice: Choice) -> None:
        if not self.many:
            self.chosen = [choice]
        elif choice in self.chosen:
            self.chosen = [each for each in self.chosen if each != choice]
        else:
            self.chosen = [*self.chosen, choice]
        self._shut()
        self._redraw_chosen()
        await self.picked(list(self.chosen))

    async def _clear(self) -> None:
        self.chosen = []
        self._shut()
        self._redraw_chosen()
        await self.picked([])

    async def _drop(self, choice: Choice) -> None:
        self.chosen = [each for each in self.chosen if each != choice]
        self._redraw_chosen()
        await self.picked(list(self.chosen))

    def _shut(self, _: object = None) -> None:
        self.is_open = False
        self.offered = []
        if self.control.is_deleted:
            return
        self.menu.set_visibility(False)
        set_attributes(self.control, aria_expanded="false", aria_activedescendant="")
        self.control.set_value(self._resting())

    def _redraw_chosen(self) -> None:
        self.clear.set_visibility(bool(self.chosen) and not self.many)
        self.chips.clear()
        if self.many:
            with self.chips:
                for choice in self.chosen:
                    self._chip(choice)

    def _chip(self, choice: Choice) -> None:
        with box("chip"):
            words(choice.text)
            button("", lambda: self._drop(choice), "chip-x", label=f"Remove {choice.text}", symbol="close")


def _uncover(element: Tag) -> None:
    """Scroll as little as it takes to see this: a list may open below the end of its modal."""
    element.run_method("scrollIntoView", {"block": "nearest"})
