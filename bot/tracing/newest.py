"""A table that forgets its oldest entries."""

import threading
from collections import OrderedDict


class Newest:
    """Holds the newest entries, ``most`` of them. Threads share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, str] = OrderedDict()

    def get(self, key: str) -> str:
        """Return what is held under a key; nothing where none is."""
        with self._lock:
            return self._kept.get(key, "")

    def put(self, key: str, value: str) -> bool:
        """Hold a value under a key; return whether it held none."""
        with self._lock:
            is_new = key not in self._kept
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return is_new
