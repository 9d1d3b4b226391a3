"""A person's sends, the newest first: where the clock stands still, that is the one written last."""

from sqlalchemy import text

from bot.store import Database
from bot.store.sends import Send, annotations


def newest_of(database: Database, user_id: str, limit: int = 1000) -> tuple[Send, ...]:
    with database.read() as conn:
        found = annotations.newest_of(conn, user_id, limit)
        if not database.is_sqlite:
            return found
        places = {send_id: place for place, send_id in conn.execute(text("SELECT rowid, id FROM send"))}
    return tuple(sorted(found, key=lambda each: (each.created_at, places[each.id]), reverse=True))
