"""Where records are taken from: one moment of a database, with or without keeping writers away."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from bot.engine.process_slots import OwnSlot
from bot.engine.slot_locks import slots_of
from bot.errors import UserError
from bot.records import shape
from bot.records.shape import Shape
from bot.store import schema
from bot.store.database import Database
from bot.store.database_address import file_of

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class LeftBehind(UserError):  # noqa: N818 - a case, named as callers read it
    """The records were moved away from here, and the command could take old ones for what there is."""

    def __init__(self, unless: str) -> None:
        super().__init__(f"{schema.Moved().sentence} {unless}")


class NotReady(UserError):  # noqa: N818 - a case, named as callers read it
    """A database can't be read or filled as it stands; nothing was changed."""


@contextmanager
def opened(url: str, data_keys: Sequence[str]) -> Iterator[Database]:
    """Open a database that is there. Raises :exc:`NotReady` for a file that isn't, and makes none.

    ``data_keys`` are those that words and numbers may be encrypted with there.
    """
    path = file_of(url)
    if path is not None and not path.exists():
        raise NotReady(f"Check DATABASE_URL: there's no file {path.name} yet, so there's nothing to copy.")
    database = Database(url, data_keys=data_keys)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def alone(database: Database, which: str = "") -> Iterator[OwnSlot]:
    """Hold a slot as a process of the bot does. Raises :exc:`NotReady` while one runs on the database."""
    own = OwnSlot(slots_of(database))
    own.take()
    try:
        require_alone(own, which)
        yield own
    finally:
        own.let_go()


def require_alone(own: OwnSlot, which: str = "") -> None:
    """Raise :exc:`NotReady` where a process of the bot runs on the same database."""
    if not own.is_alone():
        raise NotReady(
            f"Stop the bot first: it is running on {which or 'this database'}. Nothing was changed."
        )


def require_not_left_behind(database: Database, unless: str) -> None:
    """Raise :exc:`LeftBehind` where records were moved away; ``unless`` says what allows it all the same."""
    with database.read() as conn:
        version = schema.current(conn) or ""
    if schema.before_move(version) != version:
        raise LeftBehind(unless)


@contextmanager
def moment(database: Database) -> Iterator[Connection]:
    """Give a connection that sees one moment of all tables, however much is written meanwhile."""
    if database.is_sqlite:
        with database.read() as conn:
            yield conn
        return
    with database.engine.connect() as plain:
        conn = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with conn.begin():
            database.require_readable(conn)
            yield conn


@contextmanager
def held(database: Database) -> Iterator[Connection]:
    """Give a connection in a transaction during which nobody else writes."""
    with database.write() as conn:
        if not database.is_sqlite:
            schema.lock(conn)  # a bot that starts waits
            quoted = conn.dialect.identifier_preparer.format_table
            names = ", ".join(quoted(table) for table in shape.of(conn).values())
            conn.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        yield conn


def tables(conn: Connection) -> tuple[str, Shape]:
    """Return the migration a database stands at, and its tables.

    Raises :exc:`NotReady` where there are none, and :exc:`bot.store.schema.NewTables` for those of a later
    version.
    """
    version = schema.current(conn)
    if version is None:
        raise NotReady("Check DATABASE_URL: this database is empty, so there's nothing to copy.")
    if not schema.is_known(schema.before_move(version)):
        raise schema.NewTables
    return version, shape.of(conn)


def told(database: Database) -> str:
    """Return what a database is called when it is spoken of: never its address, which may hold a password."""
    path: Path | None = database.path
    return (
        f"the SQLite file {path.name}" if path else f"the PostgreSQL database {database.engine.url.database}"
    )
