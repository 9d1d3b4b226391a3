"""How PostgreSQL is spoken to: what is set up on each connection.

A commit is on the server's disk when it says that it is done, because a lost claim would let a text go twice.
Source: postgresql.org/docs, runtime-config-wal, synchronous_commit.
"""

from typing import Final

from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_ON_DISK: Final = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')"
)
"""Waits for synchronous standbys too, where there are any; what is stricter stays."""


def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up a connection that was just made, for SQLAlchemy's event ``connect``."""
    before, connection.autocommit = connection.autocommit, True  # what is undone would take it along
    cursor = connection.cursor()
    cursor.execute(_ON_DISK)
    cursor.close()
    connection.autocommit = before
