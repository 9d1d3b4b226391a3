"""The command ``settings`` where there are several accounts."""

import sys
from typing import Final

from bot.accounts.chosen import named
from bot.settings import EdgeSettings, Settings, SettingsError, origins, strangers
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import EnvFiles
from bot.settings_table import BAD_SETTINGS, complain_of, table

_BELOW: Final = frozenset(EdgeSettings.model_fields) - {"slack_bot_token", "slack_api_url", "ops_port"}
"""Settings of the way in, which are shown once."""


def show(env_files: EnvFiles) -> int | None:
    """Print what all have in common, then each account's own. Returns 0, 2, or None for one account."""
    try:
        found = named(env_files)
        if found is None:
            return None
        parts = [table(found.edge, origins(env_files or DEFAULT_FILE), EdgeSettings.model_fields)]
        problems, unknown = list[str](), [*strangers(env_files or DEFAULT_FILE)]
        for account in found.accounts:
            try:
                read = found.resolver.settings(account)
            except SettingsError as error:
                problems += (f"Account {account.key}: {each}" for each in error.problems)
                continue
            unknown += strangers(found.files(account))
            where = f"{account.name}, in {account.workspace}"
            own = [name for name in Settings.model_fields if name not in _BELOW]
            parts.append(f"[{account.key}] {where}\n{table(read, origins(found.files(account)), own)}")
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_SETTINGS
    sys.stdout.write("\n".join(parts))
    complain_of(dict.fromkeys(unknown))
    if problems:
        sys.stderr.write(f"{SettingsError(tuple(problems))}\n")
    return BAD_SETTINGS if problems else 0
