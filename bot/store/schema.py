"""Bringing the tables up to date with Alembic, in the caller's transaction."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from bot.errors import UserError
from bot.store import advisory_locks
from bot.store.advisory_locks import Lock

HEAD = "0037"
"""The newest migration. Known here so that a usual start asks one row instead of running Alembic."""

VERSION_TABLE = "smsit_bot_version"  # a name of our own: the database may be shared
_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_MOVED: Final = "moved-"
"""Stands before the version of a database whose records were moved to another one: no bot starts there."""


class Moved(UserError):  # noqa: N818 - a case, named as callers read it
    """The records of this database were moved to another one, and things have happened there since."""

    def __init__(self) -> None:
        super().__init__(
            "Set DATABASE_URL to the database that the records were moved to: this one was left behind by "
            "smsit-bot move, and texts that went out since would go out again."
        )


class OldTables(UserError):  # noqa: N818 - a case, named as callers read it
    """The tables are those of an earlier version of the bot."""

    def __init__(self) -> None:
        super().__init__("Start this version of the bot once first: that brings its tables up to date.")


class NewTables(UserError):  # noqa: N818 - as above
    """The tables are those of a later version of the bot."""

    def __init__(self) -> None:
        super().__init__(
            "Install the newer version of the bot again, or restore a backup from before it: this database"
            " was used by one that this version doesn't know."
        )


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Run the migrations up to `to` that are missing, inside `connection`'s transaction.

    On SQLite the caller holds the write lock; on PostgreSQL a lock is taken here until the commit. So of
    two processes that start together one migrates, and the other finds the work done. Raises :exc:`Moved`
    and :exc:`NewTables`.
    """
    lock(connection)
    version = current(connection)
    if version == to:
        return
    if version is not None:
        _require_ours(version)
    # Here, because Alembic and its templates cost 14 MB for the whole life of a process that has nothing
    # to migrate, which is nearly every start.
    from alembic import command  # noqa: PLC0415 -- see above
    from alembic.config import Config  # noqa: PLC0415 -- see above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def lock(connection: Connection) -> None:
    """Keep others from migrating until the transaction ends; on SQLite its one writer does already."""
    advisory_locks.take(connection, Lock.SCHEMA)


def current(connection: Connection) -> str | None:
    """Return the migration the database stands at, or None for an empty one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 -- a constant


def require_current(connection: Connection) -> None:
    """Raise :exc:`OldTables` or :exc:`NewTables` where they are another version's.

    Raises :exc:`Moved` where they were left behind.
    """
    version = current(connection)
    if version is not None:
        _require_ours(version)
    if version != HEAD:
        raise OldTables


def _require_ours(version: str) -> None:
    if before_move(version) != version:
        raise Moved
    if not is_known(version):
        raise NewTables


def is_known(version: str) -> bool:
    """Tell whether there is such a migration."""
    return version in {path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py")}


def leave_behind(connection: Connection) -> None:
    """Mark the database as one whose records were moved away: no bot starts on it any more."""
    connection.execute(
        text(f"UPDATE {VERSION_TABLE} SET version_num = :moved || version_num"),  # noqa: S608 -- a constant
        {"moved": _MOVED},
    )


def before_move(version: str) -> str:
    """Return the migration that a database stands at, also one that was left behind by a move."""
    return version.removeprefix(_MOVED)
