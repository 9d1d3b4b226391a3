"""How far SMS-iT's contacts were counted: one row, no contact in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.tables import contact_sync

ONLY_ROW: Final = 1


@dataclass(frozen=True, slots=True)
class SyncState:
    """The newest count.

    ``newest`` is the newest time of creation counted, naive, in the zone of the SMS-iT account, which nobody
    tells; empty when the entries have no times one could go by. ``counted`` is how many entries the newest
    full count read. ``full_at`` and ``synced_at`` (aware UTC) are when the newest full count began and when
    the figures were last brought up to date; both empty before the first.
    """

    newest: datetime | None = None
    counted: int = 0
    full_at: datetime | None = None
    synced_at: datetime | None = None


def get(conn: Connection) -> SyncState:
    """Return how far was counted; an empty state before the first count."""
    row = conn.execute(select(contact_sync).where(contact_sync.c.id == ONLY_ROW)).one_or_none()
    if row is None:
        return SyncState()
    newest = None if row.newest_created is None else datetime.fromisoformat(row.newest_created)
    return SyncState(newest, row.counted, row.full_at, row.synced_at)


def put(conn: Connection, state: SyncState) -> None:
    """Record how far was counted."""
    values = {
        "newest_created": None if state.newest is None else state.newest.isoformat(sep=" "),
        "counted": state.counted,
        "full_at": state.full_at,
        "synced_at": state.synced_at,
    }
    statement = insert_into(conn, contact_sync).values(id=ONLY_ROW, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
