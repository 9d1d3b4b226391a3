"""The names of contact groups, as last seen at SMS-iT, which has no list of its own to ask for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.dialects import insert_into
from bot.store.tables import contact_group


def replace_seen(conn: Connection, names: Iterable[str], now: datetime) -> None:
    """Make `names` the known groups: new ones are added, those no longer seen are dropped."""
    rows = [{"name": name, "first_seen": now, "seen_at": now} for name in sorted(set(names))]
    if rows:
        conn.execute(
            insert_into(conn, contact_group).on_conflict_do_update(
                index_elements=["name"], set_={"seen_at": now}
            ),
            rows,
        )
    conn.execute(delete(contact_group).where(contact_group.c.seen_at != now))


def search(conn: Connection, text: str, limit: int) -> tuple[str, ...]:
    """Return up to `limit` group names that contain `text` in any case, those that begin with it first."""
    wanted = text.strip().lower()
    lowered = func.lower(contact_group.c.name)
    query = (
        select(contact_group.c.name)
        .where(lowered.contains(wanted, autoescape=True))
        .order_by(lowered.startswith(wanted, autoescape=True).desc(), lowered, contact_group.c.name)
        .limit(limit)
    )
    return tuple(conn.execute(query).scalars())
