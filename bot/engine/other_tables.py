"""Which tables of a database are the bot's or its engine's, and which another program keeps there."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.engine import tables
from bot.store import read_only, schema
from bot.store.database import Database
from bot.store.schema import VERSION_TABLE
from bot.store.tables import metadata
from bot.texting import words

OURS: Final = frozenset(
    (VERSION_TABLE, tables.ITS_OWN, *tables.TABLES, *(table.name for table in metadata.sorted_tables))
)
SHOWN: Final = 5
_NAMES: Final = (
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'"
)


def in_file(path: Path, how: str = "") -> frozenset[str]:
    """Return the names of all tables and views in a SQLite file. Raises sqlite3.DatabaseError."""
    with _opened(path, how) as file:
        return frozenset(name for (name,) in file.execute(_NAMES))


def others_in(path: Path) -> frozenset[str]:
    """Return those in the bot's SQLite file that aren't its own; of a later version's file none is known."""
    found = in_file(path)
    if VERSION_TABLE not in found or not (others := found - OURS):
        return frozenset()
    with _opened(path) as file:
        versions = [str(version) for (version,) in file.execute(f"SELECT version_num FROM {VERSION_TABLE}")]  # noqa: S608 - a constant
    return others if all(map(schema.is_known, map(schema.before_move, versions))) else frozenset()


def beside(database: Database) -> str:
    """Return in words which tables another program keeps in the bot's SQLite file; mostly none."""
    return "" if database.path is None else listed(others_in(database.path))


def listed(names: Collection[str]) -> str:
    """Return the names of tables, the first ones of many."""
    first = sorted(names)[:SHOWN]
    more = [f"{len(names) - SHOWN:,} more"] if len(names) > SHOWN else []
    return words.join_and([*first, *more])


def _opened(path: Path, how: str = "") -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(f"{read_only.address(path, 'ro')}{how}", uri=True))
