"""What the engine runs for a broadcast: the last look at it, and its one attempt."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.engine.attempts import Refused
from bot.engine.port import Engine, JobArgs
from bot.engine.retry_delays import RETRY_DELAYS, retry_delay
from bot.features.broadcast.attempts import BroadcastAttempts, enqueue_attempt
from bot.features.broadcast.checks import ApproveAgain, Ask, Checks, Go, NotNow
from bot.features.sends.holds import Hold
from bot.features.sends.rules import SendRules
from bot.features.sends.service import SendService
from bot.store import sends
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, Send, groups
from bot.store.states import SendState
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

LATE: Final = "Its time passed while the bot was offline or busy with other broadcasts."
AGAIN: Final = "If you still want to send it, write it again."


class Sending:
    """Sends broadcasts, each after a last look at it."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        checks: Checks,
        send_service: SendService,
        attempts: BroadcastAttempts,
        rules: SendRules,
        clock: Clock,
    ) -> None:
        self._database = database
        self._engine = engine
        self._checks = checks
        self._send_service = send_service
        self._attempts = attempts
        self._latest = rules.latest
        self._clock = clock

    def run(self, args: JobArgs) -> None:
        """Send the broadcast ``send_id``, if it still waits for that.

        One that has waited for too long asks first: what was right to say two days ago may be wrong now. So
        does one that changed since it was confirmed. A job that is run again leaves one that is being sent
        alone: the process that sends it need not be dead, and SMS-iT goes on for as long as it takes.
        """
        with self._database.read() as conn:
            send = sends.get(conn, args["send_id"])
        if send is None or send.state is not SendState.QUEUED:
            log.info("send %s: nothing to attempt", args["send_id"])
            return
        if self._is_late(send):
            self._hold(send)
            return
        found = self._checks.look(send)
        log.info("send %s: %s", send.id, type(found).__name__)
        match found:
            case Go(values, recipients):
                with self._database.write() as conn:
                    still = groups.set_figures(conn, send.id, **values)
                if still:
                    self._attempts.send(replace(send, **values), recipients)
            case NotNow(sentence):
                self._look_later(send, int(args.get("in_vain", "0")), sentence)
            case Ask(why, sentence, seen, until):
                self._send_service.hold_back(send.id, why, sentence, seen, until=until)
            case ApproveAgain(changed, values):
                self._send_service.ask_again(send.id, changed, **values)
            case _:
                self._attempts.refuse(send, Refused(found.code, found.sentence))

    def _is_late(self, send: Send) -> bool:
        latest = self._latest + timedelta(seconds=RETRY_DELAYS[-1])
        return self._clock() - (send.goes_at or send.updated_at) > latest

    def _hold(self, send: Send) -> None:
        """Ask whether one that is late is still right. What SMS-iT was to hold has lost its time by then."""
        if send.held_by is HeldBy.SMSIT:
            self._attempts.refuse(send, Refused(OutcomeCode.LATE, f"{LATE} {AGAIN}"))
        else:
            self._send_service.hold_back(send.id, Hold.LATE, LATE)

    def _look_later(self, send: Send, in_vain: int, sentence: str) -> None:
        """Look at it again after a pause; a person is asked once it has waited for as long as it may."""
        waited = sum(retry_delay(nth) for nth in range(in_vain + 1))
        if timedelta(seconds=waited) > self._latest:
            why = f"We couldn't check the group and the balance before sending. {sentence}"
            self._send_service.hold_back(send.id, Hold.UNCHECKED, why)
            return
        now = self._clock()
        with self._database.write() as conn:
            wave = sends.requeue(conn, send.id, wave=send.wave, now=now)  # or its job would seem lost
            if wave is not None:
                delay = retry_delay(in_vain)
                enqueue_attempt(self._engine, conn, send.id, wave, delay, in_vain=in_vain + 1)
