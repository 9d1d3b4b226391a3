"""The one attempt of a broadcast."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Outcome, Refused, attempt_once
from bot.engine.port import Engine
from bot.engine.retry_delays import retry_delay
from bot.features.broadcast import recipients
from bot.features.broadcast.recipients import Recipients
from bot.features.broadcast.tracking import Tracking
from bot.features.sends.ledger import SendLedger, recorded
from bot.features.sends.outcomes import outcome, schedule
from bot.features.sends.rules import SendRules
from bot.smsit import Endpoint, SmsItClient, SmsItError
from bot.store.broadcast_audiences import Recipient
from bot.store.database import Database
from bot.store.sends import HeldBy, Send, groups
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

ATTEMPT: Final = "broadcast.attempt"
"""The job that sends a broadcast."""
QUEUE: Final = "broadcasts"
"""A queue of its own: a broadcast may hold its thread for hours, and single texts must not wait for it."""
MARGIN_SECONDS: Final = 30


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
        self._recipients = Recipients(database, clock)
        self._margin_seconds = round(rules.connect_seconds) + MARGIN_SECONDS

    def refuse(self, send: Send, refused: Refused) -> None:
        """Have it refused in place of an attempt."""
        self._attempt(send, lambda _send: refused)

    def send(self, send: Send, to: Sequence[Recipient]) -> None:
        """Make the one attempt, if it still waits for that; whom it goes to is written down before."""
        token = self._recipients.keep(send.id, to)
        self._attempt(send, self._request, token)
        self._recipients.tidy(token)

    def _attempt(self, send: Send, request: Callable[[Send], Outcome], token: str | None = None) -> None:
        limit = self._limit_seconds(send)
        ledger = SendLedger(limit_seconds=limit, stopped=recipients.attempted, follow=self._follow)
        made = attempt_once(self._database, ledger, send.id, request, clock=self._clock, token=token)
        outcome = recorded(made)
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
                recipients.not_sent(conn, send)
                enqueue_attempt(self._engine, conn, send.id, send.wave + 1, retry_delay(send.attempts))
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
