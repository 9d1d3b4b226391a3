"""The newest change each person made in a form, for the processes that share a database.

Only the newest is kept of each person, so that nothing has to be cleared away: whoever fills in two forms at
once, on two devices, is drawn what came last.
"""

from sqlalchemy import Connection, or_, select, update

from bot.store import advisory_locks
from bot.store.advisory_locks import Lock
from bot.store.dialects import insert_into
from bot.store.tables import view_change


def note(conn: Connection, user_id: str, view_id: str, acted_at: int) -> bool:
    """Note a change of a form (microseconds by Slack's clock); False where a newer one of it was noted."""
    values = {"view_id": view_id, "acted_at": acted_at}
    newer = or_(view_change.c.view_id != view_id, view_change.c.acted_at <= acted_at)
    new = insert_into(conn, view_change).values(user_id=user_id, **values)
    put = new.on_conflict_do_update(index_elements=["user_id"], set_=values, where=newer)
    return conn.execute(put.returning(view_change.c.user_id)).first() is not None


def overtake(conn: Connection, user_id: str, view_id: str) -> None:
    """Note that something newer than all changes of a form that were noted was done with it."""
    own = view_change.c.user_id == user_id, view_change.c.view_id == view_id
    conn.execute(update(view_change).where(*own).values(acted_at=view_change.c.acted_at + 1))


def is_newest(conn: Connection, user_id: str, view_id: str, acted_at: int) -> bool:
    """Tell whether nothing newer than a change of a form was noted, and note nothing."""
    own = view_change.c.user_id == user_id, view_change.c.view_id == view_id
    return conn.scalar(select(view_change.c.acted_at).where(*own, view_change.c.acted_at > acted_at)) is None


def hold(conn: Connection, view_id: str, patience: float) -> None:
    """Wait, at most ``patience`` seconds, until no one else draws a form, and let no one until the end.

    Raises SQLAlchemyError where someone still does.
    """
    advisory_locks.take_one(conn, Lock.VIEW, view_id, patience=patience)
