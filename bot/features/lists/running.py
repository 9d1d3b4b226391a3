"""What the engine runs for a list: its start, and its rows, block by block.

Every row is attempted by the same code as a text to a single person, so a row that was begun is never begun
again. What is here only decides which row is next, and when to stop: a job may run twice, or never end.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempt import NotSent, Outcome, Refused, Unknown
from bot.engine.port import JobArgs
from bot.features.lists import hours
from bot.features.lists.lanes import Block, Lanes
from bot.features.lists.pausing import ABOUT_ALL_ROWS, UNKNOWN_IN_A_ROW, Pausing, Why
from bot.features.lists.ports import AttemptRow, Outbox
from bot.features.outbox.questions import Question
from bot.features.outbox.quiet import Quiet
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, lists, rows
from bot.store.states import GOING, SendState
from bot.texting import number_places
from bot.texting.clock import Clock
from bot.texting.number_places import Place
from bot.texting.quiet_hours import Windows

log = logging.getLogger(__name__)

PAUSES: Final = (5.0, 15.0, 60.0, 300.0)
"""Seconds before a block goes on after SMS-iT could not be reached; the last one repeats."""
MOST_FAILURES: Final = 10
"""Jobs in a row of one block that could not reach SMS-iT before the list is paused: about half an hour."""
LATE: Final = "The bot was not running when it should have gone out. Is it still right?"


@dataclass(frozen=True, slots=True)
class Rules:
    """``windows`` of quiet hours, and how late a list may be found that should be running.

    ``job_seconds`` is how long one job goes on before it lets others have its thread; 0 is for one block.
    """

    windows: Windows
    latest: timedelta
    job_seconds: float = 10.0


class Running:
    """Starts lists and sends their rows."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes,
        pausing: Pausing,
        clock: Clock,
        *,
        attempt_row: AttemptRow,
        take: Callable[[], bool],
        beat: Callable[[str], None],
        outbox: Outbox,
        changed: Callable[[Connection, Send], str],
        rules: Rules,
        show: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._pausing = pausing
        self._clock = clock
        self._attempt_row = attempt_row
        self._take = take
        self._beat = beat
        self._outbox = outbox
        self._changed = changed
        self._rules = rules
        self._show = show
        self._monotonic = monotonic

    def start(self, args: JobArgs) -> None:
        """Begin the list ``send_id``, unless a person has to be asked first."""
        list_id = args["send_id"]
        with self._database.read() as conn:
            send = sends.get(conn, list_id)
            changed = "" if send is None else self._changed(conn, send)
        if send is None or send.state is not SendState.QUEUED:
            return  # begun before a crash, with its lanes; or decided otherwise
        if self._clock() - send.updated_at > self._rules.latest:
            self._outbox.hold_back(list_id, Question.LATE, LATE)
        elif quiet := self._quiet_now(send):
            self._outbox.hold_back(list_id, Question.QUIET, hours.sentence(quiet))
        elif changed:
            self._outbox.ask_again(list_id, changed)
        else:
            self._begin(list_id)

    def chunk(self, args: JobArgs) -> None:
        """Send the rows of a block that wait, and of the lane's next ones, then let the rest follow.

        A job ends after a while though its lane goes on, so that other lists get their turn.
        """
        block: Block | None = Block.of(args)
        until = self._monotonic() + self._rules.job_seconds
        while block is not None:
            waiting = self._waiting(block)
            if waiting is None or not self._send(block, waiting, until):
                return
            block = block.after
            if waiting and block is not None and self._monotonic() >= until:
                self._enqueue(block)
                return
        self.finish(args["send_id"])

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
            self._show(list_id)
        return done

    def _begin(self, list_id: str) -> None:
        with self._database.write() as conn:
            moved = sends.move(
                conn, list_id, SendState.RUNNING, now=self._clock(), only_from=SendState.QUEUED
            )
            send = sends.get(conn, list_id)
            if moved and send is not None:
                self._lanes.launch(conn, list_id, send.attempts)
                messages.open_another(conn, list_id, Purpose.DETAILS)
        self._show(list_id)

    def _waiting(self, block: Block) -> tuple[str, ...] | None:
        """Queue the rows of a block and return their ids; none at all when the list must not go on."""
        with self._database.read() as conn:
            send = sends.get(conn, block.list_id)
            numbers = rows.numbers(conn, block.list_id, block.first, block.last)
        if send is None or send.state not in GOING or send.attempts != block.wave:
            return None
        if not numbers:
            return ()
        if send.state is SendState.RUNNING and self._clock() - send.updated_at > self._rules.latest:
            self._pausing.pause(block.list_id, Why.LATE, LATE)
            return None
        quiet = self._quiet_among(send, numbers)
        if quiet is not None:
            self._pausing.pause(block.list_id, Why.QUIET, hours.sentence(quiet), until=quiet.until)
            return None
        with self._database.write() as conn:
            rows.queue(conn, block.list_id, block.first, block.last, self._clock())
            queued = rows.queued(conn, block.list_id, block.first, block.last)
        return tuple(send_id for send_id, _number in queued)

    def _send(self, block: Block, waiting: tuple[str, ...], until: float) -> bool:
        """Give each of these rows its turn. False when this job must not go on."""
        unclear, reached = 0, False
        for row_id in waiting:
            if (reached and self._has_had_its_time(until)) or not self._take():
                self._enqueue(replace(block, turn=block.turn + 1, failures=0))
                return False
            outcome = self._attempt_row(row_id, block.wave)
            if outcome is None and not self._goes_on(block):
                return False
            self._beat(block.list_id)
            if isinstance(outcome, NotSent):
                self._later(block, 1 if reached else block.failures + 1)
                return False
            reached = True
            unclear = unclear + 1 if isinstance(outcome, Unknown) else 0
            if self._paused_by(block.list_id, outcome, unclear):
                return False
        return True

    def _has_had_its_time(self, until: float) -> bool:
        return self._rules.job_seconds > 0 and self._monotonic() >= until

    def _goes_on(self, block: Block) -> bool:
        with self._database.read() as conn:
            standing = lists.standing(conn, block.list_id)
        return standing is not None and standing[0] in GOING and standing[1] == block.wave

    def _paused_by(self, list_id: str, outcome: Outcome | None, unclear: int) -> bool:
        """Pause the list when what came of a row would come of the others too."""
        if isinstance(outcome, Refused) and outcome.code in ABOUT_ALL_ROWS:
            return self._pausing.pause(list_id, Why.REFUSED, outcome.sentence)
        if unclear >= UNKNOWN_IN_A_ROW:
            told = f"SMS-iT gave no clear answer {unclear} times in a row."
            return self._pausing.pause(list_id, Why.UNCLEAR, told)
        return False

    def _later(self, block: Block, failures: int) -> None:
        """Go on with a block later, for SMS-iT could not be reached; after long enough, when told to.

        Where the list was set going anew meanwhile, its jobs may have passed a row that is back in the queue:
        the newer wave gets a job for this block.
        """
        with self._database.write() as conn:
            state, wave = lists.standing(conn, block.list_id) or (None, block.wave)
            if wave != block.wave:
                if state in GOING:
                    self._lanes.enqueue(conn, block.taken_over(wave), PAUSES[0])
                return
        told = "SMS-iT could not be reached for half an hour."
        if failures >= MOST_FAILURES and self._pausing.pause(block.list_id, Why.UNREACHABLE, told):
            return
        delay = PAUSES[min(failures, len(PAUSES)) - 1]
        self._enqueue(replace(block, turn=block.turn + 1, failures=failures), delay)

    def _enqueue(self, block: Block, delay: float = 0.0) -> None:
        with self._database.write() as conn:
            self._lanes.enqueue(conn, block, delay)

    def _quiet_now(self, send: Send) -> Quiet | None:
        """Judge all numbers of a list, page by page."""
        if not self._rules.windows or send.quiet_override:
            return None
        places: Counter[Place] = Counter()
        with self._database.read() as conn:
            size = rows.size(conn, send.id)
        for first in range(1, size + 1, rows.PAGE):
            with self._database.read() as conn:
                page = rows.numbers(conn, send.id, first, min(first + rows.PAGE - 1, size))
            places.update(map(number_places.place, page))
        return self._judged(places)

    def _quiet_among(self, send: Send, numbers: Iterable[str]) -> Quiet | None:
        if not self._rules.windows or send.quiet_override:
            return None
        return self._judged(Counter(map(number_places.place, numbers)))

    def _judged(self, places: Counter[Place]) -> Quiet | None:
        return hours.judged(places, self._clock(), timedelta(), self._rules.windows)
