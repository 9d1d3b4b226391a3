"""The words that mean one filter of the record, with a key or without. Pure."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.features.history.filters import Stand, What

STANDS: Final[Mapping[str, Stand]] = MappingProxyType(
    {
        **{stand.value: stand for stand in Stand if stand is not Stand.ANY},
        "scheduled": Stand.WAITING,
        "queued": Stand.WAITING,
        "undelivered": Stand.FAILED,
        "refused": Stand.FAILED,
        "unknown": Stand.UNCONFIRMED,
        "cancelled": Stand.STOPPED,
        "canceled": Stand.STOPPED,
        "rejected": Stand.STOPPED,
        "expired": Stand.STOPPED,
    }
)
KINDS: Final[Mapping[str, What]] = MappingProxyType(
    {
        **{f"{what.value}s": what for what in What if what is not What.ANY},
        **{what.value: what for what in What if what is not What.ANY},
    }
)
OWN: Final = frozenset({"me", "mine", "my"})
HERE: Final = "here"
DAYS: Final[Mapping[str, int]] = MappingProxyType({"today": 0, "yesterday": 1})
"""How many days ago."""
RANGE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")
