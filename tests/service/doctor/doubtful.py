"""What works and deserves a look, each made so on purpose."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from bot.doctor import disk, processes
from bot.engine.slot_holders import Holder
from bot.slack.incoming import connect
from bot.slack.surface import NEEDED
from bot.smsit import transport
from bot.store import Database, smsit_accounts
from tests.service.doctor.broken import ALL, ON_SERVER, Bot, as_user, broken, set_to
from tests.store import postgres

LOOK = "look"


class InsufficientPrivilege(Exception):  # noqa: N818 - as the driver calls it
    """What PostgreSQL says to a user that may not."""


set_to("no erasure key", "Erasure key", "ERASURE_KEY", state=LOOK, ERASURE_KEY="")
set_to("no time zone", "Account time zone", "SMSIT_TIMEZONE", state=LOOK, SMSIT_TIMEZONE="")
set_to(
    "another time zone",
    "Account time zone",
    "Compare",
    state=LOOK,
    SMSIT_TIMEZONE="Asia/Tokyo",
)
set_to("no folder for backups", "Last backup", "BACKUP_FOLDER", state=LOOK, BACKUP_FOLDER="")
set_to(
    "a collector that can't be reached",
    "Traces",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    state=LOOK,
    TRACING="on",
    OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1",
)


set_to("a name that is no setting", "Unknown setting", "Correct the name", state=LOOK, SMSIT_TIMZONE="UTC")


@broken("settings that others can read", "Settings file", "chmod 600", state=LOOK)
def _(bot: Bot) -> None:
    bot.mode = 0o644


@broken("a secret that others can read", "Secret file", "chmod 600", state=LOOK)
def _(bot: Bot) -> None:
    secret = bot.folder / "smsit_api_key"
    secret.write_text("harbour-street-demo-key", "utf-8")
    secret.chmod(0o644)
    bot.settings |= {"SMSIT_API_KEY": "", "SMSIT_API_KEY_FILE": str(secret)}


@broken("records of another account", "SMS-iT account", "new key of the same account", state=LOOK)
def _(bot: Bot) -> None:
    with closing(bot.database()) as database, database.write() as conn:
        smsit_accounts.begin(conn, smsit_accounts.id_of("another key"))


@broken("a database file that others can read", "Database file", "Start the bot", state=LOOK)
def _(bot: Bot) -> None:
    bot.file.chmod(0o644)


@broken("a policy that leaves something open", "Roles and limits", "that isn't meant", state=LOOK)
def _(bot: Bot) -> None:
    bot.roles = bot.roles.replace('approver = ["U0LENA", "U0TOM"]\n', "")


@broken("a channel shared with another organisation", "Shared channels", "Name it there", state=LOOK)
def _(bot: Bot) -> None:
    bot.shared = ()


@broken("a slow disk", "Disk speed", "faster disk", state=LOOK)
def _(bot: Bot) -> None:
    bot.patch.setattr(disk, "SLOW_SECONDS", 0.0)


@broken("a disk that is nearly full", "Disk space", "soon", state=LOOK)
def _(bot: Bot) -> None:
    bot.patch.setattr(disk, "LITTLE_FREE", 1 << 60)


@broken("no credits", "Balance", "Buy credits", state=LOOK)
def _(bot: Bot) -> Iterator[None]:
    before = bot.sandbox.smsit.credits
    bot.sandbox.smsit.set_credits(0)
    yield
    bot.sandbox.smsit.set_credits(before)


@broken("an optional scope that wasn't granted", "Optional scopes", "reinstall", state=LOOK)
def _(bot: Bot) -> None:
    granted(bot, tuple(NEEDED))


@broken("a Slack that doesn't say which scopes there are", "Scopes", "Compare", state=LOOK)
def _(bot: Bot) -> None:
    granted(bot, ())


def granted(bot: Bot, scopes: tuple[str, ...]) -> None:
    manifest = type(bot.sandbox.slack.manifest)
    bot.patch.setattr(manifest, "scopes", scopes)
    bot.patch.setattr(manifest, "has_scope", lambda *_: True)


@broken("a Slack that doesn't say what time it is", "Clock", "clock is right", state=LOOK)
def _(bot: Bot) -> None:
    read = connect._header
    bot.patch.setattr(connect, "_header", lambda answer, name: "" if name == "date" else read(answer, name))


@broken("an SMS-iT that doesn't say what time it is", "SMS-iT's clock", "See Clock", state=LOOK)
def _(bot: Bot) -> None:
    said(bot, "")


@broken("an SMS-iT whose clock is off", "SMS-iT's clock", "tell SMS-iT", state=LOOK)
def _(bot: Bot) -> None:
    said(bot, "Sun, 06 Nov 1994 08:49:37 GMT")


def said(bot: Bot, time: str) -> None:
    made = transport.Reply
    bot.patch.setattr(transport, "Reply", lambda status, body, after, _date: made(status, body, after, time))


HOLDER = Holder(0, 7, "10.0.0.7", None, timedelta(minutes=4))


@broken("a process that hangs", "Processes", "pg_terminate_backend", ON_SERVER, state=LOOK)
def _(bot: Bot) -> None:
    bot.settings |= {"DATABASE_URL": postgres.without_rows()}
    bot.patch.setattr(processes, "holders", lambda _connection: (HOLDER,))


@broken("a user that may not see who is connected", "Processes", "pg_stat_activity", ON_SERVER, state=LOOK)
def _(bot: Bot) -> None:
    def refused(_connection: object) -> None:
        raise OperationalError("SELECT", None, InsufficientPrivilege("HUSH"))

    bot.settings |= {"DATABASE_URL": postgres.without_rows()}
    bot.patch.setattr(processes, "holders", refused)


MEASURE = """DO $$ DECLARE each record; BEGIN
FOR each IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname = 'pg_logical_emit_message'
LOOP EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || each.name || ' FROM PUBLIC'; END LOOP; END $$"""


@broken("a user that can't measure a commit", "Disk speed", "pg_logical_emit_message", ON_SERVER, state=LOOK)
def _(bot: Bot) -> Iterator[None]:
    url, gone = as_user(f"{ALL}; {MEASURE}")
    bot.settings |= {"DATABASE_URL": url}
    yield
    gone()
    with closing(Database(postgres.without_rows())) as database, database.engine.begin() as conn:
        conn.exec_driver_sql(MEASURE.replace("REVOKE", "GRANT").replace("FROM PUBLIC", "TO PUBLIC"))
