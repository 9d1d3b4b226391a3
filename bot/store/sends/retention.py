"""Forgetting what need not be kept, a portion at a time: nobody should wait long for the database."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from bot.store import lock_order
from bot.store.states import TO_SEND
from bot.store.tables import HAS_BODY, IS_DRAFT, IS_ROW, message, send

PORTION = 1000
"""Rows of one transaction, by default."""
_TO_SEND = sorted(state.value for state in TO_SEND)


def forget_bodies(conn: Connection, before: datetime, limit: int = PORTION) -> int:
    """Empty the text of up to `limit` sends that last changed before `before`. Returns how many.

    A send that waits to go out keeps its text. One whose outcome is unknown does not: by then it can be
    marked as sent, but no longer sent again.
    """
    old = (HAS_BODY, send.c.updated_at < before, send.c.state.not_in(_TO_SEND))
    some = select(send.c.id).where(*old).limit(limit)
    return lock_order.change(conn, update(send).where(send.c.id.in_(some), *old).values(body=None)).rowcount


def purge_drafts(conn: Connection, before: datetime, limit: int = PORTION) -> int:
    """Delete up to `limit` drafts nobody confirmed, last touched before `before`. Returns how many.

    Rows of a list stay for :func:`purge_rows`. The list goes first: nobody can confirm it half emptied.
    """
    old = select(send.c.id).where(IS_DRAFT, send.c.updated_at < before, send.c.parent_id.is_(None))
    gone = delete(send).where(send.c.id.in_(old.limit(limit)), IS_DRAFT).returning(send.c.id)
    ids = tuple(lock_order.change(conn, gone).scalars())
    lock_order.change(conn, delete(message).where(message.c.subject_id.in_(ids)))
    return len(ids)


def purged_lists(conn: Connection) -> tuple[str, ...]:
    """Return the ids of lists that are gone and have rows left. It looks at the rows of all lists."""
    parents = select(send.c.parent_id.label("id")).where(IS_ROW).distinct().subquery()
    gone = ~exists().where(send.c.id == parents.c.id)
    return tuple(conn.execute(select(parents.c.id).where(gone)).scalars())


def purge_rows(conn: Connection, list_id: str, limit: int = PORTION) -> int:
    """Delete up to `limit` rows of a list that is gone. Returns how many."""
    some = select(send.c.id).where(IS_ROW, send.c.parent_id == list_id).limit(limit)
    return lock_order.change(conn, delete(send).where(send.c.id.in_(some))).rowcount
