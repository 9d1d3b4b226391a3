"""How many texts somebody gets within seven days, wherever these begin."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

WEEK: Final = timedelta(days=7)


def most_around(moments: Iterable[datetime], at: datetime) -> int:
    """Return how many of some moments (aware) lie within the fullest seven days that hold ``at`` too.

    Two moments exactly a week apart are not within seven days.
    """
    near = sorted(each for each in moments if abs(each - at) < WEEK)
    begins = [*(each for each in near if each < at), at]
    return max(sum(begin <= each < begin + WEEK for each in near) for begin in begins)
