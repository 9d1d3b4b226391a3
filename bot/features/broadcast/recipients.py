"""Writing down whom a broadcast goes to, before it goes: who asks later gets more than the group's name.

SMS-iT reports on a group by figures only and reads its members by itself, so nobody else can tell.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.policy.model import Retention
from bot.store import broadcast_audiences
from bot.store.batched_writes import PORTION, in_batches
from bot.store.broadcast_audiences import Recipient
from bot.store.database import Database
from bot.store.sends import Send
from bot.texting.clock import Clock

LEFT_AFTER: Final = timedelta(days=1)
"""How long people are kept whom nothing was attempted to; a broadcast is attempted seconds later."""


class Recipients:
    """Keeps whom broadcasts go to, each attempt's under its token."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, send_id: str, recipients: Sequence[Recipient]) -> str:
        """Write down whom the next attempt goes to, and return its token: a portion a transaction."""
        token = self._database.launch.token()
        for first in range(0, max(len(recipients), 1), PORTION):
            with self._database.write() as conn:
                if not first:
                    broadcast_audiences.begin(conn, token, send_id, self._clock())
                broadcast_audiences.add(conn, token, first + 1, recipients[first : first + PORTION])
        return token

    def tidy(self, token: str) -> None:
        """Drop them again if no attempt was made after all, or it provably did not reach SMS-iT."""
        with self._database.read() as conn:
            counts = broadcast_audiences.is_attempted(conn, token)
        if not counts:
            drop(self._database, token)

    def forget(self, rules: Retention) -> None:
        """Forget whom broadcasts went to after as many days as whom any text went to."""
        now = self._clock()
        with self._database.read() as conn:
            old = broadcast_audiences.to_forget(
                conn, now - timedelta(days=rules.people_days), now - LEFT_AFTER
            )
        for each in old:
            drop(self._database, each)


def attempted(conn: Connection, send: Send) -> None:
    """Note, in the transaction that claims a broadcast, that its attempt goes to those written down."""
    broadcast_audiences.note_attempt(conn, send.token or "", send.attempting_at)


def not_sent(conn: Connection, send: Send) -> None:
    """Note, in the transaction that puts a broadcast back, that nothing went out to them."""
    broadcast_audiences.note_attempt(conn, send.token or "", None)


def drop(database: Database, token: str) -> None:
    """Drop people, a portion a transaction."""
    in_batches(database, partial(_drop, token))


def _drop(token: str, conn: Connection, limit: int) -> int:
    return broadcast_audiences.drop(conn, token, limit)
