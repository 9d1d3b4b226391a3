"""What came of the newest pieces of work, so that the same submission again does nothing again."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_KEPT: Final = 1000


class Once(Generic[T]):
    """Does each piece of work once, by its key, and gives the same answer to whoever brings the key again.

    Slack delivers again within minutes, so the newest thousand answers are kept, in memory only. Whoever
    comes while the work is under way waits for it. Work that raises is not kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept[T]] = OrderedDict()

    def do(self, key: str, work: Callable[[], T]) -> T:
        """Return what the work came to, now or before. Raises what the work raises."""
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        with kept.turn:
            if not kept.answers:
                kept.answers.append(work())
        return kept.answers[0]


class _Kept(Generic[T]):
    """The answer to one key, as soon as there is one, and the turn to find it."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.answers: list[T] = []
