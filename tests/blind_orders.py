"""The order of people in tests, the same in every run, and what stands for it where it is looked at."""

from typing import Final

import pytest

from bot.texting import blind_order
from bot.texting.blind_order import BlindOrder

ORDER: Final = BlindOrder(b"the same in every run")


def decide(monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """Have the blind order put one number first: whoever is shown in another order was not asked for it."""

    def place(_key: str, number: str) -> bytes:
        return b"0" if number == first else b"1"

    monkeypatch.setattr(blind_order, "place", place)
