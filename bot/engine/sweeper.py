"""Attempts whose process died: nobody can say whether their text went out."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.store import Database, SendState, sends
from bot.store.sends import Send
from bot.store.sends.lookups import ATTEMPT_MARGIN

INTERRUPTED = "interrupted"
"""The outcome code of an attempt that never came back."""


def sweep(
    database: Database, clock: Callable[[], datetime], *, margin: timedelta = ATTEMPT_MARGIN
) -> tuple[str, ...]:
    """Turn attempts older than their own limit and `margin` into `unknown`; return their ids.

    An answer that comes later still mends them.
    """
    now = clock()
    with database.read() as conn:  # nearly always there is none, and nobody need wait for a write
        stale = sends.stale_attempts(conn, now, margin=margin)
    if not stale:
        return ()
    with database.write() as conn:
        return tuple(each.id for each in stale if interrupted(conn, each, now))


def interrupted(conn: Connection, attempt: Send, now: datetime) -> bool:
    """Record that nobody is at an attempt any more; False when it has come to an end meanwhile."""
    return sends.record(
        conn,
        attempt.id,
        token=attempt.token or "",
        to=SendState.UNKNOWN,
        now=now,
        outcome_code=INTERRUPTED,
        outcome_sentence=None,  # an earlier attempt's words are about that attempt
    )
