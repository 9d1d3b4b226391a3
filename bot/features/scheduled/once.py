"""A text that is changed into words its number gets within an hour anyway: asked about, as a new one is."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.store.sends import Send, SendKind, duplicates
from bot.store.sends.duplicates import Duplicate

TWICE: Final = "Save this only if you want it sent twice: the same text is already scheduled for this number."


class TwiceError(UserError):
    """A change that would have the same words go to a number twice; ``found`` are the others."""

    def __init__(self, found: tuple[Duplicate, ...]) -> None:
        super().__init__(TWICE)
        self.found = found


def require(conn: Connection, old: Send, message: str | None, at: datetime, told: str) -> None:
    """Make sure that a text to one number would be no second one, or that the person knows.

    It would say ``message``, or what it says already, and go at ``at`` (aware). ``told`` is the fingerprint
    of the others that they were told of. Raises :exc:`TwiceError` when there are any besides.
    """
    if old.kind is not SendKind.CONTACT:
        return
    duplicates.look_alone(conn, old.to_phone)
    found = duplicates.found(conn, old.to_phone, message or old.body or "", at, but=old.id)
    if found and duplicates.fingerprint(found) != told:
        raise TwiceError(found)
