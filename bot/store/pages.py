"""One page of what is listed in pages. Pure."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Page:
    """Which page it is, from 0, how many things stand on one, and whether there are ``more`` behind it."""

    number: int
    size: int
    more: bool = False

    @classmethod
    def at(cls, number: int, size: int, total: int) -> Self:
        """Return that page of ``total`` things; the last one where there are no longer as many."""
        shown = min(max(0, number), max(0, (total - 1) // size))
        return cls(shown, size, more=(shown + 1) * size < total)

    @property
    def offset(self) -> int:
        """How many things stand on the pages before."""
        return self.number * self.size
