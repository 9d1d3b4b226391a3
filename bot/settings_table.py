"""The command ``smsit-bot settings``: what is in force and where it came from, secrets hidden."""

import sys
from collections.abc import Iterator
from typing import Final

from pydantic import SecretStr
from sqlalchemy import make_url

from bot import settings
from bot.settings import Settings, SettingsError
from bot.settings_sources import DEFAULT_FILE, EnvFiles

BAD_SETTINGS: Final = 2
_NOT_SET: Final = "not set"
_HIDDEN: Final = "set, hidden"


def show(env_files: EnvFiles) -> int:
    """Print a line for each setting. Returns 0, or 2 when the settings are wrong, which is said."""
    try:
        found = settings.load(env_files or DEFAULT_FILE)
        origins = settings.origins(env_files or DEFAULT_FILE)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_SETTINGS
    rows = [(name, value, origins[name].value) for name, value in _values(found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    return 0


def _values(found: Settings) -> Iterator[tuple[str, str]]:
    for name in Settings.model_fields:
        yield name.upper(), _shown(name, getattr(found, name))


def _shown(name: str, value: object) -> str:
    """Return a value as a person writes it; of a secret only that there is one."""
    if value is None or value == ():
        return _NOT_SET
    if isinstance(value, SecretStr):
        return _HIDDEN
    if isinstance(value, bool):
        return "on" if value else "off"
    if name == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    return ",".join(value) if isinstance(value, tuple) else str(value)
