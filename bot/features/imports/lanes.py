"""The jobs of imports: their start, a few lanes that add row after row, and their result.

A lane's job takes whichever row waits next, so every lane ends when none does; lanes of an older wave find no
row. Enqueueing a job of the same key again does nothing.
"""

from dataclasses import dataclass, replace
from typing import Final, Self
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.batches import lanes
from bot.engine.port import JobArgs

QUEUE: Final = "imports"
START: Final = "contact_import.start"
CHUNK: Final = "contact_import.chunk"
RESULT: Final = "contact_import.result"
_NUMBERS: Final = ("wave", "turn", "failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(lanes.Share):
    """Row after row of an import, as long as some wait. ``name`` tells its lane apart from the others."""

    name: str

    @property
    def key(self) -> str:
        """What makes this job one and the same."""
        return f"{self.batch_id}:{self.wave}:{self.name}:{self.turn}"

    def args(self) -> dict[str, str]:
        """Return the job's arguments."""
        numbers = {name: str(getattr(self, name)) for name in _NUMBERS}
        return {"import_id": self.batch_id, "name": self.name, **numbers}

    def taken_over(self, wave: int) -> Self:
        """Return a lane of a later wave, beside its own ones."""
        return replace(self, wave=wave, name=f"x{uuid4().hex}", turn=0, failures=0)

    @classmethod
    def of(cls, args: JobArgs) -> Self:
        """Return what a job's arguments mean."""
        numbers = {name: int(args[name]) for name in _NUMBERS}
        return cls(batch_id=args["import_id"], name=args["name"], **numbers)


class Lanes(lanes.Lanes[Lane]):
    """Enqueues the jobs of imports."""

    queue = QUEUE
    chunk = CHUNK

    def start(self, conn: Connection, import_id: str, tries: int, why: str, delay: float = 0.0) -> None:
        """Have the rows of a queued import read, once for each number of ``tries`` and each ``why``."""
        args = {"import_id": import_id, "tries": str(tries), "why": why}
        self._job(conn, START, args, f"{import_id}:start:{why}:{tries}", delay)

    def firsts(self, _conn: Connection, batch_id: str, wave: int) -> tuple[Lane, ...]:
        """Return the first job of each lane."""
        return tuple(Lane(batch_id=batch_id, wave=wave, name=str(nth)) for nth in range(self._most()))

    def share(self, args: JobArgs) -> Lane:
        """Return what a job's arguments mean."""
        return Lane.of(args)

    def result(
        self, conn: Connection, import_id: str, why: str, *, tries: int = 0, delay: float = 0.0
    ) -> None:
        """Have an import ended and its result handed out, once for each ``why`` and ``tries``."""
        args = {"import_id": import_id, "why": why, "tries": str(tries)}
        self._job(conn, RESULT, args, f"{import_id}:result:{why}:{tries}", delay)
