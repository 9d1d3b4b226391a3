"""Bringing the tables up to date with Alembic, in the caller's transaction."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0024"
"""The newest migration. Known here so that a usual start asks one row instead of running Alembic."""

VERSION_TABLE = "smsit_bot_version"  # a name of our own: the database may be shared
_LOCK = 7_401_893_215  # any number, the same in every process


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, inside `connection`'s transaction.

    On SQLite the caller holds the write lock; on PostgreSQL a lock is taken here until the commit. So of
    two processes that start together one migrates, and the other finds the work done.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if current(connection) == HEAD:
        return
    # Here, because Alembic and its templates cost 14 MB for the whole life of a process that has nothing
    # to migrate, which is nearly every start.
    from alembic import command  # noqa: PLC0415 -- see above
    from alembic.config import Config  # noqa: PLC0415 -- see above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def current(connection: Connection) -> str | None:
    """Return the migration the database stands at, or None for an empty one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 -- a constant
