"""What may happen to a process in the moment it stands at a point, beside being killed: it is stopped."""

import os
import threading
from collections.abc import Callable, Mapping
from typing import Final

from bot.app import Bot

STOPPED: Final = "stopped"
STOPPED_MEANWHILE: Final = "stopped meanwhile"


class Moments:
    """Has one bot stopped, as SIGTERM does."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._stopping = threading.Event()

    @property
    def deeds(self) -> Mapping[str, Callable[[], None]]:
        """What the trap may do, by its name."""
        return {STOPPED: self.stop, STOPPED_MEANWHILE: self.stop_meanwhile}

    def answer_nobody(self) -> None:
        """Have whoever asks wait for the end once the bot is being stopped."""
        if self._stopping.is_set():
            threading.Event().wait()

    def stop(self) -> None:
        """Stop the bot while whatever stands here waits for something that never comes."""
        self.stop_meanwhile()
        threading.Event().wait()

    def stop_meanwhile(self) -> None:
        """Stop the bot while whatever stands here goes on."""
        self._stopping.set()
        threading.Thread(target=self._stop, daemon=True).start()

    def _stop(self) -> None:
        self._bot.stop()
        os._exit(0)
