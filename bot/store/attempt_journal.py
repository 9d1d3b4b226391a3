"""What was attempted or called off, a second time: a small file beside the SQLite file, which may lose it.

SQLite drops the newest transactions when its write-ahead log is damaged, and says nothing. A text whose claim
is among them would wait again, and go out twice; one that was cancelled or changed would go out as it was
before. So the key of each row that is written to SMS-iT and the token of its attempt are written here too,
once the claim is committed and before its request; and a token of each text that a person called off or
changed. At the start the two are compared (:mod:`bot.store.unrecorded`).
"""

import errno
import fcntl
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot import regular_files
from bot.store import file_owners
from bot.store.database_file import PRIVATE

CHECK: Final = "check"
_KEY: Final = "attempts that this transaction claims"
MOST_BYTES: Final = 1024 * 1024
"""How large the file grows, 15,000 attempts, before it takes the place of the one before."""
MOST_READ: Final = 16 * MOST_BYTES
"""Bytes of one that is read. It may be longer than it grows by what many processes write at one moment."""
_LENGTH: Final = 32
"""Characters of a token. A line that is cut off is known by its length."""
_LONGEST: Final = 64
"""Characters of a key."""

Attempted = tuple[str, str]
"""What the journal calls a row, and the token of its attempt."""

_APPEND: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
_sync: Final = getattr(os, "fdatasync", os.fsync)  # macOS has only the second


def begin(conn: Connection) -> list[Attempted]:
    """Begin to take notes on a connection that begins a transaction; they are what this returns, in order."""
    noted: list[Attempted] = []
    conn.info[_KEY] = noted  # in place of what an earlier transaction on the same pooled connection noted
    return noted


def note(conn: Connection, key: str, token: str) -> None:
    """Note that the transaction claims a row under this token, changes it or calls it off.

    The key is the id of a send, a call or an addition, :func:`of_row` or :func:`of_check`.
    """
    conn.info.setdefault(_KEY, []).append((key, token))


def of_row(import_id: str, place: int) -> str:
    """Return the key of a row of an import."""
    return f"{import_id}:{place}"


def of_check(send_id: str) -> str:
    """Return the key under which SMS-iT is asked whether the code of a send is right."""
    return f"{send_id}:{CHECK}"


def count(conn: Connection) -> int:
    """Return how many claims are noted: what :func:`keep` takes before a part that may be rolled back."""
    return len(conn.info.get(_KEY, ()))


def keep(conn: Connection, first: int) -> None:
    """Keep the first notes only: what was noted after them has been rolled back."""
    del conn.info.get(_KEY, [])[first:]


class AttemptJournal:
    """The file, and the one before it. Several processes may write at once."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(f"{database.name}.attempts")
        self._before = database.with_name(f"{database.name}.attempts.1")

    def write(self, attempted: Collection[Attempted]) -> None:
        """Write attempts down for good. Raises OSError, and then none of them may be made."""
        lines = "".join(f"{key} {token}\n" for key, token in attempted).encode()
        is_new = not self._path.exists()
        # Opened each time: it may have been put aside by another process since.
        file = os.open(self._path, _APPEND, PRIVATE)
        try:
            regular_files.require_open(file, self._path)
            if os.write(file, lines) != len(lines):
                raise OSError("the journal of attempts could not be written")
            _sync(file)
            if is_new:
                file_owners.give_if_allowed(self._path, self._database)
                self._sync_folder()
            if os.fstat(file).st_size > MOST_BYTES:
                self._put_aside(file)
        finally:
            os.close(file)

    def latest(self) -> dict[str, str]:
        """Return the token of the newest attempt that is known of each row, by their keys."""
        return dict(self._read(self._before)) | dict(self._read(self._path))

    def clear(self) -> None:
        """Forget all that is known, for what the database holds from now on; nobody may be writing."""
        self._path.unlink(missing_ok=True)
        self._before.unlink(missing_ok=True)

    def _put_aside(self, file: int) -> None:
        """Make the file the one before, unless another process was quicker."""
        fcntl.flock(file, fcntl.LOCK_EX)  # let go of when it is closed
        if os.path.samestat(os.fstat(file), self._path.stat()):
            self._path.replace(self._before)

    def _sync_folder(self) -> None:
        """Have the file's name survive a power cut too."""
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @staticmethod
    def _read(path: Path) -> Iterator[Attempted]:
        try:
            raw = regular_files.read(path, MOST_READ)
        except FileNotFoundError:
            return
        if len(raw) > MOST_READ:
            raise OSError(errno.EFBIG, "it is longer than any journal of attempts", str(path))
        lines = raw.decode("ascii", "replace").splitlines()
        for line in lines:
            key, _, token = line.partition(" ")
            if len(key) <= _LONGEST and len(token) == _LENGTH:
                yield key, token
