"""What the engine runs for an appointment: the one attempt of each call of SMS-iT about it.

The claim is committed before the request. Whatever happens then, a crash included, the same call is never
made again without a person's or a proof's word: one found ``attempting`` becomes ``unknown``.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from bot.engine.attempt import UNFORESEEN, Accepted, NotSent, Outcome, Refused, Unknown
from bot.engine.port import Engine, JobArgs
from bot.engine.sweeper import INTERRUPTED
from bot.features.appointments.taking import Taking
from bot.features.outbox.outcomes import PAUSES, outcome, pause
from bot.features.outbox.questions import Question
from bot.features.outbox.waiting import FORGOTTEN
from bot.features.sms.jobs import QUEUE
from bot.smsit import AppointmentStatus, Endpoint, SmsItClient, SmsItError
from bot.store import appointment_calls as calls
from bot.store import appointments, messages
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Appointment, Status
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends.lookups import ATTEMPT_MARGIN
from bot.texting.clock import Clock
from bot.trouble import describe

log = logging.getLogger(__name__)

CALL: Final = "appointments.call"
"""The job that makes one call; it waits in the queue of single texts, for somebody waits for it too."""
MARGIN_SECONDS: Final = 10
NO_CONTACT: Final = "-7"
EXISTS: Final = "-8"
"""SMS-iT's codes for a number that is no contact, and for a time at which there is an appointment."""
KEPT: Final = (
    "SMS-iT did not take this over, because it has an appointment of this contact at that time already. "
    "Change it there by hand."
)
MOST_LIKELY_TAKEN: Final = (
    "SMS-iT says that there is an appointment at that time already: most likely the earlier attempt "
    "was taken."
)
TOO_LATE: Final = (
    "its turn did not come in time: the bot was not running, or SMS-iT could not be reached. If it is still "
    "right, try it again."
)
_TOLD: Final[Mapping[Status, AppointmentStatus]] = {
    Status.UNCONFIRMED: AppointmentStatus.UNCONFIRMED,
    Status.CONFIRMED: AppointmentStatus.CONFIRMED,
    Status.CANCELLED: AppointmentStatus.CANCELLED,
    Status.RESCHEDULED: AppointmentStatus.RESCHEDULED,
}


def enqueue_call(engine: Engine, conn: Connection, call_id: str, attempt: int, delay: float = 0.0) -> None:
    """Enqueue one attempt of a call in the caller's transaction; the same attempt twice is one job."""
    engine.enqueue(conn, CALL, {"call_id": call_id}, key=f"{call_id}:{attempt}", queue=QUEUE, delay=delay)


class Calling:
    """Makes the calls, and looks after those that were left."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        client: SmsItClient,
        taking: Taking,
        clock: Clock,
        *,
        latest: timedelta,
        request_seconds: float,
    ) -> None:
        self._database = database
        self._engine = engine
        self._client = client
        self._taking = taking
        self._clock = clock
        self._latest = latest + timedelta(seconds=PAUSES[-1])
        self._limit = timedelta(seconds=round(request_seconds) + MARGIN_SECONDS)

    def run(self, args: JobArgs) -> None:
        """Make the call ``call_id``, if it still waits for that.

        One that should have been made too long ago is refused instead, and asks a person.
        """
        token = uuid4().hex

        def claim(conn: Connection) -> tuple[Call, Appointment | None] | None:
            call = calls.claim(conn, args["call_id"], token=token, now=self._clock())
            return None if call is None else (call, appointments.get(conn, call.appointment_id))

        claimed = self._database.write_with_others(claim, urgent=False)
        if claimed is None:
            log.info("appointment call %s: nothing to attempt", args["call_id"])
            return
        call, known = claimed
        late = known is None or self._clock() - known.updated_at > self._latest
        came = Refused(Question.LATE, TOO_LATE) if late or known is None else self._request(call, known)
        log.info("appointment call %s: %s", call.id, type(came).__name__)
        self._database.write_with_others(lambda conn: self._record(conn, call, token, came), urgent=False)

    def look_after(self) -> None:
        """Settle calls whose process died as unknown, and give those a new job that lost theirs."""
        with self._database.read() as conn:
            found = calls.pending(conn)
        for call in found:
            now = self._clock()
            with self._database.write() as conn:
                if self._look_after(conn, call, now):
                    messages.open_another(conn, call.appointment_id, Purpose.APPOINTMENT)

    def _look_after(self, conn: Connection, call: Call, now: datetime) -> bool:
        if call.state is CallState.ATTEMPTING:
            began = call.attempting_at or call.updated_at
            if began + self._limit + ATTEMPT_MARGIN >= now:
                return False
            token, unknown = call.token or "", CallState.UNKNOWN
            return calls.record(conn, call.id, token=token, to=unknown, now=now, code=INTERRUPTED)
        if call.updated_at < now - FORGOTTEN:
            attempt = calls.requeue(conn, call, now=now)
            if attempt is not None:
                log.warning("appointment call %s was queued without a job", call.id)
                enqueue_call(self._engine, conn, call.id, attempt)
        return False

    def _request(self, call: Call, known: Appointment) -> Outcome:
        try:
            self._client.add_appointment(known.number, call.at, _TOLD[call.status])
        except SmsItError as error:
            return outcome(error, call.attempts, Endpoint.ADD_APPOINTMENT)
        except Exception as error:  # noqa: BLE001 - whatever it was, SMS-iT may have taken it
            log.error("appointment call %s ended unforeseen: %s", call.id, describe(error))
            return Unknown(UNFORESEEN)
        return Accepted()

    def _record(self, conn: Connection, call: Call, token: str, came: Outcome) -> None:
        now = self._clock()
        # Locked before its call, as by whoever decides about it: else the two may wait for each other.
        appointments.get(conn, call.appointment_id, lock=True)
        if isinstance(came, NotSent):
            if calls.put_back(conn, call.id, token=token, now=now, sentence=came.sentence):
                enqueue_call(self._engine, conn, call.id, call.attempts + 1, pause(call.attempts))
        else:
            to, code, sentence = self._meaning(conn, call, came)
            written = calls.record(conn, call.id, token=token, to=to, now=now, code=code, sentence=sentence)
            if written and to is CallState.ACCEPTED:
                self._taking.take(conn, call, sentence or "")
        messages.open_another(conn, call.appointment_id, Purpose.APPOINTMENT)

    def _meaning(
        self, conn: Connection, call: Call, came: Accepted | Refused | Unknown
    ) -> tuple[CallState, str | None, str | None]:
        """Return what an outcome makes of a call: state, code and sentence.

        What SMS-iT has at that time is this very appointment, when it took it for that time before. And what
        may have been taken at an earlier attempt is not undone by the refusal of this one.
        """
        match came:
            case Accepted():
                return CallState.ACCEPTED, None, None
            case Refused(code=code) if code == EXISTS and self._had(conn, call):
                return CallState.ACCEPTED, EXISTS, KEPT
            case Refused(code=code, sentence=sentence) if call.decided_by is not None:
                return CallState.UNKNOWN, code, MOST_LIKELY_TAKEN if code == EXISTS else sentence
            case Refused(code=code, sentence=sentence):
                return CallState.REFUSED, code, sentence
            case _:
                return CallState.UNKNOWN, came.what, came.sentence

    def _had(self, conn: Connection, call: Call) -> bool:
        before = calls.history(conn, call.appointment_id)
        return any(each.state is CallState.ACCEPTED and each.at == call.at for each in before)
