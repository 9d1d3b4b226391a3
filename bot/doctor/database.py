"""The database of an account: usable, up to date, and encrypted as the settings say."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.accounts import memory
from bot.doctor import disk, processes, rights, senders, storage
from bot.doctor.finding import Finding, State, look, ok, unknown, wrong
from bot.doctor.storage import Stored
from bot.settings import EdgeSettings, Settings
from bot.store import encryption, schema, smsit_accounts
from bot.store.data_keys import DataKeys
from bot.store.tables import metadata

OURS: Final = (schema.VERSION_TABLE, *(table.name for table in metadata.sorted_tables))
NOT_LOOKED_UP: Final = unknown(senders.NAME, "what was sent can't be looked up", "See Database.")
UNFINISHED: Final = "Run smsit-bot encrypt again, with the DATA_KEY it had."


def findings(found: Settings) -> Iterator[Finding]:
    """Look at the database and its disk; nothing in it is changed, and a file is not made."""
    stored = Stored("Database", "DATABASE_URL", found.database_url)
    told, *others = storage.findings(stored, partial(_tables, found, stored))
    yield told
    yield from others
    if not any(each.name == senders.NAME for each in others):
        yield senders.not_tried(found.smsit_from) if told.state is State.OK else NOT_LOOKED_UP
    if stored.is_file or told.state is State.OK:
        yield from disk.findings(found.database_url)


def of_accounts(edge: EdgeSettings) -> Iterator[Finding]:
    """Look at the database of what belongs to no account."""
    stored = Stored("Accounts database", "ACCOUNTS_DATABASE_URL", edge.accounts_database_url)

    def look_at(connection: Connection, what: str) -> Iterator[Finding]:
        yield _refused(connection, what, stored, memory.TABLES) or ok(stored.name, what)

    yield from storage.findings(stored, look_at)


def _tables(found: Settings, stored: Stored, connection: Connection, what: str) -> Iterator[Finding]:
    """Tell which migration the tables stand at, whether they are encrypted, and who uses them."""
    if refused := _refused(connection, what, stored, OURS):
        yield refused
        return
    version = schema.current(connection)
    yield (told := _version(version, what))
    if version == schema.HEAD:
        yield from _encryption(connection, found.data_keys)
        yield from _account(connection, found)
        yield senders.finding(connection, found.smsit_from)
    if told.state is State.OK and not stored.is_file:
        yield from processes.findings(connection.engine)


def _refused(connection: Connection, what: str, stored: Stored, tables: Sequence[str]) -> Finding | None:
    lacking = rights.missing(connection, tables)
    if lacking is None:
        return None
    told, todo = lacking
    return wrong(stored.name, f"{what} {told}", todo.format(stored.setting))


def _encryption(connection: Connection, keys: Sequence[str]) -> Iterator[Finding]:
    """Tell whether words and numbers are encrypted, where they are or should be."""
    state, known = encryption.state(connection), DataKeys(keys)
    newest = encryption.NONE if known.newest is None else known.newest.id
    if state.is_changing:
        yield wrong("Encryption", "a change of the key was interrupted", UNFINISHED)
    elif state.key_id and not known.of_id(state.key_id):
        told = "words and numbers are encrypted with a key that isn't set"
        yield wrong("Encryption", told, "Set DATA_KEY to the key it had before.")
    elif newest != state.key_id and encryption.has_any(connection):
        told = "words and numbers aren't encrypted with the first key in DATA_KEY"
        yield wrong("Encryption", told, "Stop the bot, run smsit-bot encrypt, then start it.")
    elif newest:
        yield ok("Encryption", "words and numbers are encrypted with the first key in DATA_KEY")


def _account(connection: Connection, found: Settings) -> Iterator[Finding]:
    """Tell whether the records are of the account in the settings, as far as anyone knows."""
    account_id = smsit_accounts.id_of(found.smsit_api_key.get_secret_value())
    known = smsit_accounts.known(connection)
    if len(known) > 1 and account_id in known:
        told = f"the records were kept with {len(known):,} SMSIT_API_KEYs, this one among them"
        yield ok("SMS-iT account", f"{told}: fine if all are of one account; else set the other key again")
    elif not smsit_accounts.is_of(known, account_id):
        told = "the records were kept with another SMSIT_API_KEY: what waits goes out through this one"
        yield look(
            "SMS-iT account",
            told,
            "Start the bot only if it is a new key of the same account.",
        )


def _version(version: str | None, name: str) -> Finding:
    """Tell which migration the tables stand at."""
    if version is None:
        return ok("Database", f"{name} is empty; the tables are made when the bot starts")
    if schema.before_move(version) != version:
        return wrong(
            "Database",
            f"{name} was left behind by smsit-bot move",
            "Set DATABASE_URL to the database that the records were moved to.",
        )
    if version > schema.HEAD:
        return wrong(
            "Database",
            f"{name} was used by a newer version of the bot (tables {version}, this one knows {schema.HEAD})",
            "Install the newer version again, or restore a backup from before it.",
        )
    behind = "" if version == schema.HEAD else f", to be brought to {schema.HEAD} when the bot starts"
    return ok("Database", f"{name}, tables {version}{behind}")
