"""The settings of each account, and whether they keep the accounts apart."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot import settings, settings_files, settings_sources
from bot.accounts.memory import Memory, place
from bot.accounts.model import Account, Accounts
from bot.settings import EdgeSettings, Settings, SettingsError
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import AccountFiles, EnvFiles, files_of

NEEDED: Final = ("SMSIT_API_KEY", "SMSIT_FROM", "DATABASE_URL", "POLICY_FILE")
"""What the settings file of each account has to say itself."""
NOT_YET: Final = "xoxb-"
"""Stands for the token of a workspace in which the app isn't installed yet, while settings are checked."""
_EDGE_ONLY: Final = frozenset(
    {"ACCOUNTS_FILE", "ACCOUNTS_DATABASE_URL", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}
)

_OTHERS: Final = (
    "Account {}: {} is what account {} had before. An account keeps its key and its records: put them back "
    "as they were."
)
_ANEW: Final = (
    "Account {}: neither DATABASE_URL nor SMSIT_API_KEY is one it had before. Another account needs a key of "
    "its own. To change both for the same account, change one, start the bot, then change the other."
)

Token = Callable[[str], str | None]
"""Gives the token of a workspace in which the app was installed; none where it wasn't, or by hand."""


def by_hand(_workspace: str) -> None:
    """Give no token: the settings have it."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Finds the settings of accounts. ``env_files`` are those all have in common."""

    env_files: EnvFiles
    edge: EdgeSettings
    token: Token = by_hand

    def files(self, account: Account) -> AccountFiles:
        """Return where the settings of an account come from."""
        token = self.token(account.workspace)
        if token is None and self.edge.slack_client_id:
            token = NOT_YET
        given = {"SLACK_BOT_TOKEN": token} if token else {}
        return AccountFiles(files_of(self.env_files or DEFAULT_FILE), account.settings, given)

    def settings(self, account: Account) -> Settings:
        """Return the settings of an account. Raises :exc:`SettingsError`."""
        files = self.files(account)
        try:
            own = settings_sources.read(files.own, {}).values
        except settings_files.SourceError as error:
            raise SettingsError((str(error),)) from None
        lacking = [name for name in NEEDED if not own.get(name, "").strip()]
        if lacking:
            raise SettingsError(
                tuple(f"{name} isn't set in {Path(files.own).name}, where it has to be." for name in lacking)
            )
        return settings.load(files)

    def variables(self, account: Account) -> Mapping[str, str]:
        """Return the same as variables, for a process that reads nothing else."""
        self.settings(account)
        found = settings_sources.read(self.files(account), os.environ).values
        known = {name.upper() for name in Settings.model_fields} - _EDGE_ONLY
        return {name: value for name, value in found.items() if name in known and value.strip()}

    def all(self, accounts: Accounts) -> dict[str, Settings]:
        """Return the settings of all accounts by their keys.

        Raises :exc:`SettingsError` with what is wrong with each, and with what they share and must not.
        """
        found, problems = dict[str, Settings](), list[str]()
        for account in accounts:
            try:
                found[account.key] = self.settings(account)
            except SettingsError as error:
                problems += (f"Account {account.key}: {each}" for each in error.problems)
        problems += shared(found, self.edge)
        if problems:
            raise SettingsError(tuple(problems))
        return found


def shared(found: Mapping[str, Settings], edge: EdgeSettings) -> Iterator[str]:
    """Tell what several accounts have, and only one may: by that their records or texts would mix."""
    for name, values in _apart(found, edge).items():
        owners: dict[str, str] = {}
        for key, value in values:
            other = owners.setdefault(value, key)
            if other != key:
                yield f"{name} of {other} and {key} is the same: each needs its own."


def _apart(found: Mapping[str, Settings], edge: EdgeSettings) -> dict[str, list[tuple[str, str]]]:
    accounts = found.items()
    return {
        "SMSIT_API_KEY": [(key, _key(each)) for key, each in accounts],
        "SMSIT_FROM": [(key, number) for key, each in accounts for number in each.smsit_from],
        "The database": [
            ("ACCOUNTS_DATABASE_URL", place(edge.accounts_database_url)),
            *((key, place(each.database_url)) for key, each in accounts),
        ],
        "BACKUP_FOLDER": [
            (key, os.path.realpath(each.backup_folder)) for key, each in accounts if each.backup_folder
        ],
        "OPS_PORT": [
            *([("the front", str(edge.ops_port))] if edge.ops_port else []),
            *((key, str(each.ops_port)) for key, each in accounts if each.ops_port),
        ],
    }


def claim(found: Mapping[str, Settings], memory: Memory) -> None:
    """Note whose each database and key is, for good.

    Raises :exc:`SettingsError` for what is another account's, and for an account that has nothing it had.
    """
    problems, new = list[str](), list[tuple[str, str, str]]()
    for key, each in found.items():
        theirs = {"DATABASE_URL": place(each.database_url), "SMSIT_API_KEY": _key(each)}
        owners = {name: memory.owner(name, value) for name, value in theirs.items()}
        others = {name: owner for name, owner in owners.items() if owner not in {None, key}}
        problems += (_OTHERS.format(key, name, owner) for name, owner in others.items())
        if not others and key not in owners.values() and memory.owns_any(key):
            problems.append(_ANEW.format(key))
        new += ((name, theirs[name], key) for name, owner in owners.items() if owner is None)
    if problems:
        raise SettingsError(tuple(problems))
    for name, value, key in new:
        memory.give(name, value, key)


def _key(found: Settings) -> str:
    """Return the key to SMS-iT as it is sent: white space around it isn't."""
    return found.smsit_api_key.get_secret_value().strip()


class Apart:
    """The settings of accounts, read anew for each start of a bot, and held against those of all others."""

    def __init__(self, resolver: Resolver, found: Mapping[str, Settings], memory: Memory) -> None:
        self._resolver = resolver
        self._found = dict(found)
        self._memory = memory
        self._lock = threading.Lock()

    def variables(self, account: Account) -> Mapping[str, str]:
        """Return the settings of an account as variables. Raises :exc:`SettingsError`."""
        with self._lock:
            given = self._resolver.variables(account)
            read = settings.load(None, given)  # of what was read, and not what stands there a moment later
            together = {**self._found, account.key: read}
            if problems := tuple(shared(together, self._resolver.edge)):
                raise SettingsError(problems)
            claim({account.key: read}, self._memory)
            self._found = together
            return given
