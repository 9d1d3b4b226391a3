"""The SQLite file: made for its owner only, and noticed when it is removed or replaced under the running bot.

A process that has a file open goes on writing to it when somebody deletes it or puts another one in its
place. What it sends from then on stands in no record, and after a restart the other file knows nothing of it.
"""

import logging
import os
import stat
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import Final

from bot import regular_files
from bot.errors import UserError
from bot.store import file_owners

log = logging.getLogger(__name__)

PRIVATE: Final = 0o600
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_MAGIC: Final = b"SQLite format 3\0"
BESIDE: Final = ("-wal", "-shm", "-journal", ".slot-*", ".attempts*")
"""What stands beside the file and belongs to it: SQLite's own files, the slots, the journal of attempts."""


class DatabaseLost(UserError):  # noqa: N818 - a case, named as callers read it
    """The database file is no longer the one the bot was started on; nothing is read, written or sent."""

    def __init__(self) -> None:
        super().__init__(
            "Ask the person who runs the bot to look at its log. Its database file was removed or "
            "replaced, so nothing was done, and nothing is sent."
        )


class DatabaseFile:
    """The file at ``path``, from the moment this is made: created where there is none.

    Raises OSError where that is no regular file: a folder or a device isn't closed to others, either.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lost = False
        path.parent.mkdir(parents=True, exist_ok=True)
        regular_files.require(path)
        if not path.exists():
            path.touch(mode=PRIVATE)  # it holds numbers and texts; SQLite's other files follow
            file_owners.give_if_allowed(path, path.parent)
        _close_to_others(path)
        # As long as it is held, no other file can be given its number. It is held by its place only (O_PATH):
        # to close a file that was opened in any other way would drop the locks that SQLite has on it.
        self._held = os.open(path, os.O_PATH | os.O_CLOEXEC) if hasattr(os, "O_PATH") else None
        self._known = self._identity()

    def close(self) -> None:
        """Let go of the file."""
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    @property
    def is_there(self) -> bool:
        """Whether it has been the same file ever since. Says so in the log when it is found not to be."""
        if not self._lost and self._identity() != self._known:
            self._lost = True
            log.error(
                "the database file %s was removed or replaced while the bot runs: nothing is sent any more; "
                "put the right file in its place, then restart the bot",
                self._path.name,
            )
        return not self._lost

    def check(self) -> None:
        """Raise :exc:`DatabaseLost` when it is not the same file any more; once it was not, for ever."""
        if not self.is_there:
            raise DatabaseLost

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 -- asked before every statement, and half as quick through a Path
        except OSError:
            return None
        return found.st_dev, found.st_ino


def open_to_others(path: Path) -> tuple[Path, ...]:
    """Return which of a database's files others than their owner may read or write."""
    return tuple(each for each in _files(path) if is_open_to_others(each))


def is_open_to_others(path: Path) -> bool:
    """Tell whether anybody but its owner may read or write a file; False where there is none."""
    try:
        return bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False


def _close_to_others(path: Path) -> None:
    """Have nobody else read a database's files; what is no database is left as it is."""
    is_open = open_to_others(path)
    if path in is_open and not _may_be_ours(path):
        return
    for each in is_open:
        each.chmod(PRIVATE)
        log.warning("%s could be read by others on this machine; it no longer can", each.name)


def _may_be_ours(path: Path) -> bool:
    """Tell whether a file is empty or SQLite's. Raises OSError.

    To close it would drop the locks of whoever has it open in this process; but then it is closed to others.
    """
    return regular_files.read(path, len(_MAGIC))[: len(_MAGIC)] in {b"", _MAGIC}


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for ending in BESIDE:
        yield from filter(Path.is_file, sorted(path.parent.glob(escape(path.name) + ending)))
