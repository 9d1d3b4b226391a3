"""What holds the place where records are to be put: a file of somebody else is never given up for them."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.records.source import NotReady
from bot.store import read_only
from bot.store.schema import VERSION_TABLE

FOREIGN: Final = "Name another file: {} is the database of another program. Nothing was changed."
NONE: Final = "Name another file: {} is no database. Nothing was changed."


def require_ours(path: Path, *, even_damaged: bool = False) -> None:
    """Raise :exc:`NotReady` for a SQLite file that isn't the bot's, or empty; nothing is changed in it.

    The table of the bot's own name tells: its first transaction makes that. Those of its engine tell nothing,
    for every program that uses the same library has them.
    ``even_damaged`` takes what no one can read for the bot's: the settings name it.
    """
    if not path.is_file() or not path.stat().st_size:
        return  # what else it may be is told by whoever opens it
    try:
        # At first as if nobody wrote: that leaves nothing beside it. All may be in the log beside it, still.
        found = _tables(path, "&immutable=1") or _tables(path)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB and not even_damaged:
            raise NotReady(NONE.format(path.name)) from None
        return
    if found and VERSION_TABLE not in found:
        raise NotReady(FOREIGN.format(path.name))


def _tables(path: Path, how: str = "") -> frozenset[str]:
    with closing(sqlite3.connect(f"{read_only.address(path, 'ro')}{how}", uri=True)) as file:
        found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return frozenset(name for (name,) in found)
