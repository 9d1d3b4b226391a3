"""The command ``audit verify``: whether the audit log is as it was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import UserError
from bot.run import BAD_SETTINGS, FAILED, NO_DATABASE, complain, read_settings
from bot.settings_sources import EnvFiles
from bot.store import audit_chain
from bot.store.audit_chain import Anchor, Verified
from bot.store.database import Database, file_of
from bot.store.tables import audit_entry

NO_LOG: Final = "There's no audit log yet: the bot makes it when it starts."
WITHOUT_ANCHOR: Final = (
    "Nothing tells whether its end was cut off: add --anchor with one from the bot's log, or from an earlier "
    "run."
)


def verify(env_files: EnvFiles, anchors: Sequence[Anchor]) -> int:
    """Go through the audit log, print what was found, and return the exit status: 1 when it is broken."""
    found = read_settings(env_files)
    if found is None:
        return BAD_SETTINGS
    try:
        verified = _verified(found.database_url, found.data_keys, anchors)
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        complain(NO_DATABASE.format(type(error).__name__))
        return FAILED
    except UserError as error:
        complain(error.sentence)
        return FAILED
    if verified is None:
        complain(NO_LOG)
        return FAILED
    for line in told(verified, anchored=bool(anchors)):
        print(line)  # noqa: T201 - a command line answers so
    return FAILED if verified.broken else 0


def told(found: Verified, *, anchored: bool) -> list[str]:
    """Return what to say of it, a line each."""
    lines = [f"{found.entries:,} entries are as they were written{_span(found.first_at, found.last_at)}."]
    if found.unchained:
        lines.append(f"{found.unchained:,} newer entries aren't chained yet; nothing protects them so far.")
    if found.broken is not None:
        return [*lines, f"Entry {found.broken.place:,} is the first that is wrong: {found.broken.what}."]
    if found.last is not None:
        lines.append(f"Anchor: {found.last}")
    return lines if anchored or not found.entries else [*lines, WITHOUT_ANCHOR]


def _verified(url: str, data_keys: Sequence[str], anchors: Sequence[Anchor]) -> Verified | None:
    """Return what was found; None where there is no log, and then nothing is made."""
    file = file_of(url)
    if file is not None and not file.exists():
        return None
    database = Database(url, data_keys=data_keys)
    try:
        with database.read() as conn:
            if not inspect(conn).has_table(audit_entry.name):
                return None
            return audit_chain.verify(conn, anchors)
    finally:
        database.close()


def _span(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return ""
    return f", from {first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S} UTC"
