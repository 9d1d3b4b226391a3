"""A keyed hash (HMAC-SHA256) of many short things under one key."""

import hmac
from typing import Final

_PIECE: Final = 2047
"""Bytes for which Python keeps its lock. To get it back from a busy thread takes longer than to hash them."""


class KeyedHash:
    """Hashes under a key that is worked in once: with each hash anew that takes twice as long as the hash."""

    def __init__(self, key: bytes) -> None:
        self._begun = hmac.new(key, digestmod="sha256")

    def of(self, told: bytes) -> bytes:
        """Return the hash of these bytes."""
        hashed = self._begun.copy()
        for begin in range(0, len(told), _PIECE):
            hashed.update(told[begin : begin + _PIECE])
        return hashed.digest()
