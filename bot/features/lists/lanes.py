"""The jobs that carry a list: a few lanes, each going through its share of the rows, block by block.

Every lane has one job at a time; it does some blocks and enqueues the lane's next one. So a list never has
more jobs than lanes, two lists take turns, and setting a list going again is a few jobs however long it is.
Each time a list is set going it gets a new *wave* (the ``attempts`` of the list); jobs of an older wave stop.
The key of a job is made of list, wave, block and turn: enqueueing the same again does nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.port import Engine, JobArgs
from bot.store.sends import rows

QUEUE: Final = "rows"
START: Final = "lists.start"
CHUNK: Final = "lists.chunk"
TIDY: Final = "lists.tidy"
SETTLE: Final = "lists.settle"
RESULT: Final = "lists.result"
THREAD: Final = "thread"
"""Where a result file goes that everybody may see."""
END: Final = "end"
"""Why a result file is handed out to all when a list has ended."""
BLOCK: Final = 50
"""Rows between two looks at whether the list may go on; a row by itself is looked at too."""
_NUMBERS: Final = ("wave", "first", "stride", "size", "turn", "failures")


@dataclass(frozen=True, slots=True)
class Block:
    """What one job does: the rows from ``first`` on, :data:`BLOCK` of them, of ``size`` in all.

    ``stride`` leads to the lane's next block. ``turn`` counts the jobs for this block, ``failures`` those in
    a row that could not reach SMS-iT. ``stray`` tells a block that a wave took over from the one before apart
    from the wave's own.
    """

    list_id: str
    wave: int
    first: int
    stride: int
    size: int
    turn: int = 0
    failures: int = 0
    stray: str = ""

    @property
    def last(self) -> int:
        """The place of the last row of the block."""
        return min(self.first + BLOCK - 1, self.size)

    @property
    def after(self) -> Self | None:
        """The lane's next block; none when this was its last."""
        first = self.first + self.stride
        return None if first > self.size else replace(self, first=first, turn=0, failures=0)

    @property
    def key(self) -> str:
        """What makes this job one and the same."""
        return f"{self.list_id}:{self.wave}:{self.first}:{self.turn}{self.stray}"

    def args(self) -> dict[str, str]:
        """Return the job's arguments."""
        numbers = {name: str(getattr(self, name)) for name in _NUMBERS}
        return {"send_id": self.list_id, **numbers, "stray": self.stray}

    def taken_over(self, wave: int) -> Self:
        """Return the same block as a job of a later wave, and of no lane: nothing follows it."""
        return replace(self, wave=wave, stride=self.size, turn=0, failures=0, stray=f":{uuid4().hex}")

    @classmethod
    def of(cls, args: JobArgs) -> Self:
        """Return the block that a job's arguments mean."""
        wave, first, stride, size, turn, failures = (int(args[name]) for name in _NUMBERS)
        return cls(args["send_id"], wave, first, stride, size, turn, failures, args["stray"])


@dataclass(frozen=True, slots=True)
class Result:
    """Who gets a result file: a person by their id, or the thread. Once for each ``why``."""

    to: str
    why: str
    tries: int = 0

    @classmethod
    def of(cls, args: JobArgs) -> Self:
        """Return what a job's arguments mean."""
        return cls(args["to"], args["why"], int(args["tries"]))


class Lanes:
    """Enqueues the jobs of lists; ``lanes`` is how many of one list run side by side."""

    def __init__(self, engine: Engine, lanes: int) -> None:
        self._engine = engine
        self._lanes = lanes

    def start(self, conn: Connection, list_id: str, attempt: int) -> None:
        """Have a queued list begin. The same attempt again does nothing."""
        self._job(conn, START, list_id, f"{list_id}:{attempt}")

    def launch(self, conn: Connection, list_id: str, wave: int) -> None:
        """Enqueue the first block of each lane. The same wave again does nothing."""
        size = rows.size(conn, list_id)
        firsts = range(1, size + 1, BLOCK)[: self._lanes]
        for first in firsts:
            self.enqueue(conn, Block(list_id, wave, first, BLOCK * len(firsts), size))

    def enqueue(self, conn: Connection, block: Block, delay: float = 0.0) -> None:
        """Enqueue one block."""
        self._engine.enqueue(conn, CHUNK, block.args(), key=block.key, queue=QUEUE, delay=delay)

    def tidy(self, conn: Connection, list_id: str, at: datetime) -> None:
        """Have the rows cancelled that a list has left when it ends, once for each ``at``."""
        self._job(conn, TIDY, list_id, f"{list_id}:tidy:{at.isoformat()}")

    def settle(self, conn: Connection, list_id: str, *, token: str, by: str, trigger: str) -> None:
        """Have the rows marked with ``token`` called sent, as a person decided; once for each ``trigger``."""
        self._job(conn, SETTLE, list_id, f"{list_id}:sent:{trigger}", more={"token": token, "by": by})

    def result(self, conn: Connection, list_id: str, result: Result, delay: float = 0.0) -> None:
        """Have the result file handed out. The same result again does nothing."""
        more = {"to": result.to, "why": result.why, "tries": str(result.tries)}
        key = f"{list_id}:result:{result.to}:{result.why}:{result.tries}"
        self._job(conn, RESULT, list_id, key, more=more, delay=delay)

    def _job(
        self,
        conn: Connection,
        name: str,
        list_id: str,
        key: str,
        *,
        delay: float = 0.0,
        more: Mapping[str, str] | None = None,
    ) -> None:
        args = {"send_id": list_id, **(more or {})}
        self._engine.enqueue(conn, name, args, key=key, queue=QUEUE, delay=delay)
