"""Looking at a database without changing it: no file is made, closed to others or migrated."""

from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Engine

from bot.store.database_address import engine_of, file_of, read

CONNECT_SECONDS: Final = 10
BUSY_SECONDS: Final = 5.0
"""How long a file may be held before it counts as held: a commit takes milliseconds."""


def engine(url: str) -> Engine:
    """Return the engine of a database; a file is opened read-only, and one that isn't there not at all.

    Raises :exc:`ModuleNotFoundError` where the driver isn't installed, and
    :exc:`~bot.store.database_address.Unusable` for what is no address.
    """
    path = file_of(url)
    if path is not None:
        options = {"timeout": BUSY_SECONDS}
        made = read(f"sqlite:///{address(path, 'ro')}&uri=true")
        return engine_of(made, hide_parameters=True, connect_args=options)
    made = read(url).set(drivername="postgresql+psycopg")
    kept = {} if "connect_timeout" in made.query else {"connect_timeout": CONNECT_SECONDS}
    return engine_of(made, hide_parameters=True, connect_args=kept)


def address(path: Path, mode: str) -> str:
    """Return the address of a file for SQLite itself, to be opened as ``mode`` says (``ro``, ``rw``)."""
    return f"file:{quote(str(path))}?mode={mode}"
