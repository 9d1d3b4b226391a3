"""The newest change each person made in a form, for the processes that share a database.

Only the newest is kept of each person, so that nothing has to be cleared away: whoever fills in two forms at
once, on two devices, is drawn what came last.
"""

from sqlalchemy import Connection, or_

from bot.store.dialects import insert_into
from bot.store.tables import view_change


def note(conn: Connection, user_id: str, view_id: str, acted_at: int) -> bool:
    """Note a change of a form (microseconds by Slack's clock); False where a newer one of it was noted."""
    values = {"view_id": view_id, "acted_at": acted_at}
    newer = or_(view_change.c.view_id != view_id, view_change.c.acted_at <= acted_at)
    new = insert_into(conn, view_change).values(user_id=user_id, **values)
    put = new.on_conflict_do_update(index_elements=["user_id"], set_=values, where=newer)
    return conn.execute(put.returning(view_change.c.user_id)).first() is not None
