"""Long loops stand back for others now and then, and hand on every item."""

import pytest

from bot.texting.tables import portions


class Clock:
    """A clock that is moved by the work, and by rests."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rests: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.rests.append(self.now)
        self.now += seconds


def test_work_rests_between_portions_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(portions, "time", clock)
    seen = []
    for item in portions.in_portions(range(1000)):
        clock.now += 0.0001
        seen.append(item)
    assert seen == list(range(1000))
    assert len(clock.rests) >= 8
    longest = max(later - earlier for earlier, later in zip([0.0, *clock.rests], clock.rests, strict=False))
    assert longest <= 2 * portions.WORK_SECONDS


def test_quick_work_never_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(portions, "time", clock)
    assert list(portions.in_portions("abc" * 100)) == list("abc" * 100)
    assert clock.rests == []
