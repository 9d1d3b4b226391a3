"""The jobs that carry an import: its start, a few lanes that add row after row, and its result.

Every lane has one job at a time, which takes whichever row waits next; after a while it ends and enqueues the
lane's next one, so that two imports take turns. Each time an import is set going it gets a new *wave*; lanes
of an older one find no row. Enqueueing a job of the same key again does nothing.
"""

from dataclasses import dataclass, replace
from typing import Final, Self
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.port import Engine, JobArgs

QUEUE: Final = "imports"
START: Final = "contact_import.start"
CHUNK: Final = "contact_import.chunk"
RESULT: Final = "contact_import.result"


@dataclass(frozen=True, slots=True)
class Lane:
    """What one job of a lane is. ``turn`` counts the lane's jobs.

    ``failures`` counts those in a row that could not reach SMS-iT.
    """

    import_id: str
    wave: int
    name: str
    turn: int = 0
    failures: int = 0

    @property
    def key(self) -> str:
        """What makes this job one and the same."""
        return f"{self.import_id}:{self.wave}:{self.name}:{self.turn}"

    def args(self) -> dict[str, str]:
        """Return the job's arguments."""
        numbers = {name: str(getattr(self, name)) for name in ("wave", "turn", "failures")}
        return {"import_id": self.import_id, "name": self.name, **numbers}

    def reached(self) -> Self:
        """Return the same job after it reached SMS-iT."""
        return replace(self, failures=0)

    def next(self, failures: int = 0) -> Self:
        """Return the lane's next job."""
        return replace(self, turn=self.turn + 1, failures=failures)

    def taken_over(self, wave: int) -> Self:
        """Return a lane of a later wave, beside its own ones."""
        return replace(self, wave=wave, name=f"x{uuid4().hex}", turn=0, failures=0)

    @classmethod
    def of(cls, args: JobArgs) -> Self:
        """Return what a job's arguments mean."""
        return cls(
            args["import_id"], int(args["wave"]), args["name"], int(args["turn"]), int(args["failures"])
        )


class Lanes:
    """Enqueues the jobs of imports; ``lanes`` is how many of one import run side by side."""

    def __init__(self, engine: Engine, lanes: int) -> None:
        self._engine = engine
        self._lanes = lanes

    def start(self, conn: Connection, import_id: str, tries: int, why: str, delay: float = 0.0) -> None:
        """Have the rows of a queued import read, once for each number of ``tries`` and each ``why``."""
        args = {"import_id": import_id, "tries": str(tries), "why": why}
        key = f"{import_id}:start:{why}:{tries}"
        self._engine.enqueue(conn, START, args, key=key, queue=QUEUE, delay=delay)

    def launch(self, conn: Connection, import_id: str, wave: int) -> None:
        """Enqueue the first job of each lane. The same wave again does nothing."""
        for nth in range(self._lanes):
            self.enqueue(conn, Lane(import_id, wave, str(nth)))

    def enqueue(self, conn: Connection, lane: Lane, delay: float = 0.0) -> None:
        """Enqueue one job of a lane."""
        self._engine.enqueue(conn, CHUNK, lane.args(), key=lane.key, queue=QUEUE, delay=delay)

    def result(
        self, conn: Connection, import_id: str, why: str, *, tries: int = 0, delay: float = 0.0
    ) -> None:
        """Have an import ended and its result handed out, once for each ``why`` and ``tries``."""
        args = {"import_id": import_id, "why": why, "tries": str(tries)}
        key = f"{import_id}:result:{why}:{tries}"
        self._engine.enqueue(conn, RESULT, args, key=key, queue=QUEUE, delay=delay)
