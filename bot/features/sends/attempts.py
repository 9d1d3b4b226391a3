"""What the engine runs for a text: its one attempt."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Outcome, Refused, attempt_once
from bot.engine.port import Engine, JobArgs
from bot.engine.retry_delays import RETRY_DELAYS, retry_delay
from bot.features.do_not_text.service import DoNotText
from bot.features.sends.checks import Check, Held, Look, TextChecks
from bot.features.sends.ledger import SendLedger, recorded
from bot.features.sends.outcomes import outcome, schedule
from bot.features.sends.refusals import LISTED
from bot.features.sends.rules import SendRules
from bot.features.sends.tracking import follow
from bot.smsit import (
    AlreadySubscribed,
    Endpoint,
    OutcomeUnknown,
    SmsItClient,
    SmsItError,
)
from bot.store import sends
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, Send
from bot.store.states import SendState
from bot.texting import phones
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

ATTEMPT: Final = "sms.attempt"
"""The job that makes the one attempt of a text."""
QUEUE: Final = "texts"
MARGIN_SECONDS: Final = 10
TOO_LATE: Final = Refused(
    OutcomeCode.LATE,
    "it's too late, because the bot was offline or couldn't reach SMS-iT. If you still want to send it, "
    "write it again.",
)


def enqueue_attempt(engine: Engine, conn: Connection, send_id: str, attempt: int, delay: float = 0.0) -> None:
    """Enqueue one attempt of a send in the caller's transaction; the same attempt twice is one job."""
    engine.enqueue(conn, ATTEMPT, {"send_id": send_id}, key=f"{send_id}:{attempt}", queue=QUEUE, delay=delay)


class TextAttempts:
    """Makes the attempts of texts to single people, and starts to follow those that were accepted."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        client: SmsItClient,
        do_not_text: DoNotText,
        rules: SendRules,
        clock: Clock,
        check: Check | None = None,
    ) -> None:
        self._database = database
        self._engine = engine
        self._client = client
        self._do_not_text = do_not_text
        self._clock = clock
        self._follow_for = rules.follow_for
        self._latest = rules.latest + timedelta(seconds=RETRY_DELAYS[-1])
        self._check = check or TextChecks()
        self._ledger = SendLedger(
            limit_seconds=round(2 * rules.request_seconds) + MARGIN_SECONDS,
            stopped=self._stopped,
            follow=self._follow,
        )

    def run(self, args: JobArgs) -> None:
        """Make the attempt of the send ``send_id``, if it still waits for one.

        One that should have gone out too long ago, because the bot was not running or SMS-iT could not be
        reached, is refused instead: what was right to say two days ago may be wrong now.
        """
        send_id = args["send_id"]
        with self._database.read() as conn:
            send = sends.get(conn, send_id)
        stopped = None if send is None or send.state is not SendState.QUEUED else self._look(send)
        if not isinstance(stopped, Held):
            request = self._request if stopped is None else partial(_instead, stopped)
            outcome = self._attempt(send_id, request, self._ledger)
            log.info("send %s: %s", send_id, type(outcome).__name__ if outcome else "nothing to attempt")

    def attempt(self, send_id: str, wave: int) -> Outcome | None:
        """Make the attempt of one row of a list; whoever runs the list looks after time and messages.

        None when the row did not wait for one, or its list does not go on in this `wave` any more. A row that
        provably did not leave is queued again.
        """
        return self._attempt(send_id, self._request, replace(self._ledger, wave=wave))

    def follow(self, conn: Connection, send: Send, now: datetime) -> None:
        """Follow a text that has been accepted, in the caller's transaction."""
        follow(conn, send, now, self._follow_for)

    def _look(self, send: Send) -> Look:
        return self._check.look(send) if self._is_due(send) else TOO_LATE

    def _is_due(self, send: Send) -> bool:
        return self._clock() - (send.goes_at or send.updated_at) <= self._latest

    def _attempt(
        self, send_id: str, request: Callable[[Send], Outcome], ledger: SendLedger
    ) -> Outcome | None:
        return recorded(attempt_once(self._database, ledger, send_id, request, clock=self._clock))

    def _stopped(self, conn: Connection, send: Send) -> Refused | None:
        """Refuse a number on the do-not-text list, in the moment of sending."""
        if self._do_not_text.stops(conn, send):
            return Refused(OutcomeCode.LISTED, LISTED.format(who=phones.mask(send.to_number)))
        return self._check.stands_in(conn, send)

    def _follow(self, conn: Connection, send: Send, outcome: Outcome) -> None:
        now = self._clock()
        match outcome:
            case Accepted(at_smsit=False):
                self.follow(conn, send, now)
            case NotSent() if send.parent_id is None:
                enqueue_attempt(self._engine, conn, send.id, send.wave + 1, retry_delay(send.attempts))
            case _:
                pass

    def _request(self, send: Send) -> Outcome:
        if send.add_to_group:
            stopped = self._add_contact(send, send.add_to_group)
            if stopped is not None:
                return stopped
        try:
            self._client.send_to_contact(
                send.sender,
                send.to_number,
                send.body or "",
                alpha_sender=send.alpha_sender,
                schedule=schedule(send),
            )
        except SmsItError as error:
            return outcome(error, send.attempts, Endpoint.SMS_CONTACT)
        return Accepted(at_smsit=send.held_by is HeldBy.SMSIT)

    def _add_contact(self, send: Send, group: str) -> Outcome | None:
        """Add the number to a group first; the outcome when that ends the attempt.

        Whatever happens here, no text has left yet: an unknown outcome of the addition is no unknown text.
        """
        try:
            self._client.add_contact(send.to_number, group, name=send.to_name or None)
        except AlreadySubscribed:
            return None
        except OutcomeUnknown:
            return Refused(
                OutcomeCode.CONTACT_UNKNOWN,
                "we couldn't confirm that the number was added to your contacts. No text was sent; "
                "look the number up, then write it again.",
            )
        except SmsItError as error:
            return outcome(error, send.attempts, Endpoint.SMS_CONTACT)
        return None


def _instead(outcome: Outcome, _send: Send) -> Outcome:
    return outcome
