"""How many of a person's sends wait for their time, or for that person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.sends import scheduled
from bot.store.states import SendState
from bot.store.tables import IS_REPEATING, IS_RESERVED, IS_SCHEDULED, IS_UNKNOWN, send


@dataclass(frozen=True, slots=True)
class Attention:
    """Sends of unknown outcome, that ask before they go, that wait for their time, for approval, series."""

    unknown: int = 0
    asking: int = 0
    scheduled: int = 0
    awaiting: int = 0
    repeating: int = 0


def of(conn: Connection, user_id: str, now: datetime) -> Attention:
    """Return the figures of one person at a moment (aware); rows of lists do not count."""
    own = (send.c.user_id == user_id, send.c.parent_id.is_(None))
    count = select(func.count()).select_from(send)
    unknown = conn.execute(count.where(*own, IS_UNKNOWN)).scalar_one()
    asking = conn.execute(count.where(*own, IS_SCHEDULED, send.c.outcome_code.is_not(None))).scalar_one()
    for_approval = (IS_RESERVED, send.c.state == SendState.AWAITING_APPROVAL.value)
    awaiting = conn.execute(count.where(*own, *for_approval)).scalar_one()
    repeating = conn.execute(count.where(*own, IS_REPEATING)).scalar_one()
    here = scheduled.count_of_bot(conn, user_id)
    there = len(scheduled.of_smsit(conn, user_id, now))
    return Attention(unknown, asking, here - asking - awaiting + there, awaiting, repeating)
