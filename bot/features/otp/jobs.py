"""What the engine runs for a code: its making and its text, once.

The code is a local variable here from SMS-iT's answer until the text has been handed over, and nowhere else:
not in an attribute, an exception, a log line or a record. What is kept is a keyed hash, committed before the
text leaves.
"""

import logging
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, NotSent, Outcome, Refused, attempt_once
from bot.engine.port import Engine, JobArgs
from bot.features.do_not_text.service import DoNotText
from bot.features.otp import texts
from bot.features.otp.codes import CodeBinding, CodeHasher, is_usable
from bot.features.sends.attempts import QUEUE
from bot.features.sends.ledger import SendLedger, recorded
from bot.features.sends.outcomes import outcome
from bot.features.sends.refusals import LISTED
from bot.features.sends.rules import SendRules
from bot.features.sends.tracking import follow
from bot.policy.model import Otp
from bot.smsit import Endpoint, SmsItClient, SmsItError
from bot.store import verifications
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from bot.store.verifications import Reason, Stage
from bot.texting import phones
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

ATTEMPT: Final = "otp.attempt"
"""The job that has one code made and texts it."""
MARGIN_SECONDS: Final = 10
OVER: Final = Refused(OutcomeCode.CODE_OVER, "this code is no longer needed. Send a new one.")
LATE: Final = Refused(
    OutcomeCode.LATE,
    "too late: the bot wasn't running, or was too busy. Send a new one.",
)
UNMADE: Final = Refused(
    OutcomeCode.CODE_UNKNOWN, "SMS-iT's answer was unclear, so no text was sent. Send a new one."
)
UNUSABLE: Final = Refused(
    OutcomeCode.CODE_UNUSABLE,
    "SMS-iT made a code that can't be read out, so no text was sent. Tell your admin.",
)
UNREACHABLE: Final = Refused(
    OutcomeCode.UNREACHABLE, "SMS-iT couldn't be reached, so no text was sent. Send a new one."
)


def enqueue_attempt(engine: Engine, conn: Connection, send_id: str, attempt: int) -> None:
    """Enqueue one attempt of a code in the caller's transaction; the same attempt twice is one job."""
    engine.enqueue(conn, ATTEMPT, {"send_id": send_id}, key=f"{send_id}:{attempt}", queue=QUEUE)


class CodeAttempts:
    """Has codes made and texts them, and starts to follow those that were accepted."""

    def __init__(
        self,
        database: Database,
        client: SmsItClient,
        do_not_text: DoNotText,
        hasher: CodeHasher,
        clock: Clock,
        *,
        codes: Otp,
        rules: SendRules,
    ) -> None:
        self._database = database
        self._client = client
        self._do_not_text = do_not_text
        self._hasher = hasher
        self._clock = clock
        self._codes = codes
        self._follow_for = rules.follow_for
        self._ledger = SendLedger(
            limit_seconds=round(2 * rules.request_seconds) + MARGIN_SECONDS,
            stopped=self._stopped,
            follow=self._follow,
        )

    @property
    def _life(self) -> timedelta:
        """How long a code counts."""
        return timedelta(minutes=self._codes.minutes)

    def run(self, args: JobArgs) -> None:
        """Make the attempt of the send ``send_id``, if it still waits for one.

        A code that should have gone out longer ago than it would count is not made: whoever was to read it
        out has hung up.
        """
        send_id = args["send_id"]
        found = recorded(
            attempt_once(self._database, self._ledger, send_id, self._request, clock=self._clock)
        )
        log.info("code %s: %s", send_id, type(found).__name__ if found else "nothing to attempt")

    def _stopped(self, conn: Connection, send: Send) -> Refused | None:
        """Refuse in the moment of sending what must not go out any more."""
        if self._do_not_text.stops(conn, send):
            return Refused(OutcomeCode.LISTED, LISTED.format(who=phones.mask(send.to_number)))
        found = verifications.get(conn, send.id)
        if found is None or found.state is not Stage.MAKING or send.body is None:
            return OVER
        return LATE if self._clock() - (send.goes_at or send.created_at) > self._life else None

    def _follow(self, conn: Connection, send: Send, outcome_: Outcome) -> None:
        now = self._clock()
        if isinstance(outcome_, Accepted):
            follow(conn, send, now, self._follow_for)
        elif isinstance(outcome_, Refused) and not send.risked:
            for seen in (Stage.MAKING, Stage.OPEN):
                verifications.fail(conn, send.id, Reason.NOT_SENT, now, only_from=seen)

    def _request(self, send: Send) -> Outcome:
        try:
            code = self._client.generate_otp().code
        except SmsItError as error:
            return _unmade(error)
        if not is_usable(code):
            return UNUSABLE
        if not self._open(send.id, code):
            return OVER
        try:
            self._client.send_to_contact(
                send.sender,
                send.to_number,
                texts.with_code(send.body or "", code),
                alpha_sender=send.alpha_sender,
            )
        except SmsItError as error:
            found = outcome(error, send.attempts, Endpoint.SMS_CONTACT)
            return UNREACHABLE if isinstance(found, NotSent) else found
        return Accepted()

    def _open(self, send_id: str, code: str) -> bool:
        """Keep the hash of a code, committed before its text leaves. False when that must not be any more."""
        with self._database.write() as conn:
            held = verifications.hold(conn, send_id)
            if held is None:
                return False
            bound = CodeBinding(held.send_id, held.user_id, held.number, held.purpose)
            return verifications.open_(
                conn, send_id, self._hasher.hash(bound, code), self._clock() + self._life
            )


def _unmade(error: SmsItError) -> Outcome:
    """Return what it means that no code was made: whatever it was, no text has left."""
    match outcome(error, 0, Endpoint.SMS_CONTACT):
        case Refused() as refused:
            return refused
        case NotSent():
            return UNREACHABLE
        case _:
            return UNMADE
