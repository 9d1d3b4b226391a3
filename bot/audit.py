"""The command ``audit verify``: whether the audit log is as it was written."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import Final

from bot.complaints import BAD_SETTINGS, FAILED, complain, ended
from bot.run import read_settings
from bot.settings_sources import EnvFiles
from bot.store import audit_chain, schema
from bot.store.audit_chain import Anchor, Verified
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.texting.words import pluralize

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
    return ended(partial(_verify, found.database_url, found.data_keys, anchors))


def _verify(url: str, data_keys: Sequence[str], anchors: Sequence[Anchor]) -> int:
    verified = _verified(url, data_keys, anchors)
    if verified is None:
        complain(NO_LOG)
        return FAILED
    for line in told(verified, anchored=bool(anchors)):
        print(line)  # noqa: T201 - a command line answers so
    return FAILED if verified.broken else 0


def told(found: Verified, *, anchored: bool) -> list[str]:
    """Return what to say of it, a line each."""
    whole = pluralize(found.entries, "entry is as it was", "entries are as they were")
    lines = [f"{whole} written{_span(found.first_at, found.last_at)}."]
    if found.unchained:
        newer = pluralize(found.unchained, "newer entry isn't", "newer entries aren't")
        lines.append(f"{newer} chained yet, and not protected so far.")
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
    with closing(Database(url, data_keys=data_keys)) as database, database.read() as conn:
        if schema.current(conn) is None:
            return None
        schema.require_current(conn)
        return audit_chain.verify(conn, anchors)


def _span(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return ""
    return f", from {first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S} UTC"
