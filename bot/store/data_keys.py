"""Encrypting words and numbers in the database: with a key from the settings, and only where there is one.

Both are encrypted with AES-SIV (RFC 5297), which also tells whether a value was changed. Words get a nonce:
the same words are never kept alike. Numbers, and what has to be found again, get none: they are kept alike
wherever they stand, so that the database compares them without knowing them. What is empty stays empty.

A database carries its keys with its dialect, where the types of its columns find them
(:mod:`bot.store.tables.encrypted`). Whether it is encrypted, and with which of them, is found out by
:mod:`bot.store.encryption`.
"""

import base64
import hmac
import os
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Dialect

_WORDS: Final = "w1:"
_ALIKE: Final = "n1:"
"""What values begin with: how they are encrypted, and in which version of it."""
_NONCE: Final = 16
_KEY_BYTES: Final = 64  # half of them authenticate, the other half are AES-256's
_ID_CHARACTERS: Final = 16
_ATTRIBUTE: Final = "smsit_data_keys"


class Unreadable(Exception):  # noqa: N818 - a case, named as callers read it
    """A value isn't encrypted with this key, or was changed since. The text says nothing of it."""

    def __init__(self) -> None:
        super().__init__("a value in the database is not encrypted with the key it should be")


class DataKey:
    """Encrypts with one secret. Threads share it."""

    def __init__(self, secret: str) -> None:
        # Here, because it costs 8 MB, and most databases are not encrypted.
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- see above
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 -- see above

        self.id = hmac.digest(secret.encode(), b"id", "sha256").hex()[:_ID_CHARACTERS]
        """Tells this key from others, and nothing of what it is."""
        self._invalid = InvalidTag
        self._by_kind = {
            kind: AESSIV(hmac.digest(secret.encode(), kind.encode(), "sha512")[:_KEY_BYTES])
            for kind in (_WORDS, _ALIKE)
        }

    def words(self, text: str) -> str:
        """Encrypt words: another value each time."""
        if not text:
            return text
        nonce = os.urandom(_NONCE)
        return _kept(_WORDS, nonce + self._by_kind[_WORDS].encrypt(text.encode(), [nonce]))

    def alike(self, text: str) -> str:
        """Encrypt a number, or what has to be found again: the same value each time."""
        return _kept(_ALIKE, self._by_kind[_ALIKE].encrypt(text.encode(), None)) if text else text

    def opened(self, kept: str) -> str:
        """Return what was encrypted. Raises :exc:`Unreadable` for anything else."""
        if not kept:
            return kept
        kind, raw = kept[: len(_WORDS)], _raw(kept[len(_WORDS) :])
        try:
            if kind == _WORDS:
                return self._by_kind[kind].decrypt(raw[_NONCE:], [raw[:_NONCE]]).decode()
            if kind == _ALIKE:
                return self._by_kind[kind].decrypt(raw, None).decode()
        except (self._invalid, ValueError):
            raise Unreadable from None
        raise Unreadable


class DataKeys:
    """The keys of one database: the first is to be used, the others read what is older."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self.known = tuple(map(DataKey, secrets))
        self.in_use: DataKey | None = None
        """What the database is encrypted with; None while it is not, or nobody has looked."""

    @property
    def newest(self) -> DataKey | None:
        """The key that is to be used; None when none is set."""
        return self.known[0] if self.known else None

    def of_id(self, key_id: str) -> DataKey | None:
        """Return the key of an id; None for one that isn't set."""
        return next((each for each in self.known if each.id == key_id), None)


def give(dialect: Dialect, keys: DataKeys) -> None:
    """Give the keys of a database to its dialect, before anything is asked of it."""
    setattr(dialect, _ATTRIBUTE, keys)


def keys_of(dialect: Dialect) -> DataKeys | None:
    """Return the keys of the database that a dialect belongs to; None when it was opened without one."""
    found: DataKeys | None = getattr(dialect, _ATTRIBUTE, None)
    return found


def way_of(dialect: Dialect) -> object:
    """Return what tells apart how values go into databases and come out: by which keys; None: by none."""
    keys: DataKeys | None = getattr(dialect, _ATTRIBUTE, None)  # as keys_of: each statement asks
    return None if keys is None else (keys, keys.in_use)


def _kept(kind: str, raw: bytes) -> str:
    return kind + base64.urlsafe_b64encode(raw).decode()


def _raw(written: str) -> bytes:
    try:
        return base64.b64decode(written, altchars="-_", validate=True)
    except ValueError:
        raise Unreadable from None
