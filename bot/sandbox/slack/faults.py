"""Trouble on demand: 429s, errors and slowness, per Web API method."""

from collections import defaultdict, deque
from dataclasses import dataclass

from bot.sandbox.slack.pulse import Pulse


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call: `delay` seconds of waiting, then 429 (`retry_after`), an error or nothing.

    With `is_lost` the call is carried out, and its answer does not arrive.
    """

    delay: float = 0.0
    retry_after: int | None = None
    error: str = ""
    is_lost: bool = False


class Faults:
    """A queue of faults per method; each call takes one."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._queues: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def throttle(self, method: str, *, times: int = 1, seconds: int = 1) -> None:
        """Answer the next `times` calls with 429 and `Retry-After: seconds`."""
        self._add(method, Fault(retry_after=seconds), times)

    def fail(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer the next `times` calls with this error, doing nothing."""
        self._add(method, Fault(error=error), times)

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Let the next `times` calls take `seconds` longer, in real time."""
        self._add(method, Fault(delay=seconds), times)

    def lose(self, method: str, *, times: int = 1) -> None:
        """Carry the next `times` calls out, and lose the answer on the way."""
        self._add(method, Fault(is_lost=True), times)

    def clear(self) -> None:
        """Forget every fault that still waits."""
        with self._pulse.lock:
            self._queues.clear()

    def take(self, method: str) -> Fault:
        """Give the fault for the call at hand; a fault without effect when none was asked for."""
        with self._pulse.lock:
            queue = self._queues[method]
            return queue.popleft() if queue else Fault()

    def _add(self, method: str, fault: Fault, times: int) -> None:
        with self._pulse.lock:
            self._queues[method].extend([fault] * times)
