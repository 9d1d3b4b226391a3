"""Several accounts: whether they are kept apart, and each of them."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.accounts.chosen import Named
from bot.accounts.model import Account
from bot.accounts.resolved import NOT_YET, shared
from bot.doctor import database
from bot.doctor.finding import Finding, State, look, ok, wrong
from bot.settings import Settings, SettingsError
from bot.settings_sources import AccountFiles
from bot.slack.incoming.connect import SlackUnavailable, identify, web_client
from bot.slack.incoming.installation import INSTALL

CORRECT: Final = "Correct it, then look again."
ONCE: Final = frozenset({"HTTP", "Socket Mode", "Clock"})
"""What is the same for all accounts, and looked at with the first."""

Look = Callable[[Settings, AccountFiles, bool], Iterable[Finding]]
"""Looks at an account; the last value tells whether its workspace has the app."""


def findings(found: Named, look_at: Look) -> Iterator[Finding]:
    """Look at what keeps the accounts apart, then at each as at a bot of one account."""
    keys = ", ".join(each.key for each in found.accounts)
    yield ok("Accounts", f"{len(found.accounts.all)} in {len(found.accounts.workspaces)} workspaces: {keys}")
    theirs = [*database.of_accounts(found.edge)]
    yield from theirs
    is_known = theirs[0].state is not State.WRONG
    if not is_known:
        found = found.without_tokens()
    read = dict[str, Settings]()
    for account in found.accounts:
        try:
            read[account.key] = found.resolver.settings(account)
        except SettingsError as error:
            for problem in error.problems:
                yield wrong(f"{account.key}: Settings", problem, CORRECT)
    for problem in shared(read, found.edge):
        yield wrong("Accounts", problem, CORRECT)
    told = set[str]()
    for account in found.accounts:
        if account.key in read:
            has_app = read[account.key].slack_bot_token.get_secret_value() != NOT_YET
            seen = [*look_at(read[account.key], found.files(account), has_app)]
            yield from _named(
                account, [*_workspace(account, read[account.key], is_known=is_known), *seen], told
            )
            told |= ONCE & {each.name for each in seen}


def _named(account: Account, found: Iterable[Finding], told: AbstractSet[str]) -> Iterator[Finding]:
    for each in found:
        if each.name not in told:
            yield each if each.name in ONCE else replace(each, name=f"{account.key}: {each.name}")


def _workspace(account: Account, read: Settings, *, is_known: bool) -> Iterator[Finding]:
    """Tell whether the workspace has the app, and the token is its."""
    token = read.slack_bot_token.get_secret_value()
    if token == NOT_YET and not is_known:
        yield look("Workspace", "whether it has the app isn't known", "See Accounts database.")
    elif token == NOT_YET:
        told = f"the app isn't installed in {account.workspace}"
        yield wrong("Workspace", told, f"Open {INSTALL} at the bot's address there.")
    else:
        with suppress(SlackUnavailable):  # told below, with what to do
            identity = identify(web_client(token, read.slack_api_url))
            if identity.team_id != account.workspace:
                told = f"the token is that of {identity.team_id}, and the account that of {account.workspace}"
                yield wrong("Workspace", told, "Correct workspace in ACCOUNTS_FILE, or the token.")
