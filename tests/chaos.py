"""How far tests go that kill, crowd and pile up: a short way in every run, the long way with `make chaos`.

What they show is the same; more rows and more kills only make it likelier to meet what nobody thought of.
"""

import os
from typing import Final

IS_LONG: Final = bool(os.environ.get("CHAOS"))


def sized(short: int, long: int) -> int:
    """Return how many there are to be in this run."""
    return long if IS_LONG else short
