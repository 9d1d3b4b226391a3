"""Long work in portions: whoever is to be answered meanwhile has a turn between two of them.

Python runs one thread at a time. A loop over a hundred thousand rows would have others wait again and again
for their turn; here it stands back for a moment after each portion of work.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

WORK_SECONDS: Final = 0.01
REST_SECONDS: Final = 0.001
_LOOKED_EVERY: Final = 16
"""Items between two looks at the time."""


def in_portions(items: Iterable[T]) -> Iterator[T]:
    """Hand on what is given, with short rests in between."""
    until = time.monotonic() + WORK_SECONDS
    for nth, item in enumerate(items):
        if not nth % _LOOKED_EVERY and time.monotonic() > until:
            time.sleep(REST_SECONDS)
            until = time.monotonic() + WORK_SECONDS
        yield item
