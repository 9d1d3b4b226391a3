"""The database: there, writable, up to date, quick enough, and with room on its disk."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor import processes
from bot.doctor.finding import Finding, State, look, ok, wrong
from bot.settings import Settings
from bot.store import encryption, schema
from bot.store.data_keys import DataKeys
from bot.store.database import Database
from bot.store.database_address import Unusable, file_of
from bot.store.database_file import open_to_others

LEAST_FREE: Final = 200 * 1024**2
"""Bytes below which the next long list may fill the disk."""
LITTLE_FREE: Final = 2 * 1024**3
SLOW_SECONDS: Final = 0.05
"""Each confirmation and each attempt waits for one sync, at least."""
_TRIES: Final = 5
URL: Final = "Check DATABASE_URL."
UNFINISHED: Final = "Run smsit-bot encrypt again, with the DATA_KEY it had."


def findings(found: Settings) -> Iterator[Finding]:
    """Look at the database; nothing in it is changed, and a file is not made."""
    try:
        path = file_of(found.database_url)
    except Unusable as error:
        yield wrong("Database", f"it can't be used: {error.why}", URL)
        return
    yield from _server(found) if path is None else _file(path, found)


def _file(path: Path, found: Settings) -> Iterator[Finding]:
    folder = path.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield wrong("Database", f"the folder of {path.name} isn't there, or can't be written to", URL)
        return
    if path.exists() and not path.is_file():
        yield wrong("Database", f"{path.name} is no regular file", URL)
        return
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        yield wrong(
            "Database", f"{path.name} can't be read and written", "Give it to the user the bot runs as."
        )
        return
    if path.exists():
        # Read-only, and by SQLite itself: the bot's own way closes it to others and changes its mode.
        engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
        yield from _tables(engine, f"SQLite file {path.name}", found)
    else:
        yield ok("Database", f"SQLite file {path.name}, to be created when the bot starts")
    for each in open_to_others(path):
        yield look(
            "Database file",
            f"others on this machine can read {each.name}",
            "Start the bot: it closes the file to them.",
        )
    yield _speed(folder)
    yield _room(folder)


def _server(found: Settings) -> Iterator[Finding]:
    try:
        database = Database(found.database_url)
    except (ValueError, Unusable) as error:
        yield wrong("Database", error.why if isinstance(error, Unusable) else str(error), URL)
        return
    try:
        told, *others = _tables(database.engine, "PostgreSQL", found)
        yield told
        if told.state is State.OK:
            yield from others
            yield from processes.findings(database.engine)
    finally:
        database.close()


def _tables(engine: Engine, name: str, found: Settings) -> Iterator[Finding]:
    """Tell which migration the tables stand at, and whether they are encrypted."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            version = schema.current(connection)
            is_ours = version == schema.HEAD
            encrypted = tuple(_encryption(connection, found.data_keys)) if is_ours else ()
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        yield wrong("Database", f"{name} can't be used: {type(error).__name__}", URL)
        return
    except Unusable as error:
        yield wrong("Database", f"{name} can't be used: {error.why}", URL)
        return
    finally:
        engine.dispose()
    yield _version(version, name)
    yield from encrypted


def _encryption(connection: Connection, keys: Sequence[str]) -> Iterator[Finding]:
    """Tell whether words and numbers are encrypted, where they are or should be."""
    state, known = encryption.state(connection), DataKeys(keys)
    newest = encryption.NONE if known.newest is None else known.newest.id
    if state.is_changing:
        yield wrong("Encryption", "a change of the key was interrupted", UNFINISHED)
    elif state.key_id and not known.of_id(state.key_id):
        told = "words and numbers are encrypted with a key that isn't set"
        yield wrong("Encryption", told, "Set DATA_KEY to the key it had before.")
    elif newest != state.key_id and encryption.has_any(connection):
        told = "words and numbers aren't encrypted with the first key in DATA_KEY"
        yield wrong("Encryption", told, "Stop the bot, run smsit-bot encrypt, then start it.")
    elif newest:
        yield ok("Encryption", "words and numbers are encrypted with the first key in DATA_KEY")


def _version(version: str | None, name: str) -> Finding:
    """Tell which migration the tables stand at."""
    if version is None:
        return ok("Database", f"{name} is empty; the tables are made when the bot starts")
    if schema.before_move(version) != version:
        return wrong(
            "Database",
            f"{name} was left behind by smsit-bot move",
            "Set DATABASE_URL to the database that the records were moved to.",
        )
    if version > schema.HEAD:
        return wrong(
            "Database",
            f"{name} was used by a newer version of the bot (tables {version}, this one knows {schema.HEAD})",
            "Install the newer version again, or restore a backup from before it.",
        )
    behind = "" if version == schema.HEAD else f", to be brought to {schema.HEAD} when the bot starts"
    return ok("Database", f"{name}, tables {version}{behind}")


def _speed(folder: Path) -> Finding:
    """Measure how long the disk takes to keep a few bytes for good."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".smsit-bot-doctor-") as file:
        took = []
        for _ in range(_TRIES):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    seconds = median(took)
    said = f"a write is kept in {seconds * 1000:.1f} ms"
    if seconds > SLOW_SECONDS:
        return look("Disk speed", said, "Use a faster disk, not a network share: each text waits for it.")
    return ok("Disk speed", said)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:,.1f} GB free"
    if free < LEAST_FREE:
        return wrong("Disk space", said, "Make room: the bot stops sending when the disk is full.")
    if free < LITTLE_FREE:
        return look("Disk space", said, "Make room soon.")
    return ok("Disk space", said)
