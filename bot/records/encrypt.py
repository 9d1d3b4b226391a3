"""The command ``encrypt``: words and numbers are encrypted with the newest key, or with none."""

import secrets
from typing import Final

from bot.errors import UserError
from bot.records import commands, source
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store import encryption, rekeying, schema
from bot.store.data_keys import DataKeys, Unreadable, keys_of
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.store.encryption import DataKeyMissing, Unfinished
from bot.store.rekeying import Change
from bot.texting.words import pluralize

NO_KEY: Final = (
    "Set DATA_KEY first. Add this line to the bot's settings, keep a copy where you keep your other keys, "
    "then run this again. Without that key no one can read the words and numbers any more, nor those in "
    "backups:\n\nDATA_KEY={key}\n"
)
NOTHING: Final = {
    True: "There's nothing to do: words and numbers are encrypted with the first key in DATA_KEY.",
    False: "There's nothing to do: words and numbers aren't encrypted.",
}
ENCRYPTED: Final = (
    "Done: words and numbers are encrypted with the first key in DATA_KEY. Make a backup now, and delete "
    "older ones as soon as you can: they are as they were, and need the key they had."
)
DECRYPTED: Final = "Done: words and numbers aren't encrypted any more. Take DATA_KEY out of the settings."
DAMAGED: Final = (
    "Restore a backup: something in the database is damaged, or encrypted with none of the keys in DATA_KEY."
)


def encrypt(env_files: EnvFiles, *, undo: bool = False, dry_run: bool = False) -> int:
    """Encrypt what is there with the first key, or have nothing be encrypted. Returns the exit status."""

    def work(found: Settings) -> None:
        if not found.data_keys:
            _without_key(found, undo=undo)
            return
        with source.opened(found.database_url, found.data_keys) as database:
            if dry_run:
                _look(database, undo=undo)
                return
            with source.alone(database, source.told(database)):
                _change(database, undo=undo)

    return commands.run(env_files, work)


def _without_key(found: Settings, *, undo: bool) -> None:
    """Say what to do without a key: a new one is no help where there is an old one that is needed.

    Raises :exc:`UserError` unless there is nothing to do.
    """
    path = file_of(found.database_url)
    if path is None or path.exists():
        with source.opened(found.database_url, ()) as database, database.engine.connect() as conn:
            state = encryption.state(conn)
        if state.is_changing:
            raise Unfinished
        if state.key_id:
            raise DataKeyMissing
    if not undo:
        raise UserError(NO_KEY.format(key=secrets.token_urlsafe(32)))
    commands.say(NOTHING[False])


def _planned(database: Database, *, undo: bool) -> Change | None:
    keys = keys_of(database.engine.dialect) or DataKeys(())
    with database.engine.connect() as conn:
        schema.require_current(conn)
        return rekeying.planned(conn, keys, None if undo else keys.newest)


def _look(database: Database, *, undo: bool) -> None:
    change = _planned(database, undo=undo)
    if change is None:
        commands.say(NOTHING[not undo])
        return
    with database.engine.connect() as conn:
        counts = rekeying.count(conn)
    commands.say_all(f"  {name}: {pluralize(count, 'row')}" for name, count in counts.items() if count)
    commands.say(f"All this would be {'decrypted' if undo else 'encrypted'}. Nothing was changed.")


def _change(database: Database, *, undo: bool) -> None:
    with database.engine.connect() as conn:
        source.tables(conn)
    rekeying.bring_up_to_date(database)
    change = _planned(database, undo=undo)
    if change is None:
        commands.say(NOTHING[not undo])
        return
    try:
        for name, count in rekeying.run(database, change):
            if count:
                commands.say(f"  {name}: {pluralize(count, 'row')}")
    except Unreadable:
        raise UserError(DAMAGED) from None
    commands.say(DECRYPTED if undo else ENCRYPTED)
