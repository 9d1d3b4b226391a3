"""The command ``restore``: a backup becomes the bot's records, and nothing goes out a second time."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import UserError
from bot.logs import kind_of
from bot.records import (
    archive,
    carried,
    commands,
    occupant,
    ownership,
    restore_report,
    settlement,
    source,
    target,
)
from bot.records.archive import Manifest
from bot.records.restore_report import Result
from bot.records.source import NotReady
from bot.records.target import Claim
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store import schema
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.texting.clock import Clock, utc_now

QUESTION: Final = "Type YES to give up the records in {} for those of the backup: "
NEWER: Final = "Use a newer version of the bot: this backup has tables {}, and this version knows {} at most."
UNLESS: Final = "Add --replace to have the bot start here again, from the backup."
NO_REHEARSAL: Final = "Have TMPDIR name a folder with more room: the rehearsal doesn't fit into {} ({})."


@dataclass(frozen=True, slots=True)
class Options:
    """How the command was called. ``hold``: what is scheduled asks; None where nothing was said of it.

    ``other_account``: records of another one at SMS-iT are meant. ``other_tables``: what another program
    keeps in the file is given up too.
    """

    env_files: EnvFiles
    file: Path
    replace: bool = False
    yes: bool = False
    dry_run: bool = False
    hold: bool | None = None
    other_account: bool = False
    other_tables: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be put there, and what is known beside it.

    ``attempted`` is what the journal of attempts knows, ``newer`` what is in the records that are given up:
    None where they can't be read.
    """

    options: Options
    manifest: Manifest
    attempted: Mapping[str, str]
    newer: carried.Newer | None
    clock: Clock


def restore(options: Options, clock: Clock = utc_now) -> int:
    """Put a backup in the place of the records. Returns the exit status."""

    def work(found: Settings) -> None:
        manifest = _checked(options.file)
        commands.say(restore_report.backup(manifest))
        if not manifest.accounts:
            commands.say(ownership.NOT_KNOWN)
        whose = ownership.account_in(found, or_other=options.other_account)
        ownership.require_same(manifest.accounts, whose, options.file.name)
        if options.dry_run:
            _rehearse(found, options, manifest, clock)
            return
        with target.claimed(
            found.database_url,
            found.data_keys,
            replace=options.replace,
            other_tables=options.other_tables,
        ) as claim:
            there = source.told(claim.database)
            if not options.replace:
                source.require_not_left_behind(claim.database, UNLESS)
            newer = _newer(claim.database)
            _require_given_up(claim.database, newer, whose)
            if newer is not carried.NOTHING:
                commands.require_agreed(QUESTION.format(there), yes=options.yes)
            result = _put(claim, Work(options, manifest, _attempted(claim.database), newer, clock))
            commands.say_all(restore_report.changed(result))
            commands.say(f"Done: {there} holds the backup now. Start the bot.")

    return commands.run(options.env_files, work)


def _checked(path: Path) -> Manifest:
    manifest = archive.verify(path)
    if not schema.is_known(manifest.schema):
        raise NotReady(NEWER.format(manifest.schema, schema.HEAD))
    return manifest


def _newer(database: Database) -> carried.Newer | None:
    """Return what is newer in the records that are there; None where there are some that can't be read."""
    is_new = database.path is not None and not database.path.stat().st_size
    return carried.NOTHING if is_new else carried.look(database)


def _require_given_up(database: Database, newer: carried.Newer | None, whose: str | None) -> None:
    """Raise :exc:`NotReady` where there are records, known to be of others than this account."""
    if newer is not None and newer is not carried.NOTHING:
        ownership.require_to_be_given_up(database, whose)


def _attempted(database: Database) -> Mapping[str, str]:
    return {} if database.journal is None else database.journal.latest()


def _rehearse(settings: Settings, options: Options, manifest: Manifest, clock: Clock) -> None:
    """Do it all beside, and throw that away: so it is known what would be changed."""
    path = file_of(settings.database_url)
    whose = ownership.account_in(settings, or_other=options.other_account)
    newer: carried.Newer | None = carried.NOTHING
    attempted: Mapping[str, str] = {}
    lacks = ""
    if path is not None:
        occupant.require_ours(path, even_damaged=True, even_mixed=options.other_tables)
    if path is None or path.exists():
        with source.opened(settings.database_url, settings.data_keys) as database:
            occupant.require_no_namesakes(database)
            if not options.replace:
                source.require_not_left_behind(database, UNLESS)
            newer, attempted = _newer(database), _attempted(database)
            _require_given_up(database, newer, whose)
            if newer is not carried.NOTHING and not options.replace:
                lacks = f"Add --replace: {source.told(database)} holds records already."
    with (
        tempfile.TemporaryDirectory(prefix="smsit-bot-") as folder,
        _in_temporary(),
        target.claimed(f"sqlite:///{folder}/rehearsal.db", settings.data_keys, replace=False) as claim,
    ):
        result = _put(claim, Work(options, manifest, attempted, newer, clock))
    commands.say_all(restore_report.changed(result))
    commands.say_all(filter(None, (lacks, "Nothing was changed.")))


@contextmanager
def _in_temporary() -> Iterator[None]:
    """Have the folder of temporary files be named for what fails there, and not the database."""
    try:
        yield
    except SQLAlchemyError as error:  # its text may quote rows
        raise UserError(NO_REHEARSAL.format(tempfile.gettempdir(), kind_of(error))) from None


def _put(claim: Claim, work: Work) -> Result:
    results: list[Result] = []
    file, manifest = work.options.file, work.manifest
    target.fill(
        claim,
        manifest.schema,
        manifest.tables,
        lambda name: archive.rows(file, name),
        lambda conn: results.append(_settle(conn, work)),
    )
    return results[-1]


def _settle(conn: Connection, work: Work) -> Result:
    options, newer = work.options, work.newer
    is_covered = settlement.is_covered(conn, work.attempted)
    is_compared = newer is not None and newer is not carried.NOTHING
    changed = carried.changed_since(conn, newer) if newer is not None and is_compared else frozenset[str]()
    settled = settlement.settle(
        conn,
        work.manifest.made_at,
        work.attempted,
        work.clock(),
        hold=bool(options.hold),
        changed_since=changed,
    )
    waiting, series = settlement.waiting(conn), settlement.count_series(conn)
    is_known = is_covered and is_compared
    is_open = bool(waiting or series) and options.hold is None and not is_known
    if is_open and not options.dry_run:
        raise NotReady(f"{restore_report.choose(waiting, series)} Nothing was changed.")
    erased = None if newer is None else carried.erased_since(conn, newer)
    listed = 0 if newer is None else carried.put(conn, newer)
    return Result(settled, waiting, series, listed, erased, is_open)
