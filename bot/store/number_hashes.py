"""What tells a number again that is kept nowhere any more: a keyed hash of it (HMAC-SHA256).

There are so few numbers that whoever has a hash finds its number by trying them all, unless a key is missing.
So the key is a setting, and stands neither in the database nor beside it. A database carries the one it was
opened with, and every connection gives it: no reader can forget to ask.
"""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, func, select

from bot.errors import UserError
from bot.store.dialects import insert_or_ignore
from bot.store.prepared import Prepared
from bot.store.tables import do_not_text_erased, erasure_key
from bot.texting.spellings import national_of

OPTION: Final = "number_key"
"""The execution option of an engine in which its connections carry the key."""
_ID_CHARACTERS: Final = 16


class KeyMissing(UserError):  # noqa: N818 -- a case, named as callers read it
    """Numbers were erased that must not be texted, and this process has not the key that tells them again."""

    def __init__(self) -> None:
        super().__init__(
            "Ask the person who runs the bot to set ERASURE_KEY to the key it had before, and to restart "
            "it. Some numbers on the do-not-text list can be recognised with that key only, so nothing was "
            "sent."
        )


class NumberKey:
    """Hashes numbers with a secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self.id = self._hash("key", "")[:_ID_CHARACTERS]
        """Tells this key from others, and nothing of what it is."""

    def phone(self, phone: str) -> str:
        """Return the hash of a number in its one form."""
        return self._hash("phone", phone)

    def national(self, phone: str) -> str:
        """Return the hash of the same without its country code: for numbers kept without any."""
        return self.bare(national_of(phone))

    def bare(self, national: str) -> str:
        """Return the hash of digits that have no country code."""
        return self._hash("national", national)

    def _hash(self, what: str, digits: str) -> str:
        return hmac.new(self._secret, f"{what}:{digits}".encode(), sha256).hexdigest()


def key_of(conn: Connection) -> NumberKey | None:
    """Return the key of the database a connection belongs to; None when it was opened without one."""
    key: NumberKey | None = conn.get_execution_options().get(OPTION)
    return key


def needed(conn: Connection) -> NumberKey | None:
    """Return the key to ask for erased numbers with; None when there are none.

    Raises :exc:`KeyMissing` when there are some, and it takes another key to tell them again.
    """
    first, last = _KEYS.row(conn, {}) or (None, None)
    if first is None:
        return None
    key = key_of(conn)
    if key is None or {first, last} != {key.id}:
        raise KeyMissing
    return key


def begin(conn: Connection, now: datetime) -> None:
    """Note that the bot runs with the key of its database from now on, or with none.

    Raises :exc:`KeyMissing` when it could not tell all erased numbers.
    """
    needed(conn)
    key = key_of(conn)
    conn.execute(delete(erasure_key).where(erasure_key.c.key_id != (key.id if key else "")))
    if key is not None:
        conn.execute(insert_or_ignore(conn, erasure_key), {"key_id": key.id, "since": now})


def is_in_use(conn: Connection) -> bool:
    """Tell whether the bot was last started with the key of this database."""
    key = key_of(conn)
    known = select(erasure_key.c.key_id).where(erasure_key.c.key_id == (key.id if key else ""))
    return conn.execute(known).first() is not None


_KEYS: Final = Prepared(select(func.min(do_not_text_erased.c.key_id), func.max(do_not_text_erased.c.key_id)))
