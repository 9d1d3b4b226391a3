"""Several accounts: whether they are kept apart, and each of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.accounts.chosen import Named
from bot.accounts.model import Account
from bot.accounts.resolved import NOT_YET, shared
from bot.doctor.finding import Finding, look, ok, wrong
from bot.settings import Settings, SettingsError
from bot.settings_sources import AccountFiles
from bot.slack.incoming.connect import SlackUnavailable, identify, web_client
from bot.slack.incoming.installing import INSTALL

CORRECT: Final = "Correct it, then look again."
ONCE: Final = frozenset({"HTTP", "Socket Mode", "Clock"})
"""What is the same for all accounts, and looked at with the first."""

Look = Callable[[Settings, AccountFiles], Iterable[Finding]]


def findings(found: Named, look_at: Look) -> Iterator[Finding]:
    """Look at what keeps the accounts apart, then at each as at a bot of one account."""
    keys = ", ".join(each.key for each in found.accounts)
    yield ok("Accounts", f"{len(found.accounts.all)} in {len(found.accounts.workspaces)} workspaces: {keys}")
    read = dict[str, Settings]()
    for account in found.accounts:
        try:
            read[account.key] = found.resolver.settings(account)
        except SettingsError as error:
            for problem in error.problems:
                yield wrong(f"{account.key}: Settings", problem, CORRECT)
    for problem in shared(read, found.edge):
        yield wrong("Accounts", problem, CORRECT)
    seen = False
    for account in found.accounts:
        if account.key in read:
            for each in _of(account, read[account.key], found.files(account), look_at):
                if not (seen and each.name in ONCE):
                    yield each if each.name in ONCE else replace(each, name=f"{account.key}: {each.name}")
            seen = True


def _of(account: Account, read: Settings, files: AccountFiles, look_at: Look) -> Iterator[Finding]:
    token = read.slack_bot_token.get_secret_value()
    if token == NOT_YET:
        told = f"the app isn't installed in {account.workspace}"
        yield look("Workspace", told, f"Open {INSTALL} at the bot's address there.")
        return
    try:
        identity = identify(web_client(token, read.slack_api_url))
    except SlackUnavailable:  # told below, with what to do
        pass
    else:
        if identity.team_id != account.workspace:
            told = f"the token is that of {identity.team_id}, and the account that of {account.workspace}"
            yield wrong("Workspace", told, "Correct workspace in ACCOUNTS_FILE, or the token.")
    yield from look_at(read, files)
