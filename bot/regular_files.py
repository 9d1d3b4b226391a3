"""Opening what settings name or a folder holds: regular files only, and never more of them than is wanted.

To open a pipe waits for whoever writes to it, and a device may give without end, or do something when it is
opened. Whatever keeps a file from being read, :func:`why` says in words.
"""

import errno
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Final

NO_FILE: Final = "it's {}, not a file"
_KINDS: Final[Mapping[Callable[[int], bool], str]] = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
}
_NO_WAY: Final[Mapping[int, str]] = {
    errno.ENOENT: "it isn't there",
    errno.ENOTDIR: "it isn't there",
    errno.EACCES: "the user who runs this isn't allowed to open it",
    errno.EPERM: "the user who runs this isn't allowed to open it",
}


def opened(path: Path) -> BinaryIO:
    """Open a file to be read. Raises OSError, also for what is no regular file."""
    _require_regular(path.stat(), path)
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115 - a Path takes no opener; the caller closes it
    try:
        require_open(file.fileno(), path)
    except OSError:  # it was exchanged since
        file.close()
        raise
    return file


def read(path: Path, most: int) -> bytes:
    """Return what stands in a file, and one byte more than ``most`` where that is longer.

    Raises OSError, also for what is no regular file.
    """
    with opened(path) as file:
        return file.read(most + 1)


def require(path: Path) -> None:
    """Raise OSError where there is something else than a regular file; nothing may be there, too."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    _require_regular(found, path)


def require_open(file: int, path: Path) -> None:
    """Raise OSError unless what is open as ``file`` is a regular file."""
    _require_regular(os.fstat(file), path)


def require_readable(path: Path) -> None:
    """Raise OSError unless there is a regular file that can be read."""
    opened(path).close()


def why(error: OSError) -> str:
    """Return in words what keeps a file from being read: what it is, or what the system says of it."""
    told = error.strerror or type(error).__name__
    return _NO_WAY.get(error.errno or 0, told)


def _require_regular(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = next((told for is_one, told in _KINDS.items() if is_one(found.st_mode)), "a device")
        raise OSError(errno.EINVAL, NO_FILE.format(kind), str(path))


def _at_once(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK | os.O_CLOEXEC)
