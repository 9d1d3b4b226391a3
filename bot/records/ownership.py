"""Whose records are taken from or given up: those of another SMS-iT account only by who says so."""

from typing import Final

from bot.records import commands
from bot.records.source import NotReady, told
from bot.settings import Settings
from bot.store import smsit_accounts
from bot.store.database import Database
from bot.store.smsit_accounts import Known

FLAG: Final = "--other-account"
OTHER: Final = (
    "Check SMSIT_API_KEY: {} is of another SMS-iT account, or of this one before its key was changed. Add {} "
    "if you mean it: what waits in it goes out through the account in the settings. Nothing was changed."
)
GIVEN_UP: Final = (
    "Check SMSIT_API_KEY and the database: the records in {} are of another SMS-iT account, or of this one "
    "before its key was changed. Add {} to give them up all the same. Nothing was changed."
)
NOT_KNOWN: Final = (
    "It doesn't say which SMS-iT account it is of: go on only if that is the one in SMSIT_API_KEY."
)

SEVERAL: Final = (
    "Go on only if all keys were of one account: {} was kept with {:,} SMSIT_API_KEYs, the one in the "
    "settings among them."
)


def account_in(found: Settings, *, or_other: bool) -> str | None:
    """Return the account in the settings; None where any other is meant too."""
    return None if or_other else smsit_accounts.id_of(found.smsit_api_key.get_secret_value())


def require_same(known: Known, whose: str | None, what: str) -> None:
    """Raise :exc:`NotReady` where records are known to be of others than this account; of none for None.

    Those that were kept with several keys are taken, and that is said: one start with a wrong key is enough.
    """
    if whose is None:
        return
    if not smsit_accounts.is_of(known, whose):
        raise NotReady(OTHER.format(what, FLAG))
    if len(known) > 1:
        commands.say(SEVERAL.format(what, len(known)))


def require_same_here(database: Database, whose: str | None) -> None:
    """Do the same with those in a database."""
    require_same(_known(database), whose, told(database))


def require_to_be_given_up(database: Database, whose: str | None) -> None:
    """Raise :exc:`NotReady` where the records that are to be given up are known to be of other accounts."""
    if whose is not None and not smsit_accounts.is_of(_known(database), whose):
        raise NotReady(GIVEN_UP.format(told(database), FLAG))


def _known(database: Database) -> Known:
    with database.read() as conn:
        return smsit_accounts.known(conn)
