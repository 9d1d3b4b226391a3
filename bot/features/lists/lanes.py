"""The jobs of lists: their start, the lanes that go through their rows block by block, and their end.

The key of a job is made of list, wave, block and turn: enqueueing the same
again does nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.batches import lanes
from bot.engine.port import JobArgs
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(lanes.Share):
    """The rows of a list from ``first`` on, :data:`BLOCK` of them, of ``size`` in all.

    ``stride`` leads to the lane's next block. ``stray`` tells a block that a wave took over from the one
    before apart from the wave's own.
    """

    first: int
    stride: int
    size: int
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
        return f"{self.batch_id}:{self.wave}:{self.first}:{self.turn}{self.stray}"

    def args(self) -> dict[str, str]:
        """Return the job's arguments."""
        numbers = {name: str(getattr(self, name)) for name in _NUMBERS}
        return {"send_id": self.batch_id, **numbers, "stray": self.stray}

    def taken_over(self, wave: int) -> Self:
        """Return the same block as a job of a later wave, and of no lane: nothing follows it."""
        return replace(self, wave=wave, stride=self.size, turn=0, failures=0, stray=f":{uuid4().hex}")

    @classmethod
    def of(cls, args: JobArgs) -> Self:
        """Return the block that a job's arguments mean."""
        numbers = {name: int(args[name]) for name in _NUMBERS}
        return cls(batch_id=args["send_id"], stray=args["stray"], **numbers)


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


class Lanes(lanes.Lanes[Block]):
    """Enqueues the jobs of lists."""

    queue = QUEUE
    chunk = CHUNK

    def start(self, conn: Connection, list_id: str, attempt: int) -> None:
        """Have a queued list begin. The same attempt again does nothing."""
        self._send(conn, START, list_id, f"{list_id}:{attempt}")

    def firsts(self, conn: Connection, batch_id: str, wave: int) -> Iterator[Block]:
        """Return the first block of each lane."""
        size = rows.size(conn, batch_id)
        firsts = range(1, size + 1, BLOCK)[: self._most()]
        stride = BLOCK * len(firsts)
        return (
            Block(batch_id=batch_id, wave=wave, first=first, stride=stride, size=size) for first in firsts
        )

    def share(self, args: JobArgs) -> Block:
        """Return the block that a job's arguments mean."""
        return Block.of(args)

    def tidy(self, conn: Connection, list_id: str, at: datetime) -> None:
        """Have the rows cancelled that a list has left when it ends, once for each ``at``."""
        self._send(conn, TIDY, list_id, f"{list_id}:tidy:{at.isoformat()}")

    def settle(self, conn: Connection, list_id: str, *, token: str, by: str, trigger: str) -> None:
        """Have the rows marked with ``token`` called sent, as a person decided; once for each ``trigger``."""
        self._send(conn, SETTLE, list_id, f"{list_id}:sent:{trigger}", {"token": token, "by": by})

    def result(self, conn: Connection, list_id: str, result: Result, delay: float = 0.0) -> None:
        """Have the result file handed out. The same result again does nothing."""
        more = {"to": result.to, "why": result.why, "tries": str(result.tries)}
        key = f"{list_id}:result:{result.to}:{result.why}:{result.tries}"
        self._send(conn, RESULT, list_id, key, more, delay)

    def results(self, conn: Connection, list_id: str, person: str, delay: float = 0.0) -> None:
        """Have the result of an ended list handed out to everybody in its thread, and to one person."""
        for to in (THREAD, person):
            self.result(conn, list_id, Result(to, END), delay)

    def _send(
        self,
        conn: Connection,
        name: str,
        list_id: str,
        key: str,
        more: Mapping[str, str] | None = None,
        delay: float = 0.0,
    ) -> None:
        self._job(conn, name, {"send_id": list_id, **(more or {})}, key, delay)
