"""What the engine runs for a broadcast: the last look at it, and its one attempt."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.attempt import Accepted, NotSent, Outcome, Refused, attempt_once
from bot.engine.port import Engine, JobArgs
from bot.engine.sweeper import interrupted
from bot.features.broadcast.following import Following
from bot.features.broadcast.preflight import ApproveAgain, Ask, Go, NotNow, Preflight
from bot.features.broadcast.under_way import UnderWay
from bot.features.outbox.outcomes import PAUSES, outcome, pause, schedule
from bot.features.outbox.questions import Question
from bot.features.outbox.service import Outbox
from bot.smsit import Endpoint, SmsItClient, SmsItError
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, groups
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

ATTEMPT: Final = "broadcast.attempt"
"""The job that sends a broadcast."""
QUEUE: Final = "broadcasts"
"""A queue of its own: a broadcast may hold its thread for hours, and single texts must not wait for it."""
MARGIN_SECONDS: Final = 30
MARK: Final = 8
"""How many characters at the start of an attempt's token say which job made it."""
LATE: Final = "Its turn did not come in time: the bot was not running, or other broadcasts were being sent."
AGAIN: Final = "If it is still right, write it again."


@dataclass(frozen=True, slots=True)
class GroupAccepted(Accepted):
    """SMS-iT took the broadcast on, and reports on it by this id."""

    remote_id: str | None = None


def enqueue_attempt(
    engine: Engine, conn: Connection, send_id: str, attempt: int, delay: float = 0.0, *, in_vain: int = 0
) -> None:
    """Enqueue one attempt of a broadcast in the caller's transaction; the same attempt twice is one job.

    ``in_vain`` counts the looks right before it that SMS-iT did not answer.
    """
    args = {"send_id": send_id, "attempt": str(attempt), "in_vain": str(in_vain)}
    engine.enqueue(conn, ATTEMPT, args, key=f"{send_id}:{attempt}", queue=QUEUE, delay=delay)


class Attempts:
    """Makes the attempts of broadcasts, each after a last look at it."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        client: SmsItClient,
        clock: Clock,
        *,
        preflight: Preflight,
        outbox: Outbox,
        following: Following,
        latest: timedelta,
        connect_seconds: float,
    ) -> None:
        self._database = database
        self._engine = engine
        self._client = client
        self._preflight = preflight
        self._outbox = outbox
        self._following = following
        self._clock = clock
        self._latest = latest
        self._margin_seconds = round(connect_seconds) + MARGIN_SECONDS
        self._under_way = UnderWay()

    def run(self, args: JobArgs) -> None:
        """Send the broadcast ``send_id``, if it still waits for that.

        One that has waited for too long asks first: what was right to say two days ago may be wrong now. So
        does one that changed since it was confirmed. A job that is run again, because the process died that
        sent the broadcast, says so at once.
        """
        with self._database.read() as conn:
            send = sends.get(conn, args["send_id"])
        if send is None or send.state is not SendState.QUEUED:
            log.info("send %s: nothing to attempt", args["send_id"])
            if send is not None and _is_of(send, args):
                self._interrupted(send)
            return
        if self._is_late(send):
            self._hold(send)
            return
        found = self._preflight.look(send)
        log.info("send %s: %s", send.id, type(found).__name__)
        match found:
            case Go(values):
                with self._database.write() as conn:
                    still = groups.set_figures(conn, send.id, **values)
                if still:
                    self._attempt(replace(send, **values), args, self._request)
            case NotNow(sentence):
                self._look_later(send, int(args.get("in_vain", "0")), sentence)
            case Ask(why, sentence, seen):
                self._outbox.hold_back(send.id, why, sentence, seen)
            case ApproveAgain(changed, values):
                self._outbox.ask_again(send.id, changed, **values)
            case _:
                self._attempt(send, args, lambda _send: Refused(found.code, found.sentence))

    def _is_late(self, send: Send) -> bool:
        return self._clock() - (send.goes_at or send.updated_at) > self._latest + timedelta(
            seconds=PAUSES[-1]
        )

    def _hold(self, send: Send) -> None:
        """Ask whether one that is late is still right. What SMS-iT was to hold has lost its time by then."""
        if send.held_by is HeldBy.SMSIT:
            self._attempt(send, {}, lambda _send: Refused(Question.LATE, f"{LATE} {AGAIN}"))
        else:
            self._outbox.hold_back(send.id, Question.LATE, LATE)

    def _interrupted(self, send: Send) -> None:
        if send.id in self._under_way:
            return
        with self._database.write() as conn:
            if interrupted(conn, send, self._clock()):
                log.warning("send %s was interrupted while SMS-iT was sending it", send.id)

    def _attempt(self, send: Send, args: JobArgs, request: Callable[[Send], Outcome]) -> None:
        with self._under_way.entered(send.id):
            outcome = attempt_once(
                self._database,
                self._clock,
                send.id,
                limit_seconds=self._limit_seconds(send),
                request=request,
                recorded=self._recorded,
                token=_mark(args) + uuid4().hex[MARK:],
            )
        log.info("send %s: %s", send.id, type(outcome).__name__ if outcome else "nothing to attempt")

    def _limit_seconds(self, send: Send) -> int:
        wait = self._client.group_timeout(
            recipients=send.people, throttle=send.throttle or 1, scheduled=send.held_by is HeldBy.SMSIT
        )
        return round(wait) + self._margin_seconds

    def _look_later(self, send: Send, in_vain: int, sentence: str) -> None:
        """Look at it again after a pause; a person is asked once it has waited for as long as it may."""
        waited = sum(pause(nth) for nth in range(in_vain + 1))
        if timedelta(seconds=waited) > self._latest:
            why = f"What has to be known before it goes could not be found out. {sentence}"
            self._outbox.hold_back(send.id, Question.UNCHECKED, why)
            return
        now = self._clock()
        with self._database.write() as conn:
            # Counted as an attempt, for its job needs a key of its own; and moved on, or it would seem lost.
            attempt = sends.requeue(conn, send.id, attempts=send.attempts, now=now)
            if attempt is not None:
                enqueue_attempt(self._engine, conn, send.id, attempt, pause(in_vain), in_vain=in_vain + 1)

    def _recorded(self, conn: Connection, send: Send, outcome: Outcome) -> None:
        match outcome:
            case GroupAccepted(at_smsit=False, remote_id=remote_id):
                if remote_id is not None:
                    groups.set_remote_id(conn, send.id, remote_id)
                self._following.begin(conn, replace(send, remote_id=remote_id), self._clock())
            case NotSent():
                enqueue_attempt(self._engine, conn, send.id, send.attempts + 1, pause(send.attempts))
            case _:
                pass

    def _request(self, send: Send) -> Outcome:
        call = partial(self._client.send_to_group, send.sender, send.to_name or "", send.body or "")
        try:
            taken = call(
                recipients=send.people,
                alpha_sender=send.alpha_sender,
                rotate=bool(send.rotate),
                throttle=send.throttle or 1,
                schedule=schedule(send),
            )
        except SmsItError as error:
            return outcome(error, send.attempts, Endpoint.SMS_GROUP)
        return GroupAccepted(at_smsit=taken.scheduled, remote_id=taken.group_sms_id)


def _mark(args: JobArgs) -> str:
    """Return how the token of an attempt begins that was made by this job; jobs are told by their number."""
    number = args.get("attempt")
    return "-" * MARK if number is None else f"{int(number):0{MARK}d}"


def _is_of(send: Send, args: JobArgs) -> bool:
    """Tell whether a send is being attempted by this very job, which then runs for a second time.

    Another job of the same send may be at it in another process, which need not have died.
    """
    known = "attempt" in args and send.state is SendState.ATTEMPTING
    return known and (send.token or "").startswith(_mark(args))
