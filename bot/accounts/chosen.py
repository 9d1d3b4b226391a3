"""The accounts as commands see them that look at one, or at each in turn."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import file
from bot.accounts.memory import NO_DATABASE
from bot.accounts.model import Account, Accounts
from bot.accounts.resolved import Resolver, Token, by_hand
from bot.logs import kind_of
from bot.settings import EdgeSettings, SettingsError, load_edge
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import AccountFiles, EnvFiles
from bot.slack.incoming.installation import App, WorkspaceInstaller
from bot.store import read_only
from bot.store.database_address import Unusable, file_of


class Named(NamedTuple):
    """What the settings name: what all have in common, the accounts, and where each one's settings are."""

    edge: EdgeSettings
    accounts: Accounts
    resolver: Resolver

    def without_tokens(self) -> "Named":
        """Return the same as if the app were installed nowhere, for when that can't be looked up."""
        return self._replace(resolver=replace(self.resolver, token=by_hand))

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


def _token(edge: EdgeSettings) -> Token:
    """Return what tells the tokens of workspaces in which the app was installed, and changes nothing.

    It raises :exc:`SettingsError` where their database can't be used.
    """
    if not (edge.slack_client_id and edge.slack_client_secret):
        return by_hand
    app = App(edge.slack_client_id, edge.slack_client_secret.get_secret_value(), edge.slack_api_url)
    url = edge.accounts_database_url

    def token(workspace: str) -> str | None:
        try:
            path = file_of(url)
            if path is not None and path.parent.is_dir() and not path.exists():
                return None
            return _kept(app, url, workspace)
        except Unusable as error:
            raise SettingsError((NO_DATABASE.format(error.why),)) from None
        except (SQLAlchemyError, ModuleNotFoundError) as error:  # its text may quote the address
            raise SettingsError((NO_DATABASE.format(kind_of(error)),)) from None

    return token


def _kept(app: App, url: str, workspace: str) -> str | None:
    engine = read_only.engine(url)
    try:
        installer = WorkspaceInstaller(app, engine, frozenset(), by_hand)
        return installer.token(workspace) if installer.is_created() else None
    finally:
        engine.dispose()
