"""What the clock does for codes: end what nobody ends any more."""

import logging
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection

from bot.store import sends, verifications
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.states import TO_SEND, SendState
from bot.store.verifications import Reason, Stage
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

ENDS: Final = MappingProxyType(
    {
        Stage.OPEN: Reason.EXPIRED,
        Stage.CHECKING: Reason.UNCLEAR,  # SMS-iT was not asked, or did not answer: whoever asked is gone
    }
)
"""Why a stage ends when its time is over."""
NO_CODE: Final = "the bot was stopped before the code was created, so no text was sent. Send a new one."


class Upkeep:
    """Ends codes whose time is over, and those that never came to be."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def expire(self) -> None:
        """End what is over; each in a transaction of its own, so that nobody waits long."""
        with self._database.read() as conn:
            found = verifications.unfinished(conn, self._clock())
        for each in found:
            with self._database.write() as conn:
                self._end(conn, each.send_id)

    def _end(self, conn: Connection, send_id: str) -> None:
        now = self._clock()
        held = verifications.hold(conn, send_id)
        if held is None:
            return
        if held.state is Stage.MAKING:
            self._unmade(conn, send_id)
            return
        reason = ENDS.get(held.state)
        if reason is not None and held.is_over(now):
            verifications.fail(conn, send_id, reason, now, only_from=held.state)

    def _unmade(self, conn: Connection, send_id: str) -> None:
        """End one whose send ended before there was a code, which a code always is before its text leaves."""
        now = self._clock()
        send = sends.get(conn, send_id)
        if send is None or send.state in TO_SEND:
            return
        if not send.risked:
            values = {
                "outcome_code": OutcomeCode.INTERRUPTED.value,
                "outcome_sentence": NO_CODE,
                **sends.NO_EVIDENCE,
            }
            sends.move(conn, send_id, SendState.REFUSED, now=now, only_from=SendState.UNKNOWN, **values)
        verifications.fail(conn, send_id, Reason.NOT_SENT, now, only_from=Stage.MAKING)
