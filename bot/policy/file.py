"""The policy file as it is watched: whether it is another one than was read last."""

from pathlib import Path
from typing import Final

from bot.policy import reader
from bot.policy.model import Policy

Mark = tuple[int, int, int, int]
UNREAD: Final[Mark] = (-1, -1, -1, -1)


class PolicyFile:
    """Reads the policy at ``path``, and tells when there is another one. Without a path there never is."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._read: Mark | None = None
        self._seen: Mark | None = None

    @property
    def name(self) -> str:
        """What the file is called; empty without one."""
        return self._path.name if self._path else ""

    def owner(self) -> int | None:
        """Return the number of the user whose file it is (uid): as far as a machine tells who changed it.

        None without a file, and where it can't be looked at.
        """
        try:
            return None if self._path is None else self._path.stat().st_uid
        except OSError:
            return None

    def read(self) -> Policy:
        """Return what it says now. Raises :exc:`bot.policy.reader.PolicyError`."""
        self._read = self._seen = _mark(self._path)  # before it is read: what is written meanwhile is noticed
        return reader.read(self._path)

    def unread(self) -> None:
        """Forget that it was read: what was to be done with it was not."""
        self._read = UNREAD

    def is_new(self) -> bool:
        """Tell whether it changed since it was read, and not any more since this was asked last.

        So nobody reads a file that is being written: half a policy may be a valid one, and give away less.
        """
        mark = _mark(self._path)
        is_still, self._seen = mark == self._seen, mark
        return is_still and mark != self._read


def _mark(path: Path | None) -> Mark | None:
    """Return what a file differs by once it is written or replaced; None where it can't be looked at.

    The time of its last change of any kind tells of one that may be read at last, too, and nobody sets it.
    """
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size)
