"""Keystrokes on their way: one at a time, the latest always last, none lost before a submit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.sandbox.slack.field_values import Typed


class Keystrokes:
    """Passes on one field's newest content; while one is on its way, newer ones replace each other."""

    def __init__(self, fill: Callable[[Typed], Awaitable[object]]) -> None:
        self._fill = fill
        self._waiting: list[Typed] = []
        self._idle = asyncio.Event()
        self._idle.set()

    async def type(self, content: Typed) -> None:
        """Take the field's new content; returns when nothing waits any more."""
        self._waiting = [content]
        if not self._idle.is_set():
            return
        self._idle.clear()
        try:
            while self._waiting:
                await self._fill(self._waiting.pop())
        finally:
            self._idle.set()

    async def settle(self) -> None:
        """Wait until the newest content has arrived."""
        await self._idle.wait()
