"""What reading costs, in processor time of this thread: other work of the machine counts little."""

import time
from collections.abc import Callable

TRIES = 12


def is_linear(read: Callable[[str], object], piece: str, size: int = 10_000) -> bool:
    """Tell whether twice as much takes at most 2.5 times as long; what is worse is so at every try."""
    once, twice = (piece * size)[:size], (piece * size)[: 2 * size]
    return any(_cost(read, twice) <= 2.5 * _cost(read, once) for _ in range(TRIES))


def _cost(read: Callable[[str], object], text: str) -> float:
    start = time.thread_time()
    read(text)
    return time.thread_time() - start
