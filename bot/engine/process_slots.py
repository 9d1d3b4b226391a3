"""One number per live process, free again the moment the process dies.

The engine's library tells processes apart by a name and gives a process back the jobs of its own name. The
name must therefore be unique among the living, and found again after a crash: the lowest free slot is both.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

MOST = 64
"""More processes than anybody runs; a bound so that a broken lock cannot search for ever."""

PREFIX = "slot-"
_log = logging.getLogger(__name__)


def name_of(slot: int) -> str:
    """Return the executor name of a slot."""
    return f"{PREFIX}{slot}"


def slot_of(name: str) -> int | None:
    """Return the slot of an executor name, or None for a name that is not ours."""
    number = name.removeprefix(PREFIX)
    return int(number) if name.startswith(PREFIX) and number.isdecimal() else None


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
