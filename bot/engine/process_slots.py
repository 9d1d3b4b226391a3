"""One number per live process, free again the moment the process dies.

The engine's library tells processes apart by a name and gives a process back the jobs of its own name. The
name must therefore be unique among the living, and found again after a crash: the lowest free slot is both.
"""

import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Database, file_owners

MOST = 64
"""More processes than anybody runs; a bound so that a broken lock cannot search for ever."""

_PREFIX = "slot-"
_log = logging.getLogger(__name__)
LOCKS = 740_189  # the first key of our advisory locks; the second is the slot
_HOLDS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND classid = :class AND objid = :slot AND pid = pg_backend_pid())"
)

_OTHERS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :class"
    " AND objid <> :slot AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


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

    def holds(self, slot: int) -> bool:
        """Tell whether a slot that was taken still is; it may be lost, and another process have it."""

    def let_go(self, slot: int) -> None:
        """Give a taken slot back."""

    def is_alone(self, slot: int) -> bool:
        """Tell whether no other slot than this one is taken."""

    def outlives(self, slot: int) -> bool:
        """Tell whether whoever had a slot that was taken is provably dead, and has not only lost it."""


def take_lowest(slots: ProcessSlots) -> int:
    """Take the lowest free slot. Raises RuntimeError when there is none."""
    for slot in range(MOST):
        if slots.try_take(slot):
            return slot
    raise RuntimeError(f"all {MOST} process slots of this database are taken")


class OwnSlot:
    """The slot of this process: taken, looked at now and then, and another one taken when it is lost."""

    def __init__(self, slots: ProcessSlots) -> None:
        self._slots = slots
        self._lock = threading.Lock()
        self._slot: int | None = None
        self._is_lost = False

    def take(self) -> str:
        """Take the lowest free slot and return its name. Raises RuntimeError when there is none."""
        with self._lock:
            return name_of(self._take())

    def look(self) -> str | None:
        """Return the name of the slot, which is another one when it was lost; None once it was given back.

        The one that was lost is taken again where nobody was quicker.
        """
        with self._lock:
            if self._slot is None:
                return None
            if not self._is_lost and self._slots.holds(self._slot):
                return name_of(self._slot)
            before = self._slot
            if not self._is_lost:
                self._is_lost = True  # until another is taken, which fails while the database is away
                self._slots.let_go(before)
            name = name_of(before if self._slots.try_take(before) else self._take())
            self._is_lost = False
        _log.warning("something ended the lock on %s; this process is %s now", name_of(before), name)
        return name

    def is_alone(self) -> bool:
        """Tell whether no other process has a slot: what others hold is left behind by the dead."""
        with self._lock:
            return self._slot is not None and self._slots.is_alone(self._slot)

    def outlives(self) -> bool:
        """Tell whether whoever had the slot before is provably dead."""
        with self._lock:
            return self._slot is not None and self._slots.outlives(self._slot)

    def let_go(self) -> None:
        """Give it back."""
        with self._lock:
            slot, self._slot = self._slot, None
            if slot is not None and not self._is_lost:
                self._slots.let_go(slot)

    def _take(self) -> int:
        self._slot = take_lowest(self._slots)
        return self._slot


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
        self._were_there: set[int] = set()

    def try_take(self, slot: int) -> bool:
        """Take the slot if nobody has it."""
        path = self._database.with_name(f"{self._database.name}.{name_of(slot)}")
        # Never deleted: a lock on a deleted file would exclude nobody.
        was_there = path.exists()
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        if not was_there:
            file_owners.give_if_allowed(path, self._database)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._open[slot] = file
        (self._were_there.add if was_there else self._were_there.discard)(slot)
        return True

    def holds(self, slot: int) -> bool:
        """Tell whether the file that is locked is still the one others would lock."""
        path = self._database.with_name(f"{self._database.name}.{name_of(slot)}")
        try:
            return os.path.samestat(os.fstat(self._open[slot]), path.stat())
        except FileNotFoundError:
            return False

    def let_go(self, slot: int) -> None:
        """Give a taken slot back."""
        os.close(self._open.pop(slot))

    def is_alone(self, slot: int) -> bool:
        """Try the lock of every other slot that was ever taken here."""
        prefix = f"{self._database.name}."
        names = (path.name.removeprefix(prefix) for path in self._database.parent.glob(f"{prefix}{_PREFIX}*"))
        others = {slot_of(name) for name in names} - {slot, None}
        return not any(self._is_taken(other) for other in others if other is not None)

    def outlives(self, slot: int) -> bool:
        """Tell whether the file was there: the kernel unlocks it for the dead, but one may be deleted."""
        return slot in self._were_there

    def _is_taken(self, slot: int) -> bool:
        if slot in self._open:
            return True
        with taken_if_free(self, slot) as is_free:
            return not is_free


class AdvisorySlots:
    """Advisory locks of PostgreSQL, each on a connection kept for it. The server frees them at its end.

    Something on the way may end a connection that idles, and with it the lock; then another process runs this
    one's jobs again. That is a nuisance and no harm: whatever must not happen twice is claimed first.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[int, Connection] = {}

    def try_take(self, slot: int) -> bool:
        """Take the slot if nobody has it."""
        # A connection each: one session may take the same lock twice.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        keys = {"class": LOCKS, "slot": slot}
        if connection.execute(text("SELECT pg_try_advisory_lock(:class, :slot)"), keys).scalar_one():
            self._kept[slot] = connection
            return True
        connection.close()
        return False

    def holds(self, slot: int) -> bool:
        """Ask the server whether the kept connection has the lock; nothing idles on it for longer."""
        try:
            return bool(self._kept[slot].execute(_HOLDS, {"class": LOCKS, "slot": slot}).scalar_one())
        except SQLAlchemyError:
            return False

    def let_go(self, slot: int) -> None:
        """Give a taken slot back."""
        connection = self._kept.pop(slot)
        with suppress(SQLAlchemyError):  # of a broken connection; the lock ends with it
            connection.execute(
                text("SELECT pg_advisory_unlock(:class, :slot)"), {"class": LOCKS, "slot": slot}
            )
        # Not back to the pool: a pooled connection lives on, and with it a lock that could not be given back.
        connection.invalidate()
        connection.close()

    def is_alone(self, slot: int) -> bool:
        """Ask the server who else holds a lock of ours in this database."""
        with self._engine.connect() as connection:
            others = connection.execute(_OTHERS, {"class": LOCKS, "slot": slot}).scalar_one()
        return not others

    def outlives(self, slot: int) -> bool:
        """Say no: whoever had it may have lost its connection, and still wait for an answer."""
        del slot
        return False
