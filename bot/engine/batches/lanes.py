"""The jobs that carry a batch: a few lanes side by side, each with one job at a time.

A job does its share for a while and enqueues the lane's next one. So a batch never has more jobs than lanes,
two batches take turns, and setting one going again is a few jobs however many rows it has. Each time a batch
is set going it gets a new *wave*; jobs of an older one find nothing to do.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Generic, Self, TypeVar

from sqlalchemy import Connection

from bot.engine.port import Engine, JobArgs


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(ABC):
    """What one job of a lane does: its part of a batch, in one wave.

    ``turn`` counts the jobs for it, ``failures`` those in a row that could not reach SMS-iT.
    """

    batch_id: str
    wave: int
    turn: int = 0
    failures: int = 0

    @property
    @abstractmethod
    def key(self) -> str:
        """What makes this job one and the same."""

    @property
    def after(self) -> Self | None:
        """The lane's share after this one; none when this is its last."""
        return None

    @abstractmethod
    def args(self) -> JobArgs:
        """Return the job's arguments."""

    @abstractmethod
    def taken_over(self, wave: int) -> Self:
        """Return the same share as a job of a later wave, beside that wave's own ones."""

    def again(self, failures: int = 0) -> Self:
        """Return the next job for the same share."""
        return replace(self, turn=self.turn + 1, failures=failures)


S = TypeVar("S", bound=Share)


class Lanes(ABC, Generic[S]):
    """Enqueues the jobs of one kind of batch; up to ``most`` lanes of one batch run side by side.

    The same job again does nothing: its key says which one it is.
    """

    queue: ClassVar[str]
    chunk: ClassVar[str]
    """The name of the job that does a share."""

    def __init__(self, engine: Engine, most: Callable[[], int]) -> None:
        self._engine = engine
        self._most = most

    @abstractmethod
    def firsts(self, conn: Connection, batch_id: str, wave: int) -> Iterable[S]:
        """Return the first share of each lane."""

    @abstractmethod
    def share(self, args: JobArgs) -> S:
        """Return the share that a job's arguments mean."""

    def launch(self, conn: Connection, batch_id: str, wave: int) -> None:
        """Set every lane going. The same wave again does nothing."""
        for share in self.firsts(conn, batch_id, wave):
            self.enqueue(conn, share)

    def enqueue(self, conn: Connection, share: S, delay: float = 0.0) -> None:
        """Enqueue the job of one share."""
        self._job(conn, self.chunk, share.args(), share.key, delay)

    def _job(self, conn: Connection, name: str, args: JobArgs, key: str, delay: float = 0.0) -> None:
        self._engine.enqueue(conn, name, args, key=key, queue=self.queue, delay=delay)
