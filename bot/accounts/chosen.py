"""The accounts as commands see them that look at one, or at each in turn."""

from collections.abc import Callable
from typing import NamedTuple

from bot.accounts import file
from bot.accounts.memory import opened
from bot.accounts.model import Account, Accounts
from bot.accounts.resolved import Resolver, by_hand
from bot.settings import EdgeSettings, SettingsError, load_edge
from bot.settings_sources import DEFAULT_FILE, AccountFiles, EnvFiles
from bot.slack.incoming.installing import App, Installing


class Named(NamedTuple):
    """What the settings name: what all have in common, the accounts, and where each one's settings are."""

    edge: EdgeSettings
    accounts: Accounts
    resolver: Resolver

    def files(self, account: Account) -> AccountFiles:
        """Return where the settings of an account come from."""
        return self.resolver.files(account)


def named(env_files: EnvFiles) -> Named | None:
    """Return what the settings name; None where there is one account. Raises :exc:`SettingsError`."""
    edge = load_edge(env_files or DEFAULT_FILE)
    if edge is None or edge.accounts_file is None:
        return None
    return Named(edge, file.read(edge.accounts_file), Resolver(env_files, edge, _token(edge)))


def files_of(env_files: EnvFiles, key: str) -> AccountFiles:
    """Return where the settings of the account of this key come from. Raises :exc:`SettingsError`."""
    found = named(env_files)
    if found is None:
        raise SettingsError(("--account is for several accounts: ACCOUNTS_FILE isn't set.",))
    account = found.accounts.find(key)
    if account is None:
        keys = ", ".join(each.key for each in found.accounts)
        raise SettingsError((f"--account: there is none of this name. Choose one of: {keys}.",))
    return found.files(account)


def _token(edge: EdgeSettings) -> Callable[[str], str | None]:
    """Return what tells the tokens of workspaces in which the app was installed."""
    if not (edge.slack_client_id and edge.slack_client_secret):
        return by_hand
    app = App(edge.slack_client_id, edge.slack_client_secret.get_secret_value(), edge.slack_api_url)
    installing = Installing(app, opened(edge.accounts_database_url), frozenset(), by_hand)
    installing.create()
    return installing.token
