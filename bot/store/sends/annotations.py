"""What is learned about a send without its state changing."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, case, select, update

from bot.store.sends.model import Send, SendKind, from_row
from bot.store.sends.transitions import mark_dirty
from bot.store.states import SendState
from bot.store.tables import IS_UNKNOWN, send


def unexplained(conn: Connection, *, limit: int = 100) -> tuple[Send, ...]:
    """Return sends of unknown outcome for which nobody has looked for evidence yet."""
    query = select(send).where(IS_UNKNOWN, send.c.evidence.is_(None)).limit(limit)
    return tuple(from_row(row) for row in conn.execute(query))


def note_evidence(conn: Connection, send_id: str, evidence: Mapping[str, object], now: datetime) -> None:
    """Keep what speaks for and against an unknown send having gone out, unless it is settled by now.

    When a row of a list last changed stays as it was: buttons are about rows unknown since before a moment.
    """
    still = (send.c.id == send_id, send.c.state == SendState.UNKNOWN.value)
    values = {
        "evidence": dict(evidence),
        "updated_at": case((send.c.parent_id.is_(None), now), else_=send.c.updated_at),
    }
    if conn.execute(update(send).where(*still).values(values)).rowcount:
        mark_dirty(conn, (send_id,))


def note_overdue(conn: Connection, send_id: str, code: str, now: datetime) -> None:
    """Mark a send the bot holds as not to be sent without asking, and why; it waits for a person now."""
    waiting = (send.c.id == send_id, send.c.state == SendState.SCHEDULED.value, send.c.outcome_code.is_(None))
    if conn.execute(update(send).where(*waiting).values(outcome_code=code, updated_at=now)).rowcount:
        mark_dirty(conn, (send_id,))


def newest_of(conn: Connection, user_id: str, limit: int) -> tuple[Send, ...]:
    """Return a person's newest sends, the newest first.

    Drafts, the rows of lists, and what others sent elsewhere are left out.
    """
    own = (
        send.c.user_id == user_id,
        send.c.state != SendState.DRAFT.value,
        send.c.parent_id.is_(None),
        send.c.kind != SendKind.ELSEWHERE.value,
    )
    query = select(send).where(*own).order_by(send.c.created_at.desc()).limit(limit)
    return tuple(from_row(row) for row in conn.execute(query))
