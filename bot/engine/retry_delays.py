"""How long what provably did not reach SMS-iT, or Slack, waits before it is tried again."""

from datetime import timedelta
from typing import Final

RETRY_DELAYS: Final = (5.0, 15.0, 60.0, 300.0)
"""Seconds before each try after the first; the last one repeats."""
LOST_AFTER: Final = timedelta(minutes=8)
"""Longer than the longest of these delays: what waits for longer has lost its job."""


def retry_delay(nth: int) -> float:
    """Return the seconds to wait after the try of this number, counted from 0."""
    return RETRY_DELAYS[min(nth, len(RETRY_DELAYS) - 1)]
