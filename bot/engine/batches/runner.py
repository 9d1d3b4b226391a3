"""What the engine runs for a share of a batch: its rows, one after the other.

Each row is attempted once by whoever supplies the batch; what is here only decides which is next and when to
stop. A job may run twice, or never end.
"""

import time
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final, Generic, Protocol, TypeVar

from sqlalchemy import Connection

from bot.engine.attempts import NotSent, Outcome, Unknown
from bot.engine.batches.lanes import Lanes, S, Share
from bot.engine.port import JobArgs
from bot.engine.retry_delays import retry_delay
from bot.store.database import Database

JOB_SECONDS: Final = 10.0
"""How long one job goes on before it lets others have its thread."""
MOST_FAILURES: Final = 10
"""Jobs in a row that could not reach SMS-iT before the batch is paused: about half an hour."""
UNCLEAR_IN_A_ROW: Final = 5
"""Unclear outcomes in a row after which a batch is paused: each may have been paid for without effect."""

Row = TypeVar("Row")
S_contra = TypeVar("S_contra", bound=Share, contravariant=True)


class Came(Enum):
    """What came of the turn of a row, as far as its batch goes on from it."""

    DONE = "done"
    UNCLEAR = "unclear"  # nobody can say whether it was done
    NOT_SENT = "not sent"  # provably not: the row waits again
    PASSED = "passed"  # it did not wait for a turn any more
    NONE_LEFT = "none left"  # no row of this share waits
    STOPPED = "stopped"  # the batch does not go on, for what came of this row or another reason


def came_of(outcome: Outcome) -> Came:
    """Return what the outcome of an attempt means for the rows that follow."""
    match outcome:
        case NotSent():
            return Came.NOT_SENT
        case Unknown():
            return Came.UNCLEAR
        case _:
            return Came.DONE


class Trouble(Enum):
    """Why a batch cannot go on by itself, as the machine finds out."""

    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"


class Batch(Protocol[S_contra, Row]):
    """One kind of batch: which rows there are, how one is attempted, and how a whole one is moved."""

    def rows(self, share: S_contra) -> Iterable[Row] | None:
        """Return the rows of a share that wait; None when the batch must not go on in its wave."""

    def attempt(self, row: Row, share: S_contra) -> Came:
        """Give a row its turn, in the wave of the share. The claim is committed before anything is asked."""

    def beat(self, batch_id: str) -> None:
        """Note that somebody is at the batch."""

    def wave(self, conn: Connection, batch_id: str) -> int | None:
        """Return the wave in which a batch goes on; None when it does not."""

    def pause(self, batch_id: str, trouble: Trouble, times: int) -> bool:
        """Pause a batch that met the same trouble so many times; False when it is to go on all the same."""

    def finish(self, batch_id: str) -> bool:
        """End a batch that has no row left. True for the one caller who did."""


class Runner(Generic[S, Row]):
    """Does the shares of one kind of batch.

    ``take`` waits for the next moment of the pace; False: the process ends. ``job_seconds`` is how long one
    job goes on; 0 is for one share.
    """

    def __init__(
        self,
        database: Database,
        lanes: Lanes[S],
        batch: Batch[S, Row],
        *,
        take: Callable[[], bool],
        job_seconds: float = JOB_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._batch = batch
        self._take = take
        self._job_seconds = job_seconds
        self._monotonic = monotonic

    def run(self, args: JobArgs) -> None:
        """Attempt the rows of a share that wait, and of the lane's next ones, then let the rest follow.

        A job ends after a while though its lane goes on, so that other batches get their turn.
        """
        until = self._monotonic() + self._job_seconds
        following: S | None = self._lanes.share(args)
        while following is not None:
            share = following
            tried = self._go_through(share, until)
            if tried is None:
                return
            following = share.after
            if tried and following is not None and self._monotonic() >= until:
                self._enqueue(following)
                return
        self._batch.finish(share.batch_id)

    def _go_through(self, share: S, until: float) -> int | None:
        """Give the rows of one share their turn and return how many had it; None: this job must not go on."""
        rows = self._batch.rows(share)
        if rows is None:
            return None
        tried = unclear = 0
        for row in rows:
            if (tried and self._has_had_its_time(until)) or not self._take():
                self._enqueue(share.again())
                return None
            came = self._batch.attempt(row, share)
            if came is Came.STOPPED:
                return None
            if came is Came.NONE_LEFT:
                break
            self._batch.beat(share.batch_id)
            if came is Came.NOT_SENT:
                self._later(share, 1 if tried else share.failures + 1)
                return None
            tried += 1
            unclear = unclear + 1 if came is Came.UNCLEAR else 0
            if unclear >= UNCLEAR_IN_A_ROW and self._batch.pause(share.batch_id, Trouble.UNCLEAR, unclear):
                return None
        return tried

    def _has_had_its_time(self, until: float) -> bool:
        return self._job_seconds > 0 and self._monotonic() >= until

    def _later(self, share: S, failures: int) -> None:
        """Go on with a share later, for SMS-iT could not be reached; after long enough, when told to.

        Where the batch was set going anew meanwhile, the jobs of that wave may have passed the row that waits
        again: the newer wave gets another one.
        """
        following, delay = share.again(failures), retry_delay(failures - 1)
        with self._database.write() as conn:
            wave = self._batch.wave(conn, share.batch_id)
            if wave is None:
                return  # setting it going again reaches every row that waits
            if wave != share.wave:
                self._lanes.enqueue(conn, share.taken_over(wave), retry_delay(0))
                return
            if failures < MOST_FAILURES:
                self._lanes.enqueue(conn, following, delay)
                return
        if not self._batch.pause(share.batch_id, Trouble.UNREACHABLE, failures):
            self._enqueue(following, delay)

    def _enqueue(self, share: S, delay: float = 0.0) -> None:
        with self._database.write() as conn:
            self._lanes.enqueue(conn, share, delay)
