"""One number per live process, free again the moment the process dies.

The engine's library tells processes apart by a name and gives a process back the jobs of its own name. The
name must therefore be unique among the living, and found again after a crash: the lowest free slot is both.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.store import Database

MOST = 64
"""More processes than anybody runs; a bound so that a broken lock cannot search for ever."""

_PREFIX = "slot-"
_CLASS = 740_189  # the first key of our advisory locks; the second is the slot


def name_of(slot: int) -> str:
    """Return the executor name of a slot."""
    return f"{_PREFIX}{slot}"


def slot_of(name: str) -> int | None:
    """Return the slot of an executor name, or None for a name that is not ours."""
    number = name.removeprefix(_PREFIX)
    return int(number) if name.startswith(_PREFIX) and number.isdecimal() else None


class ProcessSlots(Protocol):
    """Locks by number, let go of when the process that holds them dies."""

    def try_take(self, slot: int) -> bool:
        """Take the slot if nobody has it, this object included; it stays taken until `let_go`."""

    def let_go(self, slot: int) -> None:
        """Give a taken slot back."""


def take_lowest(slots: ProcessSlots) -> int:
    """Take the lowest free slot. Raises RuntimeError when there is none."""
    for slot in range(MOST):
        if slots.try_take(slot):
            return slot
    raise RuntimeError(f"all {MOST} process slots of this database are taken")


@contextmanager
def taken_if_free(slots: ProcessSlots, slot: int) -> Iterator[bool]:
    """Hold the slot for the length of the block if nobody has it; give whether it is held."""
    held = slots.try_take(slot)
    try:
        yield held
    finally:
        if held:
            slots.let_go(slot)


def slots_of(database: Database) -> ProcessSlots:
    """Return the slots that every process on this database shares."""
    path = database.path
    return AdvisorySlots(database.engine) if path is None else FileSlots(path)


class FileSlots:
    """Locked files beside the SQLite file. The kernel unlocks them however the process ends."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._open: dict[int, int] = {}

    def try_take(self, slot: int) -> bool:
        """Take the slot if nobody has it."""
        path = self._database.with_name(f"{self._database.name}.{name_of(slot)}")
        # Never deleted: a lock on a deleted file would exclude nobody.
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._open[slot] = file
        return True

    def let_go(self, slot: int) -> None:
        """Give a taken slot back."""
        os.close(self._open.pop(slot))


class AdvisorySlots:
    """Advisory locks of PostgreSQL, each on a connection kept for it. The server frees them at its end.

    A connection that breaks loses its slot unnoticed, and the next taker runs this process's jobs again.
    That is a nuisance and no harm: whatever must not happen twice is claimed first.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[int, Connection] = {}

    def try_take(self, slot: int) -> bool:
        """Take the slot if nobody has it."""
        # A connection each: one session may take the same lock twice.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        keys = {"class": _CLASS, "slot": slot}
        if connection.execute(text("SELECT pg_try_advisory_lock(:class, :slot)"), keys).scalar_one():
            self._kept[slot] = connection
            return True
        connection.close()
        return False

    def let_go(self, slot: int) -> None:
        """Give a taken slot back."""
        connection = self._kept.pop(slot)
        with suppress(DBAPIError):  # of a broken connection; the lock ends with it
            connection.execute(
                text("SELECT pg_advisory_unlock(:class, :slot)"), {"class": _CLASS, "slot": slot}
            )
        # Not back to the pool: a pooled connection lives on, and with it a lock that could not be given back.
        connection.invalidate()
        connection.close()
