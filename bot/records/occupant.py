"""What holds the place where records are to be put: what is somebody else's is never given up for them.

A database may hold tables of another program beside the bot's. On PostgreSQL these stay where they are. A
SQLite file is replaced as a whole, so someone has to say that they are given up too.
"""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import inspect

from bot.engine import other_tables
from bot.records.source import NotReady, told
from bot.store import schema
from bot.store.database import Database
from bot.store.schema import VERSION_TABLE
from bot.store.tables import metadata

FLAG: Final = "--other-tables"
FOREIGN: Final = "Name another file: {} is the database of another program. Nothing was changed."
NONE: Final = "Name another file: {} is no database. Nothing was changed."
MIXED: Final = (
    "Name another file: {} also holds what another program keeps there ({}). Add {} if that is to be given "
    "up as well. Nothing was changed."
)
NAMESAKES: Final = (
    "Name another database: in {} another program has tables that are called as the bot's ({}). Nothing was "
    "changed."
)


def require_ours(path: Path, *, even_damaged: bool = False, even_mixed: bool = False) -> None:
    """Raise :exc:`NotReady` for a SQLite file that isn't the bot's, or empty; nothing is changed in it.

    The table of the bot's own name tells: its first transaction makes that. Those of its engine tell nothing,
    for every program that uses the same library has them.
    ``even_damaged`` takes what no one can read for the bot's: the settings name it. ``even_mixed`` takes one
    that holds tables of another program beside the bot's.
    """
    if not path.is_file() or not path.stat().st_size:
        return  # what else it may be is told by whoever opens it
    try:
        # At first as if nobody wrote: that leaves nothing beside it. All may be in the log beside it, still.
        found = other_tables.in_file(path, "&immutable=1") or other_tables.in_file(path)
        if found and VERSION_TABLE not in found:
            raise NotReady(FOREIGN.format(path.name))
        others = frozenset[str]() if even_mixed else other_tables.others_in(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB and not even_damaged:
            raise NotReady(NONE.format(path.name)) from None
        return
    if others:
        raise NotReady(MIXED.format(path.name, other_tables.listed(others), FLAG))


def require_no_namesakes(database: Database) -> None:
    """Raise :exc:`NotReady` for a server's database that has tables of the bot's names, and none of its own.

    They would be dropped for the bot's.
    """
    if database.is_sqlite:
        return
    with database.engine.connect() as conn:
        is_ours = schema.current(conn) is not None
        same = {table.name for table in metadata.sorted_tables} & set(inspect(conn).get_table_names())
    if same and not is_ours:
        raise NotReady(NAMESAKES.format(told(database), other_tables.listed(same)))
