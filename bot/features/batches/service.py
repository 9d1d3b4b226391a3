"""What people decide about a batch under way: pause it, go on, end it.

Each is one short transaction, because Slack waits for it. A press is bound to what the person saw, so the
same press delivered again decides nothing about what came after it.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection

from bot.access import Who
from bot.engine.batches.lanes import Lanes, S
from bot.errors import UserError
from bot.features.batches import sentences
from bot.store.database import Database

B = TypeVar("B")


@unique
class BatchState(StrEnum):
    """How a batch stands, as far as its buttons go. The values are those that lists and imports store."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class BatchStatus(Generic[B]):
    """A batch as it stands when somebody presses: its stored state, and how often it was set going."""

    batch: B
    state: str
    wave: int


class Moves(Protocol[B]):
    """How one kind of batch changes its state: each move one guarded UPDATE, in the caller's transaction."""

    noun: str
    """What one is called."""
    too_late: str
    """Why one that has ended cannot be cancelled."""

    def find(self, conn: Connection, batch_id: str, who: Who) -> BatchStatus[B] | None:
        """Return a batch. Raises :exc:`UserError` when it is none of theirs."""

    def pause(self, conn: Connection, batch: B, who: Who) -> bool:
        """Pause one that runs."""

    def resume(self, conn: Connection, batch: B, who: Who, wave: int) -> bool:
        """Set one that is paused going in this wave. Raises :exc:`UserError` when they may not."""

    def cancel(self, conn: Connection, batch: B, who: Who) -> bool:
        """End one that has not ended, and have what follows from it done."""


class Decisions(Generic[B, S]):
    """Carries out what a person decided about one kind of batch."""

    def __init__(self, database: Database, lanes: Lanes[S], moves: Moves[B]) -> None:
        self._database = database
        self._lanes = lanes
        self._moves = moves

    def pause(self, batch_id: str, who: Who, wave: int) -> None:
        """Begin no further row. Raises :exc:`UserError` when it does not run, or was set going since."""

        def work(conn: Connection) -> None:
            found = self._found(conn, batch_id, who)
            if found.wave != wave:
                raise self._error(sentences.OLDER)
            if not self._moves.pause(conn, found.batch, who) and found.state != BatchState.PAUSED:
                raise self._error(sentences.NOT_RUNNING)

        self._database.write_with_others(work)

    def resume(self, batch_id: str, who: Who, wave: int) -> None:
        """Go on with a paused batch. The same press again does nothing.

        Raises :exc:`UserError` when it is not paused, was set going since, or this person may not.
        """

        def work(conn: Connection) -> None:
            found = self._found(conn, batch_id, who)
            if found.state == BatchState.RUNNING and found.wave == wave + 1:
                return
            if found.state != BatchState.PAUSED or found.wave != wave:
                raise self._error(sentences.OLDER)
            if self._moves.resume(conn, found.batch, who, wave + 1):
                self._lanes.launch(conn, batch_id, wave + 1)

        self._database.write_with_others(work)

    def cancel(self, batch_id: str, who: Who) -> None:
        """End a batch; what is under way at this moment ends. Raises :exc:`UserError` when it has ended."""

        def work(conn: Connection) -> None:
            found = self._found(conn, batch_id, who)
            if not self._moves.cancel(conn, found.batch, who) and found.state != BatchState.CANCELLED:
                raise UserError(self._moves.too_late)

        self._database.write_with_others(work)

    def _found(self, conn: Connection, batch_id: str, who: Who) -> BatchStatus[B]:
        found = self._moves.find(conn, batch_id, who)
        if found is None:
            raise self._error(sentences.GONE)
        return found

    def _error(self, sentence: str) -> UserError:
        return UserError(sentence.format(noun=self._moves.noun))
