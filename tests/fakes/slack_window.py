"""A window of Slack that background threads draw into."""

import json
import threading
from collections.abc import Callable

from bot.slack.blocks.kit import Block
from tests.patience import PATIENCE_SECONDS


class FakeWindow:
    """One window, and everything that was ever shown in it; while it is not open, it cannot be changed."""

    VIEW = "V1"

    def __init__(self) -> None:
        self.shown: list[Block] = []
        self.is_open = True
        self.before_update: Callable[[str], None] = lambda _words: None
        self._changed = threading.Condition()

    def open(self, _trigger_id: str, view: Block, *, inside: bool = False) -> str:
        assert not inside
        self._show(view)
        return self.VIEW

    def update(self, view: Block, *, view_id: str = "") -> bool:
        assert view_id == self.VIEW
        self.before_update(json.dumps(view, ensure_ascii=False))
        self._show(view)
        return self.is_open

    def _show(self, view: Block) -> None:
        with self._changed:
            self.shown.append(view)
            self._changed.notify_all()

    def wait_for(self, *parts: str) -> Block:
        """Wait for a view that holds all these words."""

        def found() -> Block | None:
            return next(
                (
                    view
                    for view in self.shown
                    if all(part in json.dumps(view, ensure_ascii=False) for part in parts)
                ),
                None,
            )

        with self._changed:
            view = self._changed.wait_for(found, timeout=PATIENCE_SECONDS)
            assert view, self.shown
            return view
