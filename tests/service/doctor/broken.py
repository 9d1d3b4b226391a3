"""Everything the doctor can find wrong, and how it is broken on purpose."""

import errno
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest
from sqlalchemy import make_url, text

from bot.doctor import disk, storage, traces
from bot.policy.reader import MOST_BYTES
from bot.records.archive import Manifest
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from bot.slack.surface import NEEDED
from bot.store import encryption, read_only, schema
from bot.store.data_keys import DataKey
from bot.store.database import Database
from bot.store.database_address import Unusable
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text
from tests.service.doctor.conftest import FINE, KEY
from tests.service.doctor.serving import bolt, served
from tests.store import postgres

CHANNELS: Final = {"approval": "C0APPROVE", "alerts": "C0APPROVE", "birthdays": "C0APPROVE"}
SHARED: Final = "C0LAB"
SENDER: Final = "14155550100"


@dataclass
class Bot:
    """The settings and the policy of one with which nothing is wrong, to be broken."""

    sandbox: Sandbox
    folder: Path
    patch: pytest.MonkeyPatch
    channels: dict[str, str] = field(default_factory=lambda: dict(CHANNELS))
    shared: tuple[str, ...] = (SHARED,)
    mode: int = 0o600
    """That of the settings file."""
    roles: str = (
        'viewer = ["*"]\nsender = ["S0DESK"]\nbroadcaster = ["U0MAYA"]\n'
        'approver = ["U0LENA", "U0TOM"]\nadmin = ["U0TOM"]\n'
    )
    ahead: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        folder = self.folder / "backups"
        folder.mkdir(exist_ok=True)
        self.settings = FINE | {"DATA_KEY": KEY, "BACKUP_FOLDER": str(folder), "SMSIT_FROM": SENDER}
        self.back_up(timedelta(hours=1))
        self.database().close()

    def database(self) -> Database:
        made = Database(self.url, data_keys=(KEY,))
        made.migrate()
        return made

    @property
    def url(self) -> str:
        return self.settings.get("DATABASE_URL", f"sqlite:///{self.file}")

    @property
    def file(self) -> Path:
        return self.folder / "bot.db"

    @property
    def policy(self) -> str:
        named = (f'[{section}]\nchannel = "{channel}"\n' for section, channel in self.channels.items())
        people = "".join(named).replace("[approval]\n", "[approval]\npeople = 25\n")
        named_as_shared = f"[channels]\nshared = {list(self.shared)}\n".replace("'", '"')
        return f'[roles]\n{self.roles}[quiet_hours]\ndefault = "21:00-08:00"\n{people}{named_as_shared}'

    def back_up(self, age: timedelta) -> None:
        manifest = Manifest(utc_now() - age, "SQLite", schema.HEAD, "1.0", {})
        with zipfile.ZipFile(self.folder / "backups" / "one.backup", "w") as file:
            file.writestr("manifest.json", manifest.written())


Break = Callable[[Bot], "Iterator[None] | None"]


@dataclass(frozen=True)
class Broken:
    """What is broken, the line in which it shows, a part of what to do, and the lines that it hides.

    Where the bot works all the same it deserves a look (``state``), and fails nothing.
    """

    what: str
    line: str
    todo: str
    by: Break
    hides: frozenset[str] = frozenset()
    state: str = "wrong"


ROWS: list[Broken] = []
OF_SLACK: Final = (
    "Scopes",
    "Clock",
    "Approval channel",
    "Alerts channel",
    "Birthdays channel",
    "Shared channels",
    "Roles",
)
OF_DATABASE: Final = ("Encryption", "Senders")
OF_FOLDER: Final = (*OF_DATABASE, "Disk speed", "Disk space")


def broken(
    what: str, line: str, todo: str, hides: tuple[str, ...] = (), *, state: str = "wrong"
) -> Callable[[Break], Break]:
    def add(by: Break) -> Break:
        ROWS.append(Broken(what, line, todo, by, frozenset(hides), state))
        return by

    return add


def set_to(
    what: str, line: str, todo: str, hides: tuple[str, ...] = (), *, state: str = "wrong", **settings: str
) -> None:
    broken(what, line, todo, hides, state=state)(lambda bot: bot.settings.update(settings))


@contextmanager
def applied(row: Broken, bot: Bot) -> Iterator[None]:
    """Break it, and mend what the next one would meet."""
    found = row.by(bot)
    if found is not None:
        next(found)
    yield
    if found is not None:
        next(found, None)
    bot.sandbox.smsit.faults.clear()


HTTP: Final = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret"}
set_to(
    "a bot token that isn't valid", "Bot token", "OAuth & Permissions", OF_SLACK, SLACK_BOT_TOKEN="xoxb-wrong"
)
set_to(
    "Slack can't be reached",
    "Bot token",
    "port 443",
    (*OF_SLACK, "Socket Mode"),
    SLACK_API_URL="http://127.0.0.1:1/",
)
set_to("an app token that isn't valid", "Socket Mode", "connections:write", SLACK_APP_TOKEN="xapp-wrong")
set_to(
    "an API key that isn't valid",
    "SMS-iT",
    "SMSIT_API_KEY",
    ("SMS-iT's clock", "Balance"),
    SMSIT_API_KEY="wrong",
)
set_to(
    "SMS-iT can't be reached",
    "SMS-iT",
    "SMSIT_BASE_URL",
    ("SMS-iT's clock", "Balance"),
    SMSIT_BASE_URL="http://127.0.0.1:1/",
)
set_to(
    "a folder of the database that isn't there",
    "Database",
    "DATABASE_URL",
    OF_FOLDER,
    DATABASE_URL="sqlite:////no/such/bot.db",
)
set_to(
    "a server that can't be reached",
    "Database",
    "DATABASE_URL",
    OF_FOLDER,
    DATABASE_URL="postgresql://me:HUSH@127.0.0.1:1/bot",
)
set_to(
    "an option that doesn't exist",
    "Database",
    "DATABASE_URL",
    OF_FOLDER,
    DATABASE_URL="postgresql://me:HUSH@127.0.0.1:1/bot?sslmod=HUSH",
)
set_to(
    "an address of another machine",
    "HTTP",
    "HTTP_HOST",
    ("Socket Mode",),
    **HTTP,
    HTTP_HOST="192.0.2.1",
    HTTP_PORT="3000",
)
set_to(
    "a folder for backups that isn't there", "Last backup", "BACKUP_FOLDER", BACKUP_FOLDER="/no/such/folder"
)
set_to("a file instead of a folder for backups", "Last backup", "BACKUP_FOLDER", BACKUP_FOLDER="/dev/null")
set_to("another data key", "Encryption", "DATA_KEY", DATA_KEY="o" * 40)


@broken("a plan without access to the API", "SMS-iT", "Have API access added", ("SMS-iT's clock", "Balance"))
def _(bot: Bot) -> None:
    bot.sandbox.smsit.faults.add(
        "getcreditbalance", Fault.OTHER_ANSWER, times=None, answer='{"status":"-20"}'
    )


@broken("an answer that can't be read", "SMS-iT", "SMSIT_BASE_URL", ("SMS-iT's clock", "Balance"))
def _(bot: Bot) -> None:
    bot.sandbox.smsit.faults.add("getcreditbalance", Fault.HTML, times=None)


@broken("a clock that is two minutes ahead", "Clock", "NTP", ("SMS-iT's clock",))
def _(bot: Bot) -> None:
    bot.ahead = timedelta(minutes=2)


@broken("a scope that wasn't granted", "Scopes", "reinstall the app", ("Optional scopes",))
def _(bot: Bot) -> None:
    manifest = type(bot.sandbox.slack.manifest)
    granted = tuple(each for each in NEEDED if each != "files:write")
    bot.patch.setattr(manifest, "scopes", granted)
    bot.patch.setattr(manifest, "has_scope", lambda *_: True)


@broken("a policy with a mistake", "Policy", "Correct this line", (*OF_SLACK[2:], "Roles and limits"))
def _(bot: Bot) -> None:
    bot.roles = 'boss = ["*"]\n'


@broken("a policy that is too long", "Policy", "Check POLICY_FILE", (*OF_SLACK[2:], "Roles and limits"))
def _(bot: Bot) -> None:
    bot.roles += "#" * MOST_BYTES + "\n"


@broken("a backup that another user made and keeps to themselves", "Last backup", "the user the bot runs as")
def _(bot: Bot) -> None:
    bot.back_up(timedelta(days=3))
    may, closed = os.access, bot.folder / "backups" / "other.backup"
    closed.touch()
    bot.patch.setattr(os, "access", lambda path, mode: path != closed and may(path, mode))


@broken("a user group that doesn't exist", "Roles", "Correct the id", ("Roles and limits",))
def _(bot: Bot) -> None:
    bot.roles = bot.roles.replace("U0MAYA", "S0GONE")


for _section, _lacks in (
    ("approval", "no one can be asked there"),
    ("alerts", "alerts can't be posted there"),
    ("birthdays", "no one sees there which birthday texts go out"),
):
    for _what, _channel in (("the bot isn't in", "C0GONE"), ("another organisation is in", SHARED)):

        @broken(f"a channel that {_what} for {_section}", f"{_section.capitalize()} channel", _lacks)
        def _(bot: Bot, section: str = _section, channel: str = _channel) -> None:
            bot.channels[section] = channel
            bot.shared = ()


@broken("another program on the port", "HTTP", "another HTTP_PORT", ("Socket Mode",))
def _(bot: Bot) -> Iterator[None]:
    import socket  # noqa: PLC0415 - only here

    with socket.create_server(("127.0.0.1", 0)) as taken:
        bot.settings |= HTTP | {"HTTP_PORT": str(taken.getsockname()[1])}
        bot.patch.setattr("bot.doctor.http_port.SECONDS", 0.1)
        yield


@broken("a bot with another signing secret on the port", "HTTP", "another HTTP_PORT", ("Socket Mode",))
def _(bot: Bot) -> Iterator[None]:
    with served(bolt(), "another") as port:
        bot.settings |= HTTP | {"HTTP_PORT": port}
        yield


@broken("a folder in the place of the file", "Database", "DATABASE_URL", OF_DATABASE)
def _(bot: Bot) -> None:
    bot.file.unlink()
    bot.file.mkdir()


@broken("a file that is no database", "Database", "DATABASE_URL", (*OF_DATABASE, "Database file"))
def _(bot: Bot) -> None:
    bot.file.write_bytes(b"Dear diary, " * 1000)


@broken("a file of another user", "Database", "the user the bot runs as", OF_DATABASE)
def _(bot: Bot) -> None:
    may = os.access
    bot.patch.setattr(os, "access", lambda path, mode: may(path, mode) and Path(path).name != "bot.db")


@broken("a file that is held", "Database", "End what holds it", OF_DATABASE)
def _(bot: Bot) -> Iterator[None]:
    bot.patch.setattr(read_only, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(bot.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@broken("records that were moved away", "Database", "moved to", OF_DATABASE)
def _(bot: Bot) -> None:
    with closing(bot.database()) as database, database.write() as conn:
        schema.leave_behind(conn)


@broken("tables of a newer version", "Database", "newer version", OF_DATABASE)
def _(bot: Bot) -> None:
    with closing(bot.database()) as database, database.write() as conn:
        conn.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608 - a constant


@broken("a change of the key that was interrupted", "Encryption", "encrypt again")
def _(bot: Bot) -> None:
    with closing(bot.database()) as database, database.engine.begin() as conn:
        encryption.note(conn, DataKey(KEY).id, encryption.NONE)


@broken("words that aren't encrypted", "Encryption", "smsit-bot encrypt")
def _(bot: Bot) -> None:
    bot.file.unlink()
    with closing(Database(bot.url)) as plain:
        plain.migrate()
        a_text(plain, utc_now(), "1", sender=SENDER)


@broken("a sender that SMS-iT doesn't take", "Senders", "SMSIT_FROM")
def _(bot: Bot) -> None:
    now = utc_now()
    with closing(bot.database()) as database:
        a_text(database, now, "1", sender=SENDER, attempting_at=now - timedelta(hours=1))
        a_text(
            database,
            now,
            "2",
            sender=SENDER,
            state="refused",
            outcome_code="-3",
            attempting_at=now,
            body=None,
        )


@broken("a folder of another user", "Database", "the user the bot runs as", OF_FOLDER)
def _(bot: Bot) -> None:
    may = os.access
    bot.patch.setattr(os, "access", lambda path, mode: may(path, mode) and Path(path) != bot.folder)


@broken("a file system that can only be read", "Database", "Mount it", OF_FOLDER)
def _(bot: Bot) -> None:
    may, stats = os.access, os.statvfs
    bot.patch.setattr(os, "access", lambda path, mode: may(path, mode) and Path(path) != bot.folder)
    bot.patch.setattr(os, "statvfs", lambda path: SimpleNamespace(f_flag=stats(path).f_flag | os.ST_RDONLY))


def refuses_to_keep(bot: Bot, code: int) -> None:
    def fsync(_file: int) -> None:
        raise OSError(code, os.strerror(code))

    bot.patch.setattr(disk.os, "fsync", fsync)


@broken("a disk that takes no more, with room on it", "Disk space", "quota")
def _(bot: Bot) -> None:
    refuses_to_keep(bot, errno.EDQUOT)


@broken("a disk with a fault", "Disk speed", "dmesg")
def _(bot: Bot) -> None:
    refuses_to_keep(bot, errno.EIO)


@broken("something that no one foresaw", "Traces", "Tell the person who maintains the bot")
def _(bot: Bot) -> None:
    def unforeseen(_found: object) -> None:
        raise RuntimeError("HUSH")

    bot.settings |= {"TRACING": "on"}
    bot.patch.setattr(traces, "_delivered", unforeseen)


@broken("a full disk", "Disk space", "Make room")
def _(bot: Bot) -> None:
    usage = shutil.disk_usage("/")._replace(free=disk.LEAST_FREE - 1)
    bot.patch.setattr(shutil, "disk_usage", lambda _folder: usage)


@broken("an old backup", "Last backup", "Run smsit-bot backup")
def _(bot: Bot) -> None:
    bot.back_up(timedelta(days=3))


@broken("a backup from the future", "Last backup", "clock of this machine")
def _(bot: Bot) -> None:
    bot.back_up(timedelta(days=-1))


@broken("no backup", "Last backup", "every day")
def _(bot: Bot) -> None:
    (bot.folder / "backups" / "one.backup").unlink()


@broken("a variable of traces that isn't valid", "Traces", "TRACING=off")
def _(bot: Bot) -> None:
    bot.settings |= {"TRACING": "on"}
    bot.patch.setenv("OTEL_BSP_SCHEDULE_DELAY", "-1")


def refuse(bot: Bot, target: object, name: str, why: str) -> None:
    def refused(_url: str) -> None:
        raise Unusable(why)

    bot.patch.setattr(target, name, refused)


@broken("a disk that doesn't tell whether the file is there", "Database", "DATABASE_URL", OF_FOLDER)
def _(bot: Bot) -> None:
    refuse(bot, storage, "file_of", "Input/output error")


@broken("an address that the driver refuses", "Database", "DATABASE_URL", OF_DATABASE)
def _(bot: Bot) -> None:
    refuse(bot, read_only, "engine", "ArgumentError")


@broken("a driver that isn't installed", "Database", "DATABASE_URL", OF_FOLDER)
def _(bot: Bot) -> None:
    def missing(_url: str) -> None:
        raise ModuleNotFoundError(name="psycopg")

    bot.settings |= {"DATABASE_URL": "postgresql://me@127.0.0.1:1/bot"}
    bot.patch.setattr(read_only, "engine", missing)


READ_ONLY: Final = "default_transaction_read_only"


def as_user(rights: str, options: str = "") -> tuple[str, Callable[[], None]]:
    """Return the address of the tables for a user with these rights alone, and what takes it away again."""
    whole = postgres.without_rows()
    with closing(Database(whole)) as database, database.engine.begin() as conn:
        conn.exec_driver_sql("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        conn.exec_driver_sql("DROP ROLE IF EXISTS teller")
        conn.exec_driver_sql(f"CREATE ROLE teller LOGIN {options}")
        conn.exec_driver_sql(rights)

    def gone() -> None:
        with closing(Database(whole)) as database, database.engine.begin() as conn:
            conn.exec_driver_sql("DROP OWNED BY teller")
            conn.exec_driver_sql("DROP ROLE teller")

    made = make_url(whole).set(username="teller")
    return made.render_as_string(hide_password=False), gone


SELECT_ALL: Final = (
    "GRANT USAGE ON SCHEMA public TO teller; GRANT SELECT ON ALL TABLES IN SCHEMA public TO teller"
)
ALL: Final = (
    "GRANT USAGE, CREATE ON SCHEMA public TO teller; GRANT ALL ON ALL TABLES IN SCHEMA public TO teller"
)
ON_SERVER: Final = (*OF_FOLDER, "Processes")
for _what, _rights, _todo, _hides in (
    (
        "a server that only reads",
        f"{ALL}; ALTER ROLE teller SET {READ_ONLY} = on",
        "primary server",
        ON_SERVER,
    ),
    ("a user that may only read", SELECT_ALL, "the owner of the bot's tables", ON_SERVER),
    ("a user that may see nothing", "SELECT 1", "the owner of the bot's tables", ON_SERVER),
):

    @broken(_what, "Database", _todo, _hides)
    def _(bot: Bot, rights: str = _rights) -> Iterator[None]:
        url, gone = as_user(rights)
        bot.settings |= {"DATABASE_URL": url}
        yield
        gone()


def states(found: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    return {name: state for name, (state, _what, _todo) in found.items()}
