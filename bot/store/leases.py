"""Leases: who draws a message or asks for a report keeps others away from it for a while."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, update

from bot.store.tables import follow_up, message

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def end_all(conn: Connection) -> None:
    """End every lease there is: whoever held one is gone, and nobody need wait until it runs out.

    They stay leases that ran out, of which nobody knows how far their holder came.
    """
    for table in (message, follow_up):
        conn.execute(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=_LONG_AGO))
