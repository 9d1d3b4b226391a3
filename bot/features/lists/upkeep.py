"""What the clock does for lists: nothing stands still, figures follow the reports, ends are noticed."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import repeat
from typing import Final

from sqlalchemy import Connection

from bot.engine.port import JobArgs
from bot.engine.retry_delays import LOST_AFTER
from bot.features.batches import upkeep
from bot.features.lists.batch import ListBatch
from bot.features.lists.lanes import Block, Lanes
from bot.features.lists.pauses import LATE, Pauses, Why
from bot.features.sends.rules import SendRules
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, again, lists, rows
from bot.store.states import TAKEN, SendState
from bot.texting.clock import Clock

UNKNOWN_KEPT: Final = timedelta(days=7)
"""How long a list waits for a person to settle rows of unknown outcome."""
ENDED_FOR: Final = timedelta(days=2)
PAGES_AT_ONCE: Final = 20
EVER: Final = datetime.min.replace(tzinfo=UTC)

Counts = Mapping[SendState, int]
_NOT_YET: Final = (SendState.DRAFT, SendState.QUEUED, SendState.ATTEMPTING, SendState.ACCEPTED)
_SENT: Final = TAKEN - {SendState.ACCEPTED}


class ListUpkeep(upkeep.Upkeep[Send, Block]):
    """The parts of the tick that are about lists. ``look`` is whether there are any to look after."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        clock: Clock,
        *,
        batch: ListBatch,
        pauses: Pauses,
        rules: SendRules,
    ) -> None:
        super().__init__(database, lanes, lists.next_wave, clock)
        self._list_lanes = lanes
        self._batch = batch
        self._pauses = pauses
        self._rules = rules
        self._seen: dict[str, Counts] = {}
        self.look = lists.looked_after(stopped=rules.follow_for, unsent=ENDED_FOR)

    def parts(self) -> Mapping[str, Callable[[], object]]:
        """Return the parts in the order they run."""
        return {
            "lists words": self.pause_lost,
            "lists repair": self.repair,
            "lists settle": self.settle,
            "lists tidy": self.tidy,
        }

    def pause_lost(self) -> None:
        """Pause the lists whose template was archived, or is no longer approved, since they began."""
        with self._database.read() as conn:
            running = lists.under_way(conn)
        for each in running:
            self._pauses.pause_lost(each)

    def looked_after(self, conn: Connection) -> tuple[Send, ...]:
        """Return the lists that run."""
        return lists.under_way(conn)

    def ends(self, batch: Send) -> bool:
        """End a list that has nothing left to send."""
        return self._batch.finish(batch.id)

    def mend(self, batch: Send, still_for: timedelta) -> None:
        """Set a list going again; after so long that the bot cannot have been running, ask a person first."""
        if still_for > self._rules.latest:
            self._pauses.pause(batch.id, Why.LATE, LATE)
        else:
            self.set_going(batch.id)

    def settle(self) -> None:
        """Have figures drawn that changed, and end lists of which nothing more can be learned."""
        now = self._clock()
        with self._database.read() as conn:
            sent = lists.in_states(conn, [SendState.ACCEPTED], since=EVER)
            stopped = lists.in_states(conn, [SendState.CANCELLED], since=now - self._rules.follow_for)
            # What was in flight when it was paused ends later, and reports come in meanwhile.
            paused = lists.under_way(conn, SendState.PAUSED)
        self._seen = {send.id: self._look_at(send, now) for send in (*sent, *stopped, *paused)}

    def tidy(self) -> None:
        """Cancel what lists have left that ended without a job for it: not approved, say, or not in time."""
        now = self._clock()
        with self._database.read() as conn:
            ended = lists.in_states(conn, lists.ENDED_UNSENT, since=now - ENDED_FOR)
        for send in ended:
            if self._has_left(send.id):
                self._cancel_rows(send.id, PAGES_AT_ONCE)

    def tidy_one(self, args: JobArgs) -> None:
        """Cancel the rows that the ended list ``send_id`` has left, a page a transaction."""
        self._cancel_rows(args["send_id"])

    def _look_at(self, send: Send, now: datetime) -> Counts:
        with self._database.read() as conn:
            counts = lists.counts(conn, send.id)
        is_sent = send.state is SendState.ACCEPTED
        if is_sent and self._is_over(send, counts, now):
            self._end(send, counts)
        elif counts != self._seen.get(send.id):
            self._draw(send.id)
        if is_sent and counts.get(SendState.QUEUED) and now - send.updated_at > LOST_AFTER:
            self.set_going(send.id)
        return counts

    def _has_left(self, list_id: str) -> bool:
        with self._database.read() as conn:
            return rows.any_left(conn, list_id, rows.STILL_TO_GO)

    def _cancel_rows(self, list_id: str, pages: int | None = None) -> None:
        """Cancel the rows a list has left, so many pages at most, and have its figures drawn."""
        for _ in range(pages) if pages is not None else repeat(None):
            with self._database.write() as conn:
                if not rows.cancel(conn, list_id, self._clock()):
                    break
        self._draw(list_id)
        with self._database.write() as conn:  # what it did not come to send again may be offered once more
            sends.mark_dirty(conn, again.origin(conn, list_id))

    @staticmethod
    def _is_over(send: Send, counts: Counts, now: datetime) -> bool:
        if any(counts.get(state) for state in _NOT_YET):
            return False
        return not counts.get(SendState.UNKNOWN) or now - send.updated_at > UNKNOWN_KEPT

    def _end(self, send: Send, counts: Counts) -> None:
        with self._database.write() as conn:
            if sends.move(conn, send.id, outcome(counts), now=self._clock(), only_from=SendState.ACCEPTED):
                self._list_lanes.results(conn, send.id, send.user_id)

    def _draw(self, list_id: str) -> None:
        with self._database.write() as conn:
            sends.mark_dirty(conn, (list_id,))


def outcome(counts: Counts) -> SendState:
    """Return what a list came to: every row was delivered, nothing that was sent was, or neither.

    A row that was not sent (refused, cancelled) was not delivered.
    """
    sent = sum(counts.get(state, 0) for state in _SENT) + counts.get(SendState.UNKNOWN, 0)
    delivered = counts.get(SendState.DELIVERED, 0)
    if delivered and delivered == sum(counts.values()):
        return SendState.DELIVERED
    failed = counts.get(SendState.UNDELIVERED, 0)
    return SendState.UNDELIVERED if failed == sent else SendState.NO_NEWS
