"""What is chosen quickly, one after the other, arrives in that order, whatever thread is the quickest."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from bot.sandbox.page.stage import Stage

BLOCK = {"block_id": "extras", "label": {"type": "plain_text", "text": "Extras"}}
ELEMENT = {"action_id": "ticked"}


class Held:
    """A session whose first deed goes on only when it is let."""

    def __init__(self) -> None:
        self.begun = 0
        self.done: list[object] = []
        self.person = SimpleNamespace(
            fill=lambda _name, value, _message: self.done.append(value),
            press=lambda name, _message, option: self.done.append(name),
        )
        self.may_go_on = asyncio.Event()

    async def act(self, _what: str, deed: Callable[[], object]) -> None:
        self.begun += 1
        if self.begun == 1:
            await self.may_go_on.wait()
        deed()


def test_what_was_chosen_last_arrives_last_and_before_a_press() -> None:
    async def story() -> list[object]:
        session: Any = Held()
        stage = Stage(session)
        chosen = (["first"], ["first", "second"], ["second"])
        under_way = [asyncio.create_task(stage.fill(BLOCK, ELEMENT, each)) for each in chosen]
        under_way += [asyncio.create_task(stage.press(BLOCK, {"action_id": "go"}))]
        for _ in range(10):
            await asyncio.sleep(0)
        assert session.done == []
        session.may_go_on.set()
        await asyncio.gather(*under_way)
        return list(session.done)

    assert asyncio.run(story()) == [["first"], ["first", "second"], ["second"], "extras/go"]
