"""A list as the machine of batches carries it: blocks of rows, each attempted as a text to one number is.

Every row is attempted by the same code as a text to a single person, so a row that was begun is never begun
again.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot.engine.attempts import Outcome, Refused
from bot.engine.batches.runner import Came, Trouble, came_of
from bot.features.batches import sentences
from bot.features.lists import quiet_hours, quiet_now
from bot.features.lists.lanes import Block
from bot.features.lists.pauses import ABOUT_ALL_ROWS, LATE, Pauses, Why
from bot.features.sends.rules import SendRules
from bot.features.sends.weekly import UNLIMITED, Weekly
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import lists, rows
from bot.store.states import GOING, SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

AttemptRow = Callable[[str, int], Outcome | None]
"""Makes the one attempt of a row, by its id: claim, do-not-text check, request, record, follow-up.

It claims nothing when the list does not go on in the wave that is given with it.
"""


def note(conn: Connection, list_id: str, now: datetime, before: datetime | None) -> None:
    """Note that a list is being worked on, and have its message drawn again, its details once a minute."""
    lists.heartbeat(conn, list_id, now, details=before is not None and before.minute != now.minute)


class ListBatch:
    """Carries lists. ``beat`` is told that somebody is at one."""

    def __init__(
        self,
        database: Database,
        pauses: Pauses,
        clock: Clock,
        *,
        attempt_row: AttemptRow,
        beat: Callable[[str], None],
        rules: SendRules,
        weekly: Weekly = UNLIMITED,
    ) -> None:
        self._database = database
        self._pauses = pauses
        self._clock = clock
        self._attempt_row = attempt_row
        self.beat = beat
        self._rules = rules
        self._weekly = weekly

    def rows(self, block: Block) -> tuple[str, ...] | None:
        """Queue the rows of a block and return their ids; none at all when the list must not go on."""
        with self._database.read() as conn:
            send = sends.get(conn, block.batch_id)
            numbers = rows.numbers(conn, block.batch_id, block.first, block.last)
        if send is None or send.state not in GOING or send.wave != block.wave:
            return None
        if not numbers:
            return ()
        if self._pauses.pause_lost(send):
            return None
        if send.state is SendState.RUNNING and self._clock() - send.updated_at > self._rules.latest:
            self._pauses.pause(send.id, Why.LATE, LATE)
            return None
        quiet = quiet_now.among(send, numbers, self._clock(), self._rules.windows)
        if quiet is not None:
            self._pauses.pause(send.id, Why.QUIET, quiet_hours.sentence(quiet), until=quiet.until)
            return None
        with self._database.write() as conn:
            self._weekly.leave_out(conn, send.id, numbers, self._clock())
            rows.queue(conn, send.id, block.first, block.last, self._clock())
            queued = rows.queued(conn, send.id, block.first, block.last)
        return tuple(send_id for send_id, _number in queued)

    def attempt(self, row_id: str, block: Block) -> Came:
        """Send one row. The list is paused when what came of it would come of the others too."""
        outcome = self._attempt_row(row_id, block.wave)
        if outcome is None:
            return Came.PASSED if self._goes_on(block) else Came.STOPPED
        if isinstance(outcome, Refused) and outcome.code in ABOUT_ALL_ROWS:
            paused = self._pauses.pause(block.batch_id, Why.REFUSED, outcome.sentence)
            return Came.STOPPED if paused else Came.DONE
        return came_of(outcome)

    def wave(self, conn: Connection, list_id: str) -> int | None:
        """Return the wave in which a list goes on; None when it does not."""
        standing = lists.standing(conn, list_id)
        return standing[1] if standing is not None and standing[0] in GOING else None

    def pause(self, list_id: str, trouble: Trouble, times: int) -> bool:
        """Pause a running list; one of which some rows are sent again only goes on all the same."""
        return self._pauses.pause(list_id, Why(trouble.value), sentences.trouble(trouble, times))

    def finish(self, list_id: str) -> bool:
        """Call a list sent when it has no row left to send. True for the one caller who did."""
        with self._database.read() as conn:
            if rows.any_left(conn, list_id):
                return False
        with self._database.write() as conn:
            done = not rows.any_left(conn, list_id) and sends.move(
                conn, list_id, SendState.ACCEPTED, now=self._clock(), only_from=SendState.RUNNING
            )
        if done:
            log.info("list %s: every row has had its turn", list_id)
        return done

    def _goes_on(self, block: Block) -> bool:
        with self._database.read() as conn:
            return self.wave(conn, block.batch_id) == block.wave
