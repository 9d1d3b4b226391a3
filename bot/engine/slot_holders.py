"""Which processes hold slots on PostgreSQL, as its server sees them: nothing is taken or changed."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from bot.engine.slot_locks import LOCKS

_HOLDERS: Final = text("""
SELECT held.objid AS slot, held.pid, host(seen.client_addr) AS address, seen.backend_start AS since,
    clock_timestamp() - seen.state_change AS silence
FROM pg_locks held LEFT JOIN pg_stat_activity seen USING (pid)
WHERE held.locktype = 'advisory' AND held.granted AND held.classid = :class
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY held.objid
""")


class Holder(NamedTuple):
    """Who holds a slot: the process of the server that it is connected to, and from where.

    ``since`` is when it connected, and ``silence`` how long ago it asked something last. None is what the
    server doesn't tell: an address where it is on the same machine, all of it to another user.
    """

    slot: int
    pid: int
    address: str | None
    since: datetime | None
    silence: timedelta | None


def holders(connection: Connection) -> tuple[Holder, ...]:
    """Return who holds a slot, by number. Raises :exc:`SQLAlchemyError`."""
    return tuple(Holder(*row) for row in connection.execute(_HOLDERS, {"class": LOCKS}))
