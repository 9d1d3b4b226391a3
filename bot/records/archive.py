"""The file of a backup: a ZIP archive with the rows of each table as lines of JSON, and what they must be.

It is the same for both databases. ``manifest.json`` comes last: a file that was cut off has none. It names
the format, when and of what the backup was made, and for each table its columns, how many rows it has and
the hash over them. Settings and keys are in none.
"""

import io
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection

from bot import regular_files
from bot.errors import UserError
from bot.records import shape, whole_file
from bot.records.shape import Digest, Shape
from bot.store import file_owners

FORMAT: Final = "smsit-bot backup"
VERSION: Final = 1
"""Of the format. What a later one means, this one doesn't know."""
ENDING: Final = ".backup"
NAMED: Final = f"smsit-bot-[0-9]*Z{ENDING}"
"""What those are called that have a name by their time; sorted by name they are sorted by time."""
MOST_AT_ONCE: Final = 60
"""Backups in one folder that begin in the same second; hardly two ever do."""
MOST_MANIFEST: Final = 1024 * 1024
"""Bytes of a manifest, a few kilobytes as a rule."""
LONGEST_ROW: Final = 64 * 1024 * 1024
"""Bytes of a row, a few hundred as a rule. A small file can hold a line that no memory does."""
_MANIFEST: Final = "manifest.json"
_WORD: Final = re.compile(r"[A-Za-z0-9_.+!-]{1,100}")
_UNREADABLE: Final = (
    *(OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, OverflowError),
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    RuntimeError,  # said to be encrypted, or in a way (NotImplementedError) that nobody writes
)
"""What reading an archive raises in which bytes are others: its library takes some for features."""


class Unusable(UserError):  # noqa: N818 - a case, named as callers read it
    """The file is no backup, a damaged one, or one of a version that isn't known here."""


class Unreadable(Unusable):
    """The file can't be opened: whether it is a backup isn't known."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Have {name} be a file that you can read: {why}.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A table in a backup: its columns in their order, and what its rows must be."""

    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def digest(self) -> Digest:
        """What the rows must come to."""
        return Digest(self.rows, self.sha256)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is: when it was made (aware UTC), of which database, and by which migration's tables.

    ``accounts`` are those at SMS-iT that the bot ran with (:mod:`bot.store.smsit_accounts`), as far as it is
    known.
    """

    made_at: datetime
    database: str
    schema: str
    bot: str
    tables: Mapping[str, Kept]
    accounts: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Read it. Raises ValueError, KeyError, TypeError or AttributeError for anything else.

        Raises :exc:`Unusable` for one of a later format.
        """
        found: dict[str, Any] = json.loads(text)
        if found["format"] != FORMAT:
            raise ValueError(FORMAT)
        if found["version"] != VERSION:
            raise Unusable("Use the newer version of the bot that made this backup: this one can't read it.")
        tables = {
            _word(name): Kept(tuple(map(_word, each["columns"])), int(each["rows"]), _word(each["sha256"]))
            for name, each in found["tables"].items()
        }
        made_at = datetime.fromisoformat(found["made_at"]).astimezone(UTC)
        database, schema, bot = (_word(found[name]) for name in ("database", "schema", "bot"))
        return cls(made_at, database, schema, bot, tables, frozenset(map(_word, found.get("accounts", ()))))

    def written(self) -> str:
        """Return it as :meth:`read` reads it."""
        told = asdict(self) | {"made_at": self.made_at.isoformat(), "accounts": sorted(self.accounts)}
        return json.dumps({"format": FORMAT, "version": VERSION, **told}, indent=1)


def write(path: Path, conn: Connection, tables: Shape, about: Manifest) -> Manifest:
    """Write the rows that a connection sees to a file of its owner's, whole or not at all.

    Raises FileExistsError where there is a file, and OSError when it can't be written.
    """
    kept: dict[str, Kept] = {}
    with whole_file.whole(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            columns = shape.columns_of(table)
            with archive.open(_member(name), "w", force_zip64=True) as member:
                digest = shape.digest(_passed_on(shape.lines(conn, table, columns), member))
            kept[name] = Kept(tuple(columns), digest.rows, digest.sha256)
        manifest = replace(about, tables=kept)
        archive.writestr(_MANIFEST, manifest.written())
    file_owners.give_if_allowed(path, path.parent)
    return manifest


def manifest_of(path: Path) -> Manifest:
    """Return what a backup says of itself. Raises :exc:`Unusable`."""
    with _opened(path) as archive:
        return _manifest(archive)


def verify(path: Path) -> Manifest:
    """Read a backup through: every table has the rows it must have. Raises :exc:`Unusable`."""
    with _opened(path) as archive:
        manifest = _manifest(archive)
        for name, kept in manifest.tables.items():
            with archive.open(_member(name)) as member:
                if shape.digest(_lines(member)) != kept.digest:
                    raise Unusable(
                        f"Use another backup: the rows of {name} in this one aren't what was written."
                    )
        return manifest


@contextmanager
def rows(path: Path, name: str) -> Iterator[Iterator[bytes]]:
    """Give the rows of a table. Raises :exc:`Unusable`."""
    with _opened(path) as archive, archive.open(_member(name)) as member:
        yield _lines(member)


def newest(folder: Path) -> tuple[Path, Manifest] | None:
    """Return the newest backup in a folder that can be read; None where there is none."""
    found = []
    for path in folder.glob(f"*{ENDING}"):
        try:
            found.append((path, manifest_of(path)))
        except Unusable:
            continue
    return max(found, key=lambda each: each[1].made_at, default=None)


def closed_to_us(folder: Path) -> list[Path]:
    """Return what in a folder is called a backup and belongs to others who keep it to themselves."""
    found = (path for path in folder.glob(f"*{ENDING}") if path.is_file())
    return sorted(path for path in found if not os.access(path, os.R_OK))


def unusable(folder: Path) -> str:
    """Return in words why backups can't be written to a folder; nothing where they can."""
    if not folder.exists():
        return f"{folder} isn't there: make that folder"
    if not folder.is_dir():
        return f"{folder} is a file: name a folder"
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return f"{folder} can't be read and written: give it to the user the bot runs as"
    return ""


def names(moment: datetime) -> Iterator[str]:
    """Give what a backup may be called that was made then: of two in one second, one is of the next."""
    for seconds in range(MOST_AT_ONCE):
        yield f"smsit-bot-{moment + timedelta(seconds=seconds):%Y%m%dT%H%M%SZ}{ENDING}"


def _word(found: object) -> str:
    """Return a name or a version. Raises ValueError for what is none: it is told in a terminal."""
    if not isinstance(found, str) or not _WORD.fullmatch(found):
        raise ValueError(found)
    return found


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"


def _lines(member: Any) -> Iterator[bytes]:  # noqa: ANN401 -- as below
    """Give the lines of a member. Raises ValueError for one that is too long, which is never read whole."""
    reader = io.BufferedReader(member)
    while line := reader.readline(LONGEST_ROW + 1):
        if len(line) > LONGEST_ROW:
            raise ValueError(LONGEST_ROW)
        yield line


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(_MANIFEST) as member:
        return Manifest.read(member.read(MOST_MANIFEST))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        file = regular_files.opened(path)
    except FileNotFoundError:
        raise Unusable(f"Check the name of the file: there's no {path.name}.") from None
    except OSError as error:
        raise Unreadable(path.name, regular_files.why(error)) from None
    try:
        with file, zipfile.ZipFile(file) as archive:
            yield archive
    except Unusable:
        raise
    except _UNREADABLE as error:
        told = type(error).__name__
        raise Unusable(f"Use another backup: {path.name} is damaged, or no backup ({told}).") from None


def _passed_on(lines: Iterator[bytes], to: Any) -> Iterator[bytes]:  # noqa: ANN401 -- a member being written has no public type
    for line in lines:
        to.write(line)
        yield line
