"""Work in the background that is held until a test lets it go."""

import threading

from bot.slack.outgoing.background import Background
from tests.patience import PATIENCE_SECONDS


class Held:
    """Work that begins, and then goes on only when told to."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def __call__(self) -> None:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_SECONDS)


def finish(background: Background) -> None:
    """Wait until everything handed over has been done, and what that handed on."""
    assert background.finish(PATIENCE_SECONDS)
