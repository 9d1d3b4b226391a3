"""The same words to people of a list a second time: asked in its review, and when they went since."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.sends import duplicate_checks
from bot.store.sends import Send, duplicates
from bot.store.sends.duplicates import InList
from bot.texting import words

SENT_MEANWHILE: Final = (
    "Go back to the form and review the list again if you want it sent twice: by now {people} on it would "
    "get the same text twice within an hour."
)


def of(conn: Connection, draft: Send, now: datetime) -> InList:
    """Return who of a list gets these very words within an hour anyway; ``now`` is aware."""
    return duplicates.in_list(conn, draft.id, draft.send_at or now)


def question(found: InList) -> tuple[str, ...]:
    """Return what to make sure of in the review; nothing where there is nobody."""
    return (duplicate_checks.of_list(found),) if found.people else ()


def require_told(conn: Connection, draft: Send, told: str, now: datetime) -> None:
    """Make sure that a list texts nobody a second time unasked, in the transaction that hands it over.

    ``told`` is the fingerprint of the duplicates that its review told of. Raises :exc:`UserError` when there
    are others by now.
    """
    duplicates.look_alone_at_all(conn)
    found = duplicates.in_list(conn, draft.id, draft.send_at or now, quickly=True)
    if found.people and found.fingerprint != told:
        raise UserError(SENT_MEANWHILE.format(people=_people(found)))


def _people(found: InList) -> str:
    return words.pluralize(found.people, "person", "people")
