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
from bot.records import archive, carried, commands, settling, source, target
from bot.records.archive import Manifest
from bot.records.settling import Settled, Waiting, What
from bot.records.source import NotReady
from bot.records.target import Claim
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store import schema
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.texting import words
from bot.texting.clock import Clock, utc_now
from bot.texting.words import pluralize

QUESTION: Final = "Type YES to give up the records in {} for those of the backup: "
CHOOSE: Final = (
    "Add --hold-scheduled to have {} ask before they go, or --keep-scheduled to have them go at their time: "
    "no one knows whether someone sent, changed or cancelled any since the backup."
)
NEWER: Final = "Use a newer version of the bot: this backup has tables {}, and this version knows {} at most."
UNLESS: Final = "Add --replace to have the bot start here again, from the backup."
NO_REHEARSAL: Final = "Have TMPDIR name a folder with more room: the rehearsal doesn't fit into {} ({})."
SHOWN: Final = 20
SHOWN_ID: Final = 8
TOLD: Final = {
    What.UNKNOWN: ("text", "texts", "may have gone out since, and ask a person now"),
    What.CANCELLED: (
        "list or request",
        "lists and requests",
        "cancelled: check what was sent, and send the rest again",
    ),
    What.ROWS: ("row of a list", "rows of lists", "cancelled with their lists"),
    What.SERIES: ("series", "series", "paused: look into your SMS-iT account before you press Resume"),
    What.ASKING: ("scheduled text", "scheduled texts", "will ask before going out"),
    What.CALLS: ("call about an appointment", "calls about appointments", "not known: look in SMS-iT"),
    What.ADDITIONS: ("contact", "contacts", "may have been added since: look in SMS-iT"),
    What.IMPORTS: ("import", "imports", "cancelled: import the rest again"),
    What.CODES: ("code", "codes", "no longer valid"),
    What.OFFERS: ("free time", "free times", "offered no more"),
    What.DRAFTS: ("draft of an assistant", "drafts of assistants", "expired"),
    What.STEPS: ("step of a workflow", "steps of workflows", "failed, which Slack is told"),
    What.BIRTHDAYS: ("day", "days", "of birthday texts not prepared again unless someone asks for it"),
}
"""How each figure is told: one, many, and what became of them."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the command was called. ``hold``: what is scheduled asks; None where nothing was said of it."""

    env_files: EnvFiles
    file: Path
    replace: bool = False
    yes: bool = False
    dry_run: bool = False
    hold: bool | None = None


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


@dataclass(frozen=True, slots=True)
class Result:
    """What was changed in the records, and what is left to a person."""

    settled: Settled
    waiting: tuple[Waiting, ...]
    series: int
    listed: int
    erased: int | None
    is_open: bool
    """Whether somebody has to say first what is to become of what is scheduled."""


def restore(options: Options, clock: Clock = utc_now) -> int:
    """Put a backup in the place of the records. Returns the exit status."""

    def work(found: Settings) -> None:
        manifest = _checked(options.file)
        commands.say(_told(manifest))
        if options.dry_run:
            _rehearse(found, options, manifest, clock)
            return
        with target.claimed(found.database_url, found.data_keys, replace=options.replace) as claim:
            there = source.told(claim.database)
            if not options.replace:
                source.require_not_left_behind(claim.database, UNLESS)
            newer = _newer(claim.database)
            if newer is not carried.NOTHING:
                commands.require_agreed(QUESTION.format(there), yes=options.yes)
            result = _put(claim, Work(options, manifest, _attempted(claim.database), newer, clock))
            commands.say_all(_said(result))
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


def _attempted(database: Database) -> Mapping[str, str]:
    return {} if database.journal is None else database.journal.latest()


def _rehearse(settings: Settings, options: Options, manifest: Manifest, clock: Clock) -> None:
    """Do it all beside, and throw that away: so it is known what would be changed."""
    path = file_of(settings.database_url)
    newer: carried.Newer | None = carried.NOTHING
    attempted: Mapping[str, str] = {}
    lacks = ""
    if path is None or path.exists():
        with source.opened(settings.database_url, settings.data_keys) as database:
            if not options.replace:
                source.require_not_left_behind(database, UNLESS)
            newer, attempted = _newer(database), _attempted(database)
            if newer is not carried.NOTHING and not options.replace:
                lacks = f"Add --replace: {source.told(database)} holds records already."
    with (
        tempfile.TemporaryDirectory(prefix="smsit-bot-") as folder,
        _in_temporary(),
        target.claimed(f"sqlite:///{folder}/rehearsal.db", settings.data_keys, replace=False) as claim,
    ):
        result = _put(claim, Work(options, manifest, attempted, newer, clock))
    commands.say_all(_said(result))
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
    is_covered = settling.is_covered(conn, work.attempted)
    is_compared = newer is not None and newer is not carried.NOTHING
    changed = carried.changed_since(conn, newer) if newer is not None and is_compared else frozenset[str]()
    settled = settling.settle(
        conn,
        work.manifest.made_at,
        work.attempted,
        work.clock(),
        hold=bool(options.hold),
        changed_since=changed,
    )
    waiting, series = settling.waiting(conn), settling.count_series(conn)
    is_known = is_covered and is_compared
    is_open = bool(waiting or series) and options.hold is None and not is_known
    if is_open and not options.dry_run:
        raise NotReady(f"{_choose(waiting, series)} Nothing was changed.")
    erased = None if newer is None else carried.erased_since(conn, newer)
    listed = 0 if newer is None else carried.put(conn, newer)
    return Result(settled, waiting, series, listed, erased, is_open)


def _told(manifest: Manifest) -> str:
    rows = sum(kept.rows for kept in manifest.tables.values())
    return (
        f"A backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC, made by version {manifest.bot} on "
        f"{manifest.database}: {pluralize(rows, 'row')} of {pluralize(len(manifest.tables), 'table')}, as "
        "they were written."
    )


def _said(result: Result) -> list[str]:
    lines = []
    for what, count in result.settled.items():
        if count:
            one, many, became = TOLD[what]
            lines.append(f"- {pluralize(count, one, many)}: {became}.")
    if result.listed:
        lines.append(
            f"- {pluralize(result.listed, 'number')} added to the do-not-text list since: kept on it."
        )
    if result.erased is None:
        lines.append("- The records there can't be read: put on the do-not-text list who was added since.")
    elif result.erased:
        people = pluralize(result.erased, "person", "people")
        lines.append(f"- {people} erased since: erase them again, with smsit-bot erase.")
    if not lines:
        lines.append("- Nothing had to be changed.")
    if result.waiting:
        lines += _scheduled(result.waiting)
    if result.is_open:
        lines.append(_choose(result.waiting, result.series))
    return lines


def _choose(waiting: tuple[Waiting, ...], series: int) -> str:
    """Return the question what is to become of what waits for its time."""
    texts = _texts(waiting) if waiting else ""
    others = pluralize(series, "series", "series") if series else ""
    return CHOOSE.format(words.join_and(filter(None, (texts, others))))


def _texts(waiting: tuple[Waiting, ...]) -> str:
    return pluralize(len(waiting), "scheduled text")


def _scheduled(waiting: tuple[Waiting, ...]) -> list[str]:
    what = pluralize(len(waiting), "text")
    lines = [f"Still scheduled: {what}. Cancel in Slack, with /sms scheduled, what was cancelled since:"]
    lines += [
        f"  {each.id[:SHOWN_ID]}  {each.send_at:%Y-%m-%d %H:%M} UTC  by {each.user_id}"
        for each in waiting[:SHOWN]
    ]
    return [*lines, f"  and {len(waiting) - SHOWN:,} more"] if len(waiting) > SHOWN else lines
