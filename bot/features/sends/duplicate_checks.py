"""The same words to the same number once more within an hour: whatever is confirmed again is looked at.

A text or a list that is changed is asked about as a new one is; one that is to go now, for which there is no
form to ask in, is refused.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.store.sends import Send, SendKind, duplicates
from bot.store.sends.duplicates import Duplicate, InList
from bot.texting import words

TWICE: Final = "Save this only if you want it sent twice: the same text is already scheduled for this number."
NOT_NOW: Final = (
    "It wasn't sent: the same text goes to this number within an hour. To send it twice, edit its time."
)
LIST_TWICE: Final = (
    "Send it only if {people} should get this text twice: they get the same text within an hour of this one."
)
LIST_NOT_NOW: Final = (
    "It wasn't sent: {people} would get the same text twice within an hour. To send it anyway, edit its time."
)


class DuplicateError(UserError):
    """A change that would have the same words go to somebody twice.

    ``found`` are the others to a number, ``people`` how many of a list get them elsewhere. Another
    ``fingerprint`` stands for others.
    """

    def __init__(self, sentence: str, fingerprint: str, found: tuple[Duplicate, ...] = ()) -> None:
        super().__init__(sentence)
        self.fingerprint = fingerprint
        self.found = found


def of_list(found: InList) -> str:
    """Return what to make sure of before a list goes; nothing where there is nobody."""
    return LIST_TWICE.format(people=_people(found)) if found.people else ""


def require(conn: Connection, old: Send, message: str | None, at: datetime, told: str) -> None:
    """Make sure that a text or a list would be no second one to anybody, or that the person knows.

    It would say ``message``, or what it says already, and go at ``at`` (aware). ``told`` is the fingerprint
    of the others that they were told of. Raises :exc:`DuplicateError` when there are any besides. A broadcast
    is let through: nobody knows who gets it before it goes.
    """
    if old.kind is SendKind.LIST:
        in_list = _in_list(conn, old, at)
        if in_list.people and in_list.fingerprint != told:
            raise DuplicateError(of_list(in_list), in_list.fingerprint)
    elif old.kind is SendKind.CONTACT:
        found = _found(conn, old, message or old.body or "", at)
        fingerprint = duplicates.fingerprint(found)
        if found and fingerprint != told:
            raise DuplicateError(TWICE, fingerprint, found)


def require_now(conn: Connection, send: Send, now: datetime) -> None:
    """Make sure that a text or a list that is to go now is no second one to anybody.

    Raises :exc:`UserError` otherwise.
    """
    if send.kind is SendKind.LIST:
        if (in_list := _in_list(conn, send, now)).people:
            raise UserError(LIST_NOT_NOW.format(people=_people(in_list)))
    elif send.kind is SendKind.CONTACT and _found(conn, send, send.body or "", now):
        raise UserError(NOT_NOW)


def _found(conn: Connection, send: Send, message: str, at: datetime) -> tuple[Duplicate, ...]:
    duplicates.look_alone(conn, send.to_phone)
    return duplicates.found(conn, send.to_phone, message, at, but=send.id)


def _in_list(conn: Connection, send: Send, at: datetime) -> InList:
    duplicates.look_alone_at_all(conn)
    return duplicates.in_list(conn, send.id, at, quickly=True)


def _people(found: InList) -> str:
    return words.pluralize(found.people, "person", "people")
