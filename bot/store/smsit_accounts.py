"""Which SMS-iT account records are of: what tells its key again, and nothing of what it is (HMAC-SHA256).

Numbers, lists and what waits would leave through the wrong account if records were taken for another one's.
Nobody knows whether another key is another account's, or a new one of the same: so that is asked.
"""

import hmac
from typing import Final

from sqlalchemy import Connection, inspect, select

from bot.store.dialects import insert_or_ignore
from bot.store.tables import smsit_account

_PURPOSE: Final = b"which account these records are of"
_CHARACTERS: Final = 32

Known = frozenset[str]
"""The ids of accounts; none where a version before this one kept the records."""


def id_of(api_key: str) -> str:
    """Return what tells an account by its key, which is sent without the white space around it."""
    return hmac.digest(api_key.strip().encode(), _PURPOSE, "sha256").hex()[:_CHARACTERS]


def begin(conn: Connection, account_id: str) -> bool:
    """Note that the bot runs with an account from now on; False if it ran with others alone before."""
    before = known(conn)
    conn.execute(insert_or_ignore(conn, smsit_account), {"account_id": account_id})
    return is_of(before, account_id)


def known(conn: Connection) -> Known:
    """Return with which accounts the bot ran on these records, also in tables of before."""
    if not inspect(conn).has_table(smsit_account.name):
        return frozenset()
    return frozenset(conn.execute(select(smsit_account.c.account_id)).scalars())


def is_of(before: Known, account_id: str) -> bool:
    """Tell whether records may be an account's: they were before, or no one knows whose they were."""
    return not before or account_id in before
