"""Forgetting what need not be kept."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.store.states import SendState
from bot.store.tables import HAS_BODY, IS_DRAFT, send

_STILL_TO_SEND = (
    SendState.DRAFT.value,
    SendState.AWAITING_APPROVAL.value,
    SendState.SCHEDULED.value,
    SendState.QUEUED.value,
    SendState.RUNNING.value,
    SendState.PAUSED.value,
    SendState.ATTEMPTING.value,
)


def forget_bodies(conn: Connection, before: datetime) -> int:
    """Empty the text of sends that last changed before `before`. Returns how many.

    A send that waits to go out keeps its text. One whose outcome is unknown does not: by then it can be
    marked as sent, but no longer sent again.
    """
    old = (HAS_BODY, send.c.updated_at < before, send.c.state.not_in(_STILL_TO_SEND))
    return conn.execute(update(send).where(*old).values(body=None)).rowcount


def purge_drafts(conn: Connection, before: datetime) -> int:
    """Delete drafts nobody confirmed, last touched before `before`, with their rows. Returns how many."""
    old = select(send.c.id).where(IS_DRAFT, send.c.updated_at < before, send.c.parent_id.is_(None))
    conn.execute(delete(send).where(send.c.parent_id.in_(old)))
    return conn.execute(delete(send).where(send.c.id.in_(old))).rowcount
