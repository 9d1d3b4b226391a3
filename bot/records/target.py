"""Where records are put: a database that holds none, or whose records are given up for them.

All is put there in one transaction, and on SQLite into a new file that takes the old one's place at the end:
who is interrupted finds what was there before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.engine import tables as engine
from bot.engine.process_slots import OwnSlot
from bot.records import occupant, shape, whole_file
from bot.records.archive import Kept
from bot.records.shape import Digest
from bot.records.source import NotReady, alone, require_alone, told
from bot.store import encryption, file_owners, schema
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.store.database_file import PRIVATE
from bot.store.schema import VERSION_TABLE
from bot.store.tables import metadata
from bot.texting.words import pluralize

OCCUPIED: Final = (
    "Add --replace to give up the records in {}, or choose an empty database: it holds {} already. Nothing "
    "was changed."
)
_SEQUENCES: Final = text(
    "SELECT table_schema, table_name, column_name FROM information_schema.columns"
    " WHERE table_schema IN (current_schema(), :engine) AND table_name = ANY(:names)"
    " AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')"
)

Rows = Callable[[str], AbstractContextManager[Iterator[bytes]]]
"""Opens the rows of a table, by its name."""
Then = Callable[[Connection], None]
"""What is done once all rows are there, before anything is committed."""


def records_in(database: Database) -> int:
    """Count the rows of the bot's tables; none count without tables, or after a move to elsewhere."""
    with database.read() as conn:
        version = schema.current(conn)
        if version is None or schema.before_move(version) != version:
            return 0
        return shape.records(conn, shape.of(conn))


def require_empty(database: Database) -> None:
    """Raise :exc:`NotReady` for a database that holds records."""
    if count := records_in(database):
        raise NotReady(OCCUPIED.format(told(database), pluralize(count, "row")))


@dataclass(frozen=True, slots=True)
class Claim:
    """A database that may be filled, the slot held there meanwhile, and whether it was there before."""

    database: Database
    own: OwnSlot
    was_there: bool


@contextmanager
def claimed(
    url: str, data_keys: Sequence[str], *, replace: bool, other_tables: bool = False
) -> Iterator[Claim]:
    """Give a database that may be filled.

    Raises :exc:`NotReady` while the bot runs there, and for one that holds records, unless they are given up;
    for one that holds another program's alone in any case, and for a file that holds them beside the bot's
    unless ``other_tables`` are given up too.
    """
    path = file_of(url)
    was_there = path is None or path.exists()
    if path is not None:
        occupant.require_ours(path, even_damaged=True, even_mixed=other_tables)
    database = Database(url, data_keys=data_keys)
    try:
        with alone(database, told(database)) as own:
            occupant.require_no_namesakes(database)
            if was_there and not replace:
                require_empty(database)
            yield Claim(database, own, was_there)
    finally:
        database.close()
        if path is not None and not was_there and path.exists() and not path.stat().st_size:
            path.unlink()  # nothing came of it


def fill(claim: Claim, version: str, tables: Mapping[str, Kept], rows: Rows, then: Then) -> None:
    """Put all rows into the database at the migration they are of, verify them, and bring them up to date.

    Raises :exc:`NotReady` when the rows there aren't those they must be.
    """
    path = claim.database.path
    if path is None:
        _fill(claim.database, version, tables, rows, then)
        return
    new = path.with_name(f".{path.name}.new")
    _remove(new)
    filled = Database(f"sqlite:///{new}", data_keys=claim.database.data_keys)
    try:
        _fill(filled, version, tables, rows, then)
        filled.settle()
        filled.close()
        require_alone(claim.own)
        claim.database.close()  # and with it the last who has the old file open
        _put_in_place(new, path)
    finally:
        filled.close()
        _remove(new)


def _fill(database: Database, version: str, tables: Mapping[str, Kept], rows: Rows, then: Then) -> None:
    engine.make(database)
    with database.write() as conn:
        _empty(conn, database.is_sqlite)
        schema.upgrade(conn, to=version)
        there = shape.of(conn)
        for name, kept in tables.items():
            if name not in there or not set(kept.columns) <= set(shape.columns_of(there[name])):
                raise NotReady(
                    f"Use the version of the bot these records are of: it has no such table {name} here."
                )
        for name in (each for each in there if each in tables):  # older backups have them in another order
            with rows(name) as found:
                try:
                    shape.fill(conn, there[name], tables[name].columns, found)
                except SQLAlchemyError as error:  # its text quotes rows
                    raise NotReady(
                        f"The rows of {name} can't be put there: {type(error).__name__}."
                    ) from None
        for name, kept in tables.items():
            _require_same(name, kept.digest, shape.digest(shape.lines(conn, there[name], kept.columns)))
        if not database.is_sqlite:
            _set_sequences(conn)
        schema.upgrade(conn)
        encryption.look(conn)  # as it was where the rows are from
        then(conn)


def _require_same(name: str, wanted: Digest, found: Digest) -> None:
    if found != wanted:
        raise NotReady(
            f"Nothing was changed: {found.rows:,} of {wanted.rows:,} rows of {name} arrived as they were."
        )


def _empty(conn: Connection, is_sqlite: bool) -> None:  # noqa: FBT001 - one of two
    """Have no table of the bot's there, and nothing in those of its engine."""
    there = shape.of(conn)
    for name in reversed(engine.TABLES):
        if name in there:
            conn.execute(there[name].delete())
    if is_sqlite:  # a new file: there is nothing else
        return
    own = {table.name for table in metadata.sorted_tables} | {VERSION_TABLE}
    for name in sorted(own & set(inspect(conn).get_table_names())):
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name} CASCADE")
    conn.exec_driver_sql("DROP FUNCTION IF EXISTS audit_entry_kept()")


def _set_sequences(conn: Connection) -> None:
    """Have numbers that the server gives go on behind those that are there."""
    told_of = {"engine": engine.SCHEMA, "names": list(shape.of(conn))}
    for schema_name, table, column in conn.execute(_SEQUENCES, told_of).all():
        quoted = conn.dialect.identifier_preparer.quote
        place = f"{quoted(schema_name)}.{quoted(table)}"
        conn.execute(
            text(
                "SELECT setval(pg_get_serial_sequence(:place, :column),"  # noqa: S608 - the server's own names
                f" coalesce((SELECT max({quoted(column)}) FROM {place}), 0) + 1, false)"
            ),
            {"place": place, "column": column},
        )


def _put_in_place(new: Path, path: Path) -> None:
    """Have the new file take the place of the old one, and be its owner's.

    What SQLite keeps beside the old one goes first.
    """
    new.chmod(PRIVATE)
    file_owners.give(new, path)
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    new.replace(path)
    whole_file.sync_folder(path.parent)


def _remove(new: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        new.with_name(new.name + ending).unlink(missing_ok=True)
