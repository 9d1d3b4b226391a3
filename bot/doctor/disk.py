"""Where a database keeps what it is told: how long that takes, and how much room there is."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.finding import Finding, look, ok, unknown, wrong
from bot.doctor.storage import folder_of
from bot.logs import kind_of
from bot.store import read_only
from bot.store.database_address import file_of

LEAST_FREE: Final = 200 * 1024**2
"""Bytes below which the next long list may fill the disk."""
LITTLE_FREE: Final = 2 * 1024**3
SLOW_SECONDS: Final = 0.05
"""Each confirmation and each attempt waits for one sync, at least."""
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
FAULTY: Final = "Look at the disk: dmesg on this machine says what is wrong with it."
SPEED: Final = "Disk speed"
SPACE: Final = "Disk space"
_TRIES: Final = 5
_COMMITTED: Final = text("SELECT pg_logical_emit_message(true, 'smsit-bot doctor', repeat('x', 4096))")
"""What PostgreSQL keeps in its log at the commit as it does a row, and in no table."""


def findings(url: str) -> Iterator[Finding]:
    """Look at the disk of a database; of a server's, as far as it tells. Nothing in its tables is changed."""
    path = file_of(url)
    folder = None if path is None else folder_of(path)
    if folder is not None:
        yield from _of_folder(folder)
    elif path is None:
        yield _of_server(url)
        yield unknown(SPACE, "PostgreSQL doesn't tell", "Watch the disk of its machine there.")


def _of_folder(folder: Path) -> Iterator[Finding]:
    """Try to write, and tell how much room there is: none where the system says so, whatever is free."""
    full = ""
    try:
        yield _told(_synced(folder))
    except OSError as error:
        if error.errno in NO_ROOM:
            full = f"nothing more can be written ({kind_of(error)}), and "
            yield unknown(SPEED, "nothing can be written", f"See {SPACE}.")
        else:
            yield wrong(SPEED, f"nothing can be written: {kind_of(error)}", FAULTY)
    yield _room(folder, full)


def _synced(folder: Path) -> list[float]:
    """Measure how many seconds the disk takes to keep a few bytes for good."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".smsit-bot-doctor-") as file:

        def write() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return _timed(write)


def _committed(url: str) -> list[float]:
    """Measure how many seconds a commit takes. Raises SQLAlchemyError."""
    engine = read_only.engine(url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            return _timed(lambda: connection.execute(_COMMITTED))
    finally:
        engine.dispose()


def _timed(write: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        write()
        took.append(time.perf_counter() - began)
    return took


def _of_server(url: str) -> Finding:
    try:
        return _told(_committed(url))
    except SQLAlchemyError as error:
        told = f"not known: a commit can't be measured ({kind_of(error)})"
        return look(SPEED, told, "Let the bot's database user call pg_logical_emit_message.")


def _told(took: list[float]) -> Finding:
    seconds = median(took)
    said = f"a write is kept in {seconds * 1000:.1f} ms"
    if seconds > SLOW_SECONDS:
        return look(SPEED, said, "Use a faster disk, not a network share: each text waits for it.")
    return ok(SPEED, said)


def _room(folder: Path, full: str) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{full}{free / 1024**3:,.1f} GB free"
    if free < LEAST_FREE:
        return wrong(SPACE, said, "Make room: the bot stops sending when the disk is full.")
    if full:
        return wrong(SPACE, said, "Look at its inodes, and at the quota of the user the bot runs as.")
    if free < LITTLE_FREE:
        return look(SPACE, said, "Make room soon.")
    return ok(SPACE, said)
