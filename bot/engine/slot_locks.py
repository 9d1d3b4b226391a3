"""What holds a process slot: a locked file beside SQLite's, or an advisory lock of PostgreSQL."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.engine.process_slots import PREFIX, ProcessSlots, name_of, slot_of, taken_if_free
from bot.store import Database, file_owners

LOCKS = 740_189  # the first key of our advisory locks; the second is the slot
_HOLDS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND classid = :class AND objid = :slot AND pid = pg_backend_pid())"
)

_OTHERS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :class"
    " AND objid <> :slot AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


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
        names = (path.name.removeprefix(prefix) for path in self._database.parent.glob(f"{prefix}{PREFIX}*"))
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
