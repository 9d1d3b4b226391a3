"""What an approver looks at: the words of a text, and of a list its first texts as they would go out."""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.store.sends import Send, SendKind, rows

FORGOTTEN: Final = "The words of that text are no longer stored."
ROWS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of a send; of a list they are what its texts are made of, ``rows`` the first of these.

    ``more`` counts the rows that are not among them.
    """

    body: str = field(repr=False)
    rows: tuple[Send, ...] = ()
    more: int = 0


def of(conn: Connection, send: Send | None) -> Excerpt:
    """Return what would go out. Raises :exc:`UserError` when the words are no longer kept."""
    if send is None or send.body is None:
        raise UserError(FORGOTTEN)
    if send.kind is not SendKind.LIST:
        return Excerpt(send.body)
    first = rows.first_drafts(conn, send.id, ROWS_SHOWN)
    return Excerpt(send.body, first, max(0, send.people - len(first)) if first else 0)
