"""The same words to the same number once more within a short time: most likely nobody meant to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from bot.store.dialects import is_any
from bot.store.prepared import Prepared
from bot.store.sends.model import SendKind
from bot.store.states import SendState
from bot.store.tables import send
from bot.store.tables.columns import UtcTime

WITHIN: Final = timedelta(hours=1)
_LOOKED_THROUGH: Final = 100
"""Of the texts to one number the newest: whoever gets more in an hour is no customer."""
_NOTHING_GOES: Final = ("draft", "rejected", "expired", "cancelled", "refused")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another text with the same words to the same number; ``at`` (aware UTC) it went, or is to go."""

    id: str
    state: SendState
    at: datetime


def newest(conn: Connection, phone: str, body: str, at: datetime, *, but: str = "") -> Duplicate | None:
    """Return the newest text of these words to ``phone`` (a number's one form) within an hour of ``at``.

    Rows of lists and texts about appointments count, drafts and what will never go do not; nor does the one
    with the id ``but``.
    """
    wanted = {"phone": phone, "words": body, "since": at - WITHIN, "until": at + WITHIN, "own": but}
    row = _NEWEST.row(conn, wanted)
    return None if row is None else Duplicate(row[0], SendState(row[1]), row[2])


_t = (
    select(send)
    .where(send.c.to_phone == bindparam("phone"))
    .order_by(send.c.created_at.desc())
    .limit(_LOOKED_THROUGH)
    .subquery()
    .c
)
_at = func.coalesce(_t.attempting_at, _t.goes_at)
_NEWEST: Final = Prepared(
    select(_t.id, _t.state, _at)
    .where(
        _t.body == bindparam("words"),
        _t.kind == SendKind.CONTACT.value,
        ~is_any(_t.state, _NOTHING_GOES),
        _t.id != bindparam("own"),
        _at.between(bindparam("since", type_=UtcTime), bindparam("until", type_=UtcTime)),
    )
    .order_by(_at.desc())
    .limit(1)
)
