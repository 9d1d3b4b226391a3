"""What was made of files that people uploaded, kept in memory while somebody chooses columns."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from bot.texting.tables.uploads import UploadedFile

MOST: Final = 2
SECONDS: Final = 600.0
"""How long a file is kept that nobody looks at. One of 100,000 rows takes 30 MB."""

T = TypeVar("T")


class KeptFiles(Generic[T]):
    """Keeps something of the files that were used last, :data:`MOST` of them. Threads share it.

    ``monotonic`` gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[T, float]] = OrderedDict()

    def get(self, file: UploadedFile) -> T | None:
        """Return what is kept of a file, as used now; None when nothing is."""
        with self._lock:
            found = self._kept.get(_key(file))
            return None if found is None else self._use(file, found[0])

    def put(self, file: UploadedFile, made: T) -> T:
        """Keep what was made of a file, as used now, and return it."""
        with self._lock:
            return self._use(file, made)

    def forget_unused(self, for_seconds: float = SECONDS) -> None:
        """Let go of what nobody used for so long."""
        since = self._monotonic() - for_seconds
        with self._lock:
            for key in [key for key, (_, used) in self._kept.items() if used <= since]:
                del self._kept[key]

    def _use(self, file: UploadedFile, made: T) -> T:
        key = _key(file)
        self._kept[key] = made, self._monotonic()
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return made


def _key(file: UploadedFile) -> tuple[str, str]:
    """Return what a file is kept under: another person has to be given it by Slack first."""
    return file.user_id, file.id
