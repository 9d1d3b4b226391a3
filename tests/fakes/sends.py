"""The outbox."""

from collections.abc import Mapping

from bot.features.sends.holds import Hold


class FakeSendService:
    """Remembers what was sent back to it."""

    def __init__(self) -> None:
        self.back: list[tuple[str, Hold]] = []
        self.again: list[tuple[str, str]] = []

    def hold_back(
        self, send_id: str, why: Hold, sentence: str, seen: Mapping[str, object] | None = None
    ) -> None:
        assert sentence
        self.back.append((send_id, why))

    def ask_again(self, send_id: str, changed: str) -> None:
        self.again.append((send_id, changed))
