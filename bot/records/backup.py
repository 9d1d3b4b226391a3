"""The command ``backup``: all records of one moment in one file, also while the bot runs."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.engine import other_tables
from bot.errors import UserError
from bot.records import archive, commands, shape, source
from bot.records.archive import Manifest
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store import schema, smsit_accounts
from bot.store.database import Database
from bot.texting.clock import Clock, utc_now
from bot.texting.words import pluralize

NO_FOLDER: Final = "Name a file or a folder to write to, or set BACKUP_FOLDER."
ADVICE: Final = (
    "Guard it like the database: it holds numbers and texts. Settings and keys aren't in it: keep a copy of "
    "your .env elsewhere."
)
UNLESS: Final = "Add --left-behind to keep what it held all the same."
NOT_IN_IT: Final = "Not in it is what another program keeps in the same file: {}."
KEPT_WHERE: Final = (
    "Name a folder, and no file: --keep deletes older backups of those that are in it. Nothing was written."
)
WOULD_GO: Final = "It would delete {}, an older one."
FEWEST: Final = 1


def backup(
    env_files: EnvFiles,
    to: Path | None,
    *,
    keep: int | None = None,
    dry_run: bool = False,
    left_behind: bool = False,
    clock: Clock = utc_now,
) -> int:
    """Write a backup into a file, or under a name of its own into a folder. Returns the exit status.

    With ``keep`` only so many of the newest ones stay in that folder. A database whose records were moved
    away is written only with ``left_behind``: each day's backups of it would take the place of those that
    count.
    """

    def work(found: Settings) -> None:
        if keep is not None and to is not None and not to.is_dir():
            raise UserError(KEPT_WHERE)
        paths = _paths(to, clock) if to else _in_folder(found.backup_folder, clock)
        with source.opened(found.database_url, found.data_keys) as database:
            if not left_behind:
                source.require_not_left_behind(database, UNLESS)
            if dry_run:
                commands.say(f"{_counted(database)} would be written to {paths[0]}. Nothing was written.")
                if keep is not None:
                    commands.say_all(WOULD_GO.format(each.name) for each in _older(paths[0].parent, keep - 1))
                return
            path, manifest = _written(database, paths, clock)
            others = other_tables.beside(database)
        rows = sum(kept.rows for kept in manifest.tables.values())
        told = _told(rows, len(manifest.tables), manifest.database, manifest.schema)
        commands.say(f"{told} written to {path}, and read again.", ADVICE)
        if others:
            commands.say(NOT_IN_IT.format(others))
        if keep is not None:
            _drop_older(path.parent, keep)

    return commands.run(env_files, work)


def write(database: Database, path: Path, clock: Clock) -> Manifest:
    """Write a backup, read it again, and return what is in it. A file that reads otherwise is taken away."""
    with source.moment(database) as conn:
        version, tables = source.tables(conn)
        about = Manifest(
            made_at=clock(),
            database=source.NAMES[conn.dialect.name],
            schema=schema.before_move(version),
            bot=commands.bot_version(),
            tables={},
            accounts=smsit_accounts.known(conn),
        )
        archive.write(path, conn, tables, about)
    try:
        return archive.verify(path)
    except archive.Unusable:
        path.unlink()
        raise


def _written(database: Database, paths: Sequence[Path], clock: Clock) -> tuple[Path, Manifest]:
    """Write a backup under the first of these names that no one else has, and return which and what."""
    *others, last = paths
    for path in others:
        with suppress(FileExistsError):  # as somebody else's who began in the same second
            return path, write(database, path, clock)
    return last, write(database, last, clock)


def _in_folder(folder: Path | None, clock: Clock) -> Sequence[Path]:
    if folder is None:
        raise UserError(NO_FOLDER)
    if told := archive.unusable(folder):
        raise UserError(f"Correct BACKUP_FOLDER: {told}.")
    return _free(folder, clock)


def _paths(to: Path, clock: Clock) -> Sequence[Path]:
    if to.is_dir():
        return _free(to, clock)
    if not to.parent.is_dir():
        raise UserError(f"Make the folder {to.parent} first.")
    return (to,)


def _free(folder: Path, clock: Clock) -> Sequence[Path]:
    """Return by which names a backup can be called that is made now."""
    return [folder / name for name in archive.names(clock()) if not (folder / name).exists()]


def _counted(database: Database) -> str:
    with source.moment(database) as conn:
        version, tables = source.tables(conn)
        rows = sum(shape.count(conn, table) for table in tables.values())
    return _told(rows, len(tables), source.NAMES[conn.dialect.name], schema.before_move(version))


def _told(rows: int, tables: int, database: str, version: str) -> str:
    return f"{pluralize(rows, 'row')} of {pluralize(tables, 'table')} ({database}, tables {version})"


def _drop_older(folder: Path, keep: int) -> None:
    """Delete all but the newest backups that this command named itself."""
    for path in _older(folder, max(keep, FEWEST)):
        path.unlink()
        commands.say(f"Deleted: {path.name}, an older one.")


def _older(folder: Path, keep: int) -> Sequence[Path]:
    """Return all but the newest backups that this command named itself, the newest first."""
    return sorted(filter(Path.is_file, folder.glob(archive.NAMED)), reverse=True)[keep:]
