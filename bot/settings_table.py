"""The command ``smsit-bot settings``: what is in force and where it came from, secrets hidden."""

import sys
from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import SecretStr

from bot import settings
from bot.complaints import complain
from bot.settings import EdgeSettings, Settings, SettingsError
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import EnvFiles, Origin

BAD_SETTINGS: Final = 2
_NOT_SET: Final = "not set"
_HIDDEN: Final = "set, hidden"


def show(env_files: EnvFiles) -> int:
    """Print a line for each setting, and say what isn't one. Returns 0, or 2 when they are wrong."""
    try:
        found = settings.load(env_files or DEFAULT_FILE)
        origins = settings.origins(env_files or DEFAULT_FILE)
        strangers = settings.strangers(env_files or DEFAULT_FILE)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_SETTINGS
    sys.stdout.write(table(found, origins, Settings.model_fields))
    complain_of(strangers)
    return 0


def complain_of(strangers: Iterable[str]) -> None:
    """Say what isn't a setting, where it does not mix with those that are."""
    for told in strangers:
        complain(told)


def table(found: EdgeSettings, origins: Mapping[str, Origin], names: Iterable[str]) -> str:
    """Return a line for each of these settings: what it is, and where it came from."""
    rows = [(name.upper(), _shown(getattr(found, name)), origins[name.upper()].value) for name in names]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _shown(value: object) -> str:
    """Return a value as a person writes it; of a secret only that there is one."""
    if value is None or value == ():
        return _NOT_SET
    if isinstance(value, SecretStr):
        return _HIDDEN
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(value) if isinstance(value, tuple) else without_secrets(str(value))


def without_secrets(text: str) -> str:
    """Return an address, of a database too, without who signs in and what its query says, or other text.

    A password may stand in either.
    """
    scheme, sign, rest = text.partition("://")
    if not sign:
        return text
    place, asked, query = rest.partition("#")[0].partition("?")
    if not place.startswith("/"):
        who, at, host = place.rpartition("@")
        place = f"{'***' if who else ''}{at}{host}"
    named = "&".join(f"{each.partition('=')[0]}=***" for each in query.split("&") if each)
    return f"{scheme}{sign}{place}{asked}{named}"
