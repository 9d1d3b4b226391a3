"""What the engine runs for an appointment: the one attempt of each call of SMS-iT about it."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.engine.attempts import Accepted, Outcome, attempt_once, sweep
from bot.engine.port import Engine, JobArgs
from bot.engine.retry_delays import LOST_AFTER, RETRY_DELAYS
from bot.features.appointments.effects import Effects
from bot.features.appointments.ledger import CallLedger
from bot.features.sends.attempts import QUEUE
from bot.features.sends.outcomes import outcome
from bot.smsit import AppointmentStatus, Endpoint, SmsItClient, SmsItError
from bot.store import appointment_call_transitions, appointments
from bot.store import appointment_calls as calls
from bot.store.appointment_calls import Call, CallState
from bot.store.appointments import Status
from bot.store.database import Database
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

CALL: Final = "appointments.call"
"""The job that makes one call; it waits in the queue of single texts, for somebody waits for it too."""
MARGIN_SECONDS: Final = 10
_TOLD: Final[Mapping[Status, AppointmentStatus]] = {
    Status.UNCONFIRMED: AppointmentStatus.UNCONFIRMED,
    Status.CONFIRMED: AppointmentStatus.CONFIRMED,
    Status.CANCELLED: AppointmentStatus.CANCELLED,
    Status.RESCHEDULED: AppointmentStatus.RESCHEDULED,
}


def enqueue_call(engine: Engine, conn: Connection, call_id: str, attempt: int, delay: float = 0.0) -> None:
    """Enqueue one attempt of a call in the caller's transaction; the same attempt twice is one job."""
    engine.enqueue(conn, CALL, {"call_id": call_id}, key=f"{call_id}:{attempt}", queue=QUEUE, delay=delay)


class CallAttempts:
    """Makes the calls, and looks after those that were left."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        client: SmsItClient,
        effects: Effects,
        clock: Clock,
        *,
        latest: timedelta,
        request_seconds: float,
    ) -> None:
        self._database = database
        self._engine = engine
        self._client = client
        self._clock = clock
        self._ledger = CallLedger(
            effects=effects,
            enqueue=partial(enqueue_call, engine),
            limit=timedelta(seconds=round(request_seconds) + MARGIN_SECONDS),
            latest=latest + timedelta(seconds=RETRY_DELAYS[-1]),
        )

    def run(self, args: JobArgs) -> None:
        """Make the call ``call_id``, if it still waits for that.

        One that should have been made too long ago is refused instead, and asks a person.
        """
        call_id = args["call_id"]
        number = self._number(call_id)
        request = partial(self._request, number)
        attempt = attempt_once(self._database, self._ledger, call_id, request, clock=self._clock)
        if attempt is None:
            log.info("appointment call %s: nothing to attempt", call_id)
            return
        log.info("appointment call %s: %s", call_id, type(attempt.outcome).__name__)

    def look_after(self) -> None:
        """Settle calls whose process died as unknown, and give those a new job that lost theirs."""
        sweep(self._database, self._ledger, self._clock)
        with self._database.read() as conn:
            waiting = [each for each in calls.pending(conn) if each.state is CallState.QUEUED]
        for call in waiting:
            now = self._clock()
            if call.updated_at < now - LOST_AFTER:
                with self._database.write() as conn:
                    wave = appointment_call_transitions.requeue(conn, call, now=now)
                    if wave is not None:
                        log.warning("appointment call %s was queued without a job", call.id)
                        enqueue_call(self._engine, conn, call.id, wave)

    def _number(self, call_id: str) -> str:
        """Return whose appointment a call is about, nobody's when there is no such call."""
        with self._database.read() as conn:
            call = calls.get(conn, call_id)
            known = None if call is None else appointments.get(conn, call.appointment_id)
        return "" if known is None else known.number

    def _request(self, number: str, call: Call) -> Outcome:
        try:
            self._client.add_appointment(number, call.at, _TOLD[call.status])
        except SmsItError as error:
            return outcome(error, call.attempts, Endpoint.ADD_APPOINTMENT)
        return Accepted()
