"""A database as what keeps records: there, the bot's own, writable, and held by nobody."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot import regular_files
from bot.complaints import NO_DRIVER
from bot.doctor.finding import Finding, look, ok, wrong
from bot.logs import kind_of
from bot.store import read_only
from bot.store.database_address import Unusable, file_of
from bot.store.database_file import open_to_others

Look = Callable[[Connection, str], Iterable[Finding]]
"""Tells of what a connection sees, and is told how what it is connected to is called."""
MOUNT: Final = "Mount it to be written. Linux lets a disk only be read after a fault: dmesg says so then."


@dataclass(frozen=True, slots=True)
class Stored:
    """A database at ``url``, which ``setting`` gives; ``name`` is that of its line."""

    name: str
    setting: str
    url: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and not on a server."""
        try:
            return file_of(self.url) is not None
        except Unusable:
            return False

    @property
    def todo(self) -> str:
        """What to do where it can't be used."""
        return f"Check {self.setting}."


def findings(stored: Stored, look_at: Look) -> Iterator[Finding]:
    """Look at it; nothing in it is changed, and a file is not made. The first finding is of the whole."""
    try:
        path = file_of(stored.url)
    except Unusable as error:
        yield wrong(stored.name, f"it can't be used: {error.why}", stored.todo)
        return
    if path is None:
        yield from _seen("PostgreSQL", stored, look_at)
        return
    yield from _file(path, stored, look_at)
    for each in open_to_others(path):
        yield look(
            f"{stored.name} file",
            f"others on this machine can read {each.name}",
            "Start the bot: it closes the file to them.",
        )


def folder_of(path: Path) -> Path | None:
    """Return the folder of a file; None where it isn't there, or can't be written to."""
    folder = path.resolve().parent
    return None if _in_the_way(folder) else folder


def _in_the_way(folder: Path) -> tuple[str, str] | None:
    """Return what keeps a file from being made and written in a folder, and what to do about it."""
    if not folder.is_dir():
        return "the folder of {} isn't there", "Check {}."
    if os.access(folder, os.W_OK | os.X_OK):
        return None
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return "the file system of {} can only be read", MOUNT
    return "the folder of {} can't be written to", "Give that folder to the user the bot runs as."


def _file(path: Path, stored: Stored, look_at: Look) -> Iterator[Finding]:
    what = f"SQLite file {path.name}"
    if in_the_way := _in_the_way(path.resolve().parent):
        told, todo = in_the_way
        yield wrong(stored.name, told.format(path.name), todo.format(stored.setting))
    elif not path.exists():
        yield ok(stored.name, f"{what}, to be created when the bot starts")
    elif kind := _kind(path):
        yield wrong(stored.name, f"{path.name} can't be used: {kind}", stored.todo)
    elif not os.access(path, os.R_OK | os.W_OK):
        todo = "Give it to the user the bot runs as."
        yield wrong(stored.name, f"{path.name} can't be read and written", todo)
    elif _is_held(path):
        yield wrong(
            stored.name,
            f"{path.name} is held by another program: nothing can be written",
            "End what holds it, such as a copy that is being made, or a shell with an open transaction.",
        )
    else:
        yield from _seen(what, stored, look_at)


def _kind(path: Path) -> str:
    """Tell what stands in the place of the file; nothing of a file."""
    try:
        regular_files.require(path)
    except OSError as error:
        return regular_files.why(error)
    return ""


def _is_held(path: Path) -> bool:
    """Tell whether somebody keeps others from writing. Nothing is written."""
    address = read_only.address(path, "rw")
    try:
        with closing(
            sqlite3.connect(address, read_only.BUSY_SECONDS, uri=True, isolation_level=None)
        ) as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute("ROLLBACK")
    except sqlite3.Error as error:
        return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return False


def _seen(what: str, stored: Stored, look_at: Look) -> Iterator[Finding]:
    try:
        found = _asked(what, stored.url, look_at)
    except ModuleNotFoundError as error:
        yield wrong(stored.name, NO_DRIVER.format(error.name), stored.todo)
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        yield wrong(stored.name, f"{what} can't be used: {kind_of(error)}", stored.todo)
    except Unusable as error:
        yield wrong(stored.name, f"{what} can't be used: {error.why}", stored.todo)
    else:
        yield from found


def _asked(what: str, url: str, look_at: Look) -> list[Finding]:
    engine = read_only.engine(url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
            return [*look_at(connection, what)]
    finally:
        engine.dispose()
