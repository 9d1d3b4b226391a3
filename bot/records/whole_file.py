"""A file of its owner's that takes its name only once it is complete and kept, and never that of another."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.store.database_file import PRIVATE


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to. Whoever writes one of the same name at the same time has a file of their own.

    Raises FileExistsError where there is a file of that name, be it at the end.
    """
    _require_free(path)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(
            os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE), "w+b"
        ) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(part, path)
        sync_folder(path.parent)
    except OSError as error:
        if error.filename is None:  # such as of a full disk
            raise OSError(error.errno, error.strerror, path.name) from None
        raise
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut."""
    file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _require_free(path: Path) -> None:
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path.name)


def _give_name(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path.name) from None
    except OSError:  # a file system that knows no second names
        _require_free(path)
        part.replace(path)
