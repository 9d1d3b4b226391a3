"""The command that erases a person from the bot's records: what it asks, and what it says.

It never says the number: what stands in a terminal is kept by many.
"""

import os
import pwd
import secrets
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from bot.complaints import BAD_SETTINGS, FAILED, complain, ended
from bot.engine import other_tables
from bot.features.erasure import report
from bot.features.erasure.service import Erasure
from bot.features.erasure.survey import Survey
from bot.run import read_settings
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.store.schema import require_current
from bot.texting import phones
from bot.texting.clock import Clock, utc_now
from bot.texting.phones import PhoneError, Reason
from bot.texting.spellings import canonical

SETTLE_TRIES: Final = 40
SETTLE_PAUSE: Final = 0.25
LONGEST_USER: Final = 64

NO_KEY: Final = (
    "Set ERASURE_KEY first. Add this line to the bot's settings, keep a copy where you keep your other keys, "
    "restart the bot, then run this again:\n\nERASURE_KEY={key}\n"
)
NOT_IN_USE: Final = (
    "Restart the bot first, so that it uses the ERASURE_KEY in its settings. Nothing was erased."
)
NO_FILE: Final = "There's no database file yet, so there's nothing to erase."
READING: Final = "Type YES to erase this person. It can't be undone: "
NOT_ASKED: Final = "Add --yes to erase without being asked. Nothing was erased."
DECLINED: Final = "Nothing was erased."
LEFT: Final = (
    "Run this again in a few minutes: the bot was sending or saving something about this person just then. "
    "Everything else was erased."
)
NOBODY: Final = "No erasure is recorded."
NOT_LOOKED: Final = "Look yourself into what another program keeps in the same file: {}."
SETTLE_LATER: Final = (
    "Restart the bot: while it runs, the log beside its database may still hold what was erased. The bot's "
    "daily clean-up empties it too."
)
AFTERWARDS: Final = (
    "In SMS-iT's own panel, delete the contact and its texts: the bot finds and texts anyone who is there.",
    "In Slack, delete result files, exports and uploaded files that name this person, and what people wrote.",
    "Delete backups made before now. If you restore one, erase this person again.",
)


@dataclass(frozen=True, slots=True)
class Options:
    """How the command was called. ``cancelled_at_smsit``: what SMS-iT held was cancelled there."""

    env_files: EnvFiles
    number: str | None
    dry_run: bool = False
    yes: bool = False
    cancelled_at_smsit: bool = False
    listed: bool = False


def erase(options: Options, clock: Clock = utc_now) -> int:
    """Erase a person, or list the erasures. Returns the exit status: 0, 1 not done, 2 wrong arguments."""
    found = read_settings(options.env_files)
    if found is None:
        return BAD_SETTINGS
    try:
        phone = None if options.listed and not options.number else _phone(options.number, found)
    except PhoneError as error:
        complain(error.sentence)
        return BAD_SETTINGS

    def work() -> int:
        file = file_of(found.database_url)
        if file is not None and not file.exists():
            _say(NO_FILE)
            return 0
        with closing(Database(found.database_url, found.number_key, found.data_keys)) as database:
            return _run(database, found, phone, options, clock)

    return ended(work)


def _run(database: Database, found: Settings, phone: str | None, options: Options, clock: Clock) -> int:
    with database.read() as conn:
        require_current(conn)
    erasure = Erasure(database, clock, found.default_region)
    if options.listed or phone is None:
        _say_all([report.line(each) for each in erasure.records(phone)] or [NOBODY])
        return 0
    if not options.dry_run and (refusal := _not_ready(found, erasure)):
        complain(refusal)
        return FAILED
    seen = erasure.look(phone)
    _say_all(report.kept(seen))
    if others := other_tables.beside(database):
        _say(NOT_LOOKED.format(others))
    stops = tuple(report.obstacles(seen, is_cancelled=options.cancelled_at_smsit))
    if options.dry_run:
        _say_all((*stops, "Nothing was changed."))
        return 0
    if stops:
        _complain_all(stops)
        return FAILED
    return _erase(erasure, phone, seen, options)


def _erase(erasure: Erasure, phone: str, seen: Survey, options: Options) -> int:
    if not (options.yes or seen.is_empty or _agreed()):
        return FAILED
    record = erasure.erase(phone, _user())
    if record is None:
        complain(LEFT)
        return FAILED
    settled = _settled(erasure)
    _say(f"Done. {report.line(record)}")
    if not seen.is_empty:
        _say("Left for you to do:")
    _say_all(f"- {each}" for each in (*report.left(seen), *AFTERWARDS, *(() if settled else (SETTLE_LATER,))))
    return 0


def _not_ready(found: Settings, erasure: Erasure) -> str:
    if found.erasure_key is None:
        return NO_KEY.format(key=secrets.token_urlsafe(32))
    return "" if erasure.is_ready() else NOT_IN_USE


def _phone(typed: str | None, found: Settings) -> str:
    """Return the one form of the number that was typed. Raises :exc:`PhoneError`, as for two numbers."""
    text = input("Number: ") if typed is None else typed
    several = phones.readings(text, found.default_region)
    if len(several) > 1:
        raise PhoneError(Reason.AMBIGUOUS)
    return canonical(phones.parse(text, found.default_region).digits)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        complain(NOT_ASKED)
        return False
    if input(READING).strip() != "YES":
        _say(DECLINED)
        return False
    return True


def _settled(erasure: Erasure) -> bool:
    """Have the log beside a SQLite file emptied as soon as the bot leaves a moment for it."""
    for _ in range(SETTLE_TRIES):
        if erasure.settle():
            return True
        time.sleep(SETTLE_PAUSE)  # another process has the file open, and tells nobody when it lets go
    return False


def _user() -> str:
    """Return who runs this, as the machine knows them."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name[:LONGEST_USER]
    except KeyError:
        return f"user {os.getuid()}"


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a command line answers so


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        _say(line)


def _complain_all(lines: Iterable[str]) -> None:
    for line in lines:
        complain(line)
