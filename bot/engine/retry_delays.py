"""How long to wait before what provably did not leave is tried again, and what must be lost after that."""

from datetime import timedelta
from typing import Final

RETRY_DELAYS: Final = (5.0, 15.0, 60.0, 300.0)
"""Seconds before the next try; the last one repeats."""
STANDS_STILL: Final = timedelta(minutes=8)
"""Longer than the longest of these waits; what stands still for longer has lost its job."""


def retry_delay(nth: int) -> float:
    """Return the seconds to wait after the try of this number, counted from 0."""
    return RETRY_DELAYS[min(nth, len(RETRY_DELAYS) - 1)]
