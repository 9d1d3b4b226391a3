"""Time as everything here is given it: never asked of the system in the middle of a rule."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""


def utc_now() -> datetime:
    """Return the present moment by the system's clock."""
    return datetime.now(UTC)
