"""The one attempt of a broadcast."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Outcome, Refused, attempt_once, interrupted
from bot.engine.port import Engine, JobArgs
from bot.engine.retry_delays import retry_delay
from bot.features.broadcast.in_flight import InFlight
from bot.features.broadcast.tracking import Tracking
from bot.features.sends.ledger import LEFT_BEHIND, SendLedger, recorded
from bot.features.sends.outcomes import outcome, schedule
from bot.features.sends.rules import SendRules
from bot.smsit import Endpoint, SmsItClient, SmsItError
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


class BroadcastAttempts:
    """Makes the attempts of broadcasts, and starts to follow those that were accepted."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        client: SmsItClient,
        tracking: Tracking,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._engine = engine
        self._client = client
        self._tracking = tracking
        self._clock = clock
        self._margin_seconds = round(rules.connect_seconds) + MARGIN_SECONDS
        self._under_way = InFlight()

    def interrupted(self, send: Send, args: JobArgs) -> None:
        """Record that a broadcast was cut off, when it was this very job that sent it, in another process."""
        if not _is_of(send, args) or send.id in self._under_way:
            return
        with self._database.write() as conn:
            if LEFT_BEHIND.record(conn, send, interrupted(send), now=self._clock()):
                log.warning("send %s was interrupted while SMS-iT was sending it", send.id)

    def refuse(self, send: Send, args: JobArgs, refused: Refused) -> None:
        """Have it refused in place of an attempt."""
        self._attempt(send, args, lambda _send: refused)

    def send(self, send: Send, args: JobArgs) -> None:
        """Make the one attempt, if it still waits for that."""
        self._attempt(send, args, self._request)

    def _attempt(self, send: Send, args: JobArgs, request: Callable[[Send], Outcome]) -> None:
        ledger = SendLedger(limit_seconds=self._limit_seconds(send), follow=self._follow)
        token = _mark(args) + uuid4().hex[MARK:]
        with self._under_way.entered(send.id):
            outcome = recorded(
                attempt_once(self._database, ledger, send.id, request, clock=self._clock, token=token)
            )
        log.info("send %s: %s", send.id, type(outcome).__name__ if outcome else "nothing to attempt")

    def _limit_seconds(self, send: Send) -> int:
        wait = self._client.group_timeout(
            recipients=send.people, throttle=send.throttle or 1, scheduled=send.held_by is HeldBy.SMSIT
        )
        return round(wait) + self._margin_seconds

    def _follow(self, conn: Connection, send: Send, outcome: Outcome) -> None:
        match outcome:
            case GroupAccepted(at_smsit=False, remote_id=remote_id):
                if remote_id is not None:
                    groups.set_remote_id(conn, send.id, remote_id)
                self._tracking.begin(conn, replace(send, remote_id=remote_id), self._clock())
            case NotSent():
                enqueue_attempt(self._engine, conn, send.id, send.attempts + 1, retry_delay(send.attempts))
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
