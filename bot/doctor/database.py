"""The database: there, writable, up to date, quick enough, and with room on its disk."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor import processes
from bot.doctor.finding import Finding, State, look, ok, wrong
from bot.settings import Settings
from bot.store import schema
from bot.store.database import Database, file_of
from bot.store.database_file import open_to_others

LEAST_FREE: Final = 200 * 1024**2
"""Bytes below which the next long list may fill the disk."""
LITTLE_FREE: Final = 2 * 1024**3
SLOW_SECONDS: Final = 0.05
"""Each confirmation and each attempt waits for one sync, at least."""
_TRIES: Final = 5
URL: Final = "Check DATABASE_URL."


def findings(found: Settings) -> Iterator[Finding]:
    """Look at the database; nothing in it is changed, and a file is not made."""
    path = file_of(found.database_url)
    yield from _server(found.database_url) if path is None else _file(path)


def _file(path: Path) -> Iterator[Finding]:
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
        yield _version(create_engine(f"sqlite:///file:{path}?mode=ro&uri=true"), f"SQLite file {path.name}")
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


def _server(url: str) -> Iterator[Finding]:
    try:
        database = Database(url)
    except ValueError as error:
        yield wrong("Database", str(error), URL)
        return
    try:
        yield (told := _version(database.engine, "PostgreSQL"))
        if told.state is State.OK:
            yield from processes.findings(database.engine)
    finally:
        database.close()


def _version(engine: Engine, name: str) -> Finding:
    """Tell which migration the tables stand at."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            version = schema.current(connection)
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        return wrong("Database", f"{name} can't be used: {type(error).__name__}", URL)
    finally:
        engine.dispose()
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
