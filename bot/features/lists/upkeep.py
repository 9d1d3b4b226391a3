"""What the clock does for lists: nothing stands still, figures follow the reports, ends are noticed."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.features.lists.lanes import END, THREAD, Lanes, Result
from bot.features.lists.pausing import Pausing, Why
from bot.features.lists.running import LATE
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, lists, rows
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

STILL: Final = timedelta(minutes=8)
"""Longer than the longest pause between two tries; a list that stands still for longer has lost a job."""
UNKNOWN_KEPT: Final = timedelta(days=7)
"""How long a list waits for a person to settle rows of unknown outcome."""
ENDED_FOR: Final = timedelta(days=2)
PAGES_AT_ONCE: Final = 20
EVER: Final = datetime.min.replace(tzinfo=UTC)

Counts = Mapping[SendState, int]
_NOT_YET: Final = (SendState.DRAFT, SendState.QUEUED, SendState.ATTEMPTING, SendState.ACCEPTED)
_SENT: Final = (SendState.DELIVERED, SendState.UNDELIVERED, SendState.NO_NEWS, SendState.SUPERSEDED)


class Upkeep:
    """The parts of the tick that are about lists."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        pausing: Pausing,
        clock: Clock,
        *,
        finish: Callable[[str], bool],
        latest: timedelta,
        follow_for: timedelta,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._pausing = pausing
        self._clock = clock
        self._finish = finish
        self._latest = latest
        self._follow_for = follow_for
        self._seen: dict[str, Counts] = {}

    def parts(self) -> Mapping[str, Callable[[], object]]:
        """Return the parts in the order they run."""
        return {"lists repair": self.repair, "lists settle": self.settle, "lists tidy": self.tidy}

    def repair(self) -> None:
        """End running lists that have nothing left to send, and set those going again that stand still.

        A job is lost when the database failed it at the wrong moment. One found after so long that the bot
        cannot have been running asks a person first.
        """
        with self._database.read() as conn:
            running = lists.under_way(conn)
        for send in running:
            still_for = self._clock() - send.updated_at
            if self._finish(send.id) or still_for <= STILL:
                continue
            if still_for > self._latest:
                self._pausing.pause(send.id, Why.LATE, LATE)
            else:
                self._set_going(send)

    def settle(self) -> None:
        """Have figures drawn that changed, and end lists of which nothing more can be learned."""
        now = self._clock()
        with self._database.read() as conn:
            sent = lists.in_states(conn, [SendState.ACCEPTED], since=EVER)
            stopped = lists.in_states(conn, [SendState.CANCELLED], since=now - self._follow_for)
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
                self._cancel_rows(send.id, now)

    def _look_at(self, send: Send, now: datetime) -> Counts:
        with self._database.read() as conn:
            counts = lists.counts(conn, send.id)
        is_sent = send.state is SendState.ACCEPTED
        if is_sent and self._is_over(send, counts, now):
            self._end(send, counts)
        elif counts != self._seen.get(send.id):
            self._draw(send.id)
        if is_sent and counts.get(SendState.QUEUED) and now - send.updated_at > STILL:
            self._set_going(send)
        return counts

    def _has_left(self, list_id: str) -> bool:
        with self._database.read() as conn:
            return rows.any_left(conn, list_id, rows.STILL_TO_GO)

    def _cancel_rows(self, list_id: str, now: datetime) -> None:
        for _ in range(PAGES_AT_ONCE):
            with self._database.write() as conn:
                if not rows.cancel(conn, list_id, now):
                    break
        self._draw(list_id)

    def _set_going(self, send: Send) -> None:
        log.warning("list %s stood still and is set going again", send.id)
        with self._database.write() as conn:
            wave = lists.next_wave(conn, send.id, self._clock())
            if wave is not None:
                self._lanes.launch(conn, send.id, wave)

    @staticmethod
    def _is_over(send: Send, counts: Counts, now: datetime) -> bool:
        if any(counts.get(state) for state in _NOT_YET):
            return False
        return not counts.get(SendState.UNKNOWN) or now - send.updated_at > UNKNOWN_KEPT

    def _end(self, send: Send, counts: Counts) -> None:
        with self._database.write() as conn:
            if sends.move(conn, send.id, outcome(counts), now=self._clock(), only_from=SendState.ACCEPTED):
                self._hand_out(conn, send)

    def _hand_out(self, conn: Connection, send: Send) -> None:
        for to in (THREAD, send.user_id):
            self._lanes.result(conn, send.id, Result(to, END))

    def _draw(self, list_id: str) -> None:
        with self._database.write() as conn:
            sends.mark_dirty(conn, (list_id,))


def outcome(counts: Counts) -> SendState:
    """Return what a list came to: all that was sent was delivered, nothing was, or neither is known."""
    sent = sum(counts.get(state, 0) for state in _SENT) + counts.get(SendState.UNKNOWN, 0)
    delivered = counts.get(SendState.DELIVERED, 0)
    if delivered and delivered == sent:
        return SendState.DELIVERED
    failed = counts.get(SendState.UNDELIVERED, 0)
    return SendState.UNDELIVERED if failed == sent else SendState.NO_NEWS
