"""The command ``move``: all records go to another database, verified, and the bot starts there then."""

import getpass
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import settings_values
from bot.engine import other_tables
from bot.errors import NO_DATABASE, UserError
from bot.logs import kind_of
from bot.records import commands, ownership, shape, source, target
from bot.records.archive import Kept
from bot.records.destination import Destination, blamed
from bot.records.shape import Shape
from bot.records.source import NotReady
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store import schema, unrecorded
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.texting import words
from bot.texting.clock import Clock, utc_now
from bot.texting.words import pluralize

ASKED: Final = "Address of the database to move to, such as postgresql://USER:PASSWORD@HOST/NAME: "
ENTER: Final = "Enter sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME as the address to move to."
THE_SAME: Final = "Name another database: this is the one that DATABASE_URL names."
LEFT_BEHIND: Final = "Start from the database that the records were moved to: this one was left behind."
QUESTION: Final = "Type YES to give up the records in {}: "
NEXT: Final = (
    "Set DATABASE_URL to the address you moved to, then start the bot. {} keeps its records, and no bot "
    "starts on it any more: delete it once you have a backup of the new one."
)
NOT_MOVED: Final = "Not that file, though: what another program keeps in it wasn't moved ({})."


@dataclass(frozen=True, slots=True)
class Options:
    """How the command was called. Without an address it asks: no password is in the shell's history then."""

    env_files: EnvFiles
    url: str | None
    replace: bool = False
    yes: bool = False
    dry_run: bool = False
    other_account: bool = False
    other_tables: bool = False


def move(options: Options, clock: Clock = utc_now) -> int:
    """Move all records to another database. Returns the exit status."""

    def work(found: Settings) -> None:
        url = _address(options.url)
        with blamed():
            file_of(url)
        if _is_same(found.database_url, url):
            raise NotReady(THE_SAME)
        whose = ownership.account_in(found, or_other=options.other_account)
        there = Destination(
            url, found.data_keys, whose, replace=options.replace, other_tables=options.other_tables
        )
        with source.opened(found.database_url, found.data_keys) as database:
            _require_not_left_behind(database)
            ownership.require_same_here(database, whose)
            if options.dry_run:
                _look(database, there)
                return
            with source.alone(database, source.told(database)):
                _move(database, there, clock, yes=options.yes)

    return commands.run(options.env_files, work)


def _look(database: Database, there: Destination) -> None:
    """Say what would be moved, and whether it could be; the bot may be running."""
    with source.moment(database) as conn:
        _version, tables = _movable(conn)
        commands.say_all(_told(_kept(conn, tables)))
    commands.say(f"All this would be moved to {there.looked_at()}.")
    commands.say("Nothing was changed.")


def _move(database: Database, to: Destination, clock: Clock, *, yes: bool) -> None:
    with ExitStack() as stack:
        with blamed():
            claim = stack.enter_context(to.claimed())
            if to.replace and claim.was_there and target.records_in(claim.database):
                commands.require_agreed(QUESTION.format(source.told(claim.database)), yes=yes)
        _settle_unrecorded(database, clock)
        with source.held(database) as conn:
            version, tables = _movable(conn)
            kept = _kept(conn, tables)
            commands.say_all(_told(kept))

            @contextmanager
            def rows(name: str) -> Iterator[Iterator[bytes]]:
                yield _from_here(shape.lines(conn, tables[name], kept[name].columns))

            with blamed():
                target.fill(claim, version, kept, rows, lambda _conn: None)
                if claim.database.journal is not None:  # it may be of an earlier time,
                    claim.database.journal.clear()  # and all it knows is in the records
            schema.leave_behind(conn)
        there, here = source.told(claim.database), source.told(database)
    commands.say(
        f"Moved to {there}: every table was read there again, and is the same.",
        NEXT.format(words.capitalized(here)),
    )
    if others := other_tables.beside(database):
        commands.say(NOT_MOVED.format(others))


def _from_here(rows: Iterator[bytes]) -> Iterator[bytes]:
    """Give rows, and have what fails while they are read not be blamed on where they go."""
    try:
        yield from rows
    except SQLAlchemyError as error:  # as above
        raise UserError(NO_DATABASE.format(kind_of(error))) from None


def _require_not_left_behind(database: Database) -> None:
    """Raise :exc:`NotReady` where the records went elsewhere already: first of all, that is said."""
    with database.read() as conn:
        version = schema.current(conn) or ""
    if schema.before_move(version) != version:
        raise NotReady(LEFT_BEHIND)


def _movable(conn: Connection) -> tuple[str, Shape]:
    version, tables = source.tables(conn)
    if schema.before_move(version) != version:
        raise NotReady(LEFT_BEHIND)
    return version, tables


def _settle_unrecorded(database: Database, clock: Clock) -> None:
    """Do what a start does: what the database lost of its attempts is known here only, and stays behind."""
    attempted = {} if database.journal is None else database.journal.latest()
    if attempted:
        with database.write() as conn:
            if schema.current(conn) == schema.HEAD:
                unrecorded.make_unknown(conn, attempted, now=clock())


def _kept(conn: Connection, tables: Shape) -> dict[str, Kept]:
    found = {}
    for name, table in tables.items():
        columns = tuple(shape.columns_of(table))
        digest = shape.digest(shape.lines(conn, table, columns))
        found[name] = Kept(columns, digest.rows, digest.sha256)
    return found


def _told(kept: Mapping[str, Kept]) -> Iterator[str]:
    filled = {name: each for name, each in kept.items() if each.rows}
    width = max(map(len, filled), default=0)
    for name, each in filled.items():
        yield f"  {name:<{width}}  {pluralize(each.rows, 'row'):>12}  {each.sha256[:12]}"
    rows = sum(each.rows for each in kept.values())
    yield f"{pluralize(rows, 'row')} of {pluralize(len(kept), 'table')}, with those of the queue."


def _address(given: str | None) -> str:
    typed = given if given is not None else _asked()
    try:
        return settings_values.database(typed.strip())
    except ValueError as error:
        raise NotReady(f"{error} {ENTER}") from None


def _asked() -> str:
    return getpass.getpass(ASKED) if sys.stdin.isatty() else sys.stdin.readline()


def _is_same(one: str, other: str) -> bool:
    left, right = make_url(one), make_url(other)
    if left.get_backend_name() != right.get_backend_name():
        return False
    if left.get_backend_name() == "sqlite":
        paths = [file_of(one), file_of(other)]
        return paths[0] is not None and paths[1] is not None and paths[0].resolve() == paths[1].resolve()
    return (left.host, left.port or 5432, left.database, dict(left.query)) == (
        right.host,
        right.port or 5432,
        right.database,
        dict(right.query),
    )
