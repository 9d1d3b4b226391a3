"""What people decide of a batch."""

from collections.abc import Callable


class FakeDecisions:
    """Remembers every decision."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **more: self.calls.append((name, *args, *more.values()))
