"""Where blocks stand and act: one message, the modal on top, or the Home tab of one person."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nicegui import ui

from bot.sandbox.page.keystrokes import Keystrokes
from bot.sandbox.page.mrkdwn import text_object
from bot.sandbox.page.native import box, button, markup
from bot.sandbox.page.session import Session
from bot.sandbox.slack.field_values import Typed
from bot.sandbox.slack.model import Answer, Message, OpenView, Payload
from bot.sandbox.slack.placed import words

Json = Mapping[str, Any]


def title_of(text: object) -> str:
    """Return the words of a text object."""
    return words(text)


@dataclass(slots=True)
class Stage:
    """Carries what is typed and pressed in some blocks to the person who does it."""

    session: Session
    message: Message | None = None
    current: Callable[[], OpenView | None] = lambda: None
    strokes: list[Keystrokes] = field(default_factory=list)
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """Whose turn it is to fill in a field: what was entered later arrives later, and so it counts."""

    def value(self, block: Json, element: Json) -> Payload:
        """Return the state value of a field; empty when it has none."""
        view = self.current()
        if view is None:
            return {}
        return dict(view.values.get(block["block_id"], {}).get(element["action_id"], {}))

    async def press(self, block: Json, element: Json, option: str = "") -> None:
        """Press a button, or an overflow menu's option, after its confirm dialog was accepted."""
        if element.get("confirm") and not await confirmed(element["confirm"], self.session):
            return
        await self.settle()  # what stands in fields goes along
        name = calling(block, element)
        person = self.session.person
        label = option or title_of(element.get("text")) or "That"
        await self.session.act(label, lambda: person.press(name, self.message, option=option))

    async def fill(self, block: Json, element: Json, value: Typed) -> Answer | None:
        """Put a value into a field; None clears it."""
        if element.get("confirm") and not await confirmed(element["confirm"], self.session):
            return None
        name = calling(block, element)
        person = self.session.person
        label = title_of(block.get("label")) or "That"
        async with self.turns[name]:
            return await self.session.act(label, lambda: person.fill(name, value, self.message))

    async def suggestions(self, block: Json, element: Json, typed: str) -> list[Payload]:
        """Ask the bot what it offers for the letters typed into an external select."""
        name = calling(block, element)
        person = self.session.person
        found = await self.session.act("The menu", lambda: person.suggestions(name, typed, self.message))
        return found or []

    def keystrokes(self, fill: Callable[[Typed], Awaitable[object]]) -> Keystrokes:
        """Return a field's keystrokes, which `settle` waits for."""
        made = Keystrokes(fill)
        self.strokes.append(made)
        return made

    async def settle(self) -> None:
        """Wait until everything typed or chosen has arrived."""
        for strokes in self.strokes:
            await strokes.settle()
        for turn in tuple(self.turns.values()):
            async with turn:
                pass


def calling(block: Json, element: Json) -> str:
    """Return a name that means exactly this element; rows of a list often share texts and action ids."""
    return f"{block['block_id']}/{element['action_id']}"


async def confirmed(confirm: Json, session: Session) -> bool:
    """Show a confirm dialog and return what the person decided."""
    danger = confirm.get("style") == "danger"
    page = ui.context.client.content  # not where the button stands: that may be redrawn while somebody thinks
    with (
        page,
        ui.dialog() as dialog,
        box("confirm", role="alertdialog", aria_label=title_of(confirm["title"])),
    ):
        markup(text_object(confirm["title"], session.names), "confirm-title")
        markup(text_object(confirm["text"], session.names, session.workspace.clock()), "confirm-text")
        with box("confirm-buttons"):
            button(title_of(confirm["deny"]), lambda: dialog.submit(False))
            button(
                title_of(confirm["confirm"]),
                lambda: dialog.submit(True),
                "btn danger solid" if danger else "btn primary",
            )
    answer = await dialog
    dialog.delete()
    return bool(answer)
