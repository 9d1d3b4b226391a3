"""The order of people whom nothing else tells apart: the same each time, and one that tells no number. Pure.

In the order of their numbers, people tell more than the last digits that are shown of them: whoever adds a
contact of the same name reads off whose number is the smaller one, and by halves soon has all of it. So where
a number would decide who comes first, a keyed hash of it does.
"""

import secrets
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, Final, TypeVar

T = TypeVar("T")

_KEY_BYTES: Final = 32


def _nothing(_each: object) -> tuple[()]:
    return ()


def place(key: str, number: str) -> bytes:
    """Return what is compared in the place of a number; ``key`` is hexadecimal, of one length for all."""
    return sha256(f"{key}{number}".encode()).digest()


class BlindOrder:
    """Puts people in order. Processes with the same secret ``key`` have the same one; else it's their own."""

    def __init__(self, key: bytes = b"") -> None:
        self.key: Final = sha256(key or secrets.token_bytes(_KEY_BYTES)).hexdigest()

    def of(
        self, people: Iterable[T], number: Callable[[T], str], *, first: Callable[[T], Any] = _nothing
    ) -> tuple[T, ...]:
        """Return people in order: by what ``first`` gives, and where that is the same, blindly.

        ``number`` gives the number of each, in digits.
        """
        return tuple(sorted(people, key=lambda each: (first(each), place(self.key, number(each)))))
