"""Opening what settings name or a folder holds: regular files only, and never more of them than is wanted.

To open a pipe waits for whoever writes to it, and a device may give without end, or do something when it is
read.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

NO_FILE: Final = "it is no regular file"


def opened(path: Path) -> BinaryIO:
    """Open a file to be read. Raises OSError, also for what is no regular file."""
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115 - a Path takes no opener; the caller closes it
    try:
        require_open(file.fileno(), path)
    except OSError:
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


def _require_regular(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, NO_FILE, str(path))


def _at_once(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK | os.O_CLOEXEC)
