"""How SQLite is spoken to: what is set up on each connection, and how a transaction that writes begins.

The file survives a power cut: WAL with a full sync at each commit, because a lost claim would let a text go
twice.
"""

import sqlite3
import time
from contextlib import suppress
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store import blind_places

BUSY_MILLISECONDS = 10_000
_KNOWS_SUBSEC = (3, 42)
_CACHE_KIB = 256  # per connection; the system's own file cache does the rest
_EAGER_TRIES = 1_000
_WAL_TRIES = 100
_WAL_PAUSE = 0.02


def begin_writing(connection: Connection) -> None:
    """Begin a transaction that writes, as soon as nobody else does."""
    # A transaction that starts as a reader cannot become a writer when somebody wrote between. SQLite's own
    # wait sleeps up to 100 ms a time while the file is long free again, and the engine's library writes
    # much; asking again every 2 ms keeps a person's submit short.
    driver = cast("SqliteConnection", connection.connection.driver_connection)
    driver.execute("PRAGMA busy_timeout=2")
    try:
        for _ in range(_EAGER_TRIES):
            with suppress(SqliteError):
                driver.execute("BEGIN IMMEDIATE")
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def prepare(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up a connection that was just made, for SQLAlchemy's event ``connect``."""
    # The engine's library shares these connections and expects its writes to start as writers.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    _set_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")  # what is forgotten is written over, not only left out
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys=ON")
    blind_places.prepare(connection)
    if sqlite3.sqlite_version_info < _KNOWS_SUBSEC:
        connection.create_function("unixepoch", 1, _unixepoch)


def _unixepoch(modifier: str) -> float:
    # The engine's library takes every SQLite that comes with Python 3.12 or newer for one that knows
    # unixepoch('subsec'). Python may have been built with an older one, and the file may have been made
    # elsewhere. Seconds since 1970, to the millisecond.
    if modifier != "subsec":
        raise ValueError("this SQLite knows no other modifier of unixepoch")
    return time.time_ns() // 1_000_000 / 1000


def _set_wal(connection: SqliteConnection) -> None:
    # The change needs the file alone and does not wait for the busy timeout: two processes that start
    # together disturb each other here.
    tries = 0
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except SqliteError:
            tries += 1
            if tries == _WAL_TRIES:
                raise
            time.sleep(_WAL_PAUSE)
        else:
            return
