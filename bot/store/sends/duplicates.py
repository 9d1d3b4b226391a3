"""The same words to the same number once more within a short time: most likely nobody meant to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from zlib import crc32

from sqlalchemy import Connection, and_, bindparam, func, or_, select, text

from bot.store.dialects import is_any
from bot.store.prepared import Prepared
from bot.store.sends.model import SendKind
from bot.store.states import SendState
from bot.store.tables import send
from bot.store.tables.columns import UtcTime

WITHIN: Final = timedelta(hours=1)
MOST: Final = 10
"""How many of them are told apart."""
_LOOKED_THROUGH: Final = 1000
"""Of the texts to one number the newest: whoever gets more in an hour is no customer."""
_NOTHING_GOES: Final = ("draft", "rejected", "expired", "cancelled", "refused")
_ROWS_GO: Final = ("awaiting_approval", "scheduled", "queued", "running", "paused")
"""States of a list whose rows are drafts that still have their turn."""
_LOCKS: Final = 740_190  # the first key of these advisory locks; the second is made of the number


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another text with the same words to the same number; ``at`` (aware UTC) it went, or is to go."""

    id: str
    state: SendState
    at: datetime


def found(conn: Connection, phone: str, body: str, at: datetime, *, but: str = "") -> tuple[Duplicate, ...]:
    """Return the texts of these words to ``phone`` (a number's one form) within an hour of ``at``.

    The latest comes first. Rows of lists and texts about appointments count; drafts and what will never go do
    not, nor does the one with the id ``but``.
    """
    wanted = {"phone": phone, "words": body, "since": at - WITHIN, "until": at + WITHIN, "own": but}
    return tuple(Duplicate(row[0], SendState(row[1]), row[2]) for row in _FOUND.rows(conn, wanted))


def fingerprint(duplicates: Sequence[Duplicate]) -> str:
    """Return a word that is another one for other duplicates; an empty one for none."""
    ids = ",".join(sorted(each.id for each in duplicates))
    return sha256(ids.encode()).hexdigest()[:16] if ids else ""


def look_alone(conn: Connection, phone: str) -> None:
    """Have others who look for duplicates to this number wait until this transaction is over.

    Else two who confirm at the same moment would not see each other. On SQLite one writes at a time anyway.
    """
    if conn.dialect.name == "postgresql":
        number = crc32(phone.encode()) - 2**31
        conn.execute(
            text("SELECT pg_advisory_xact_lock(:locks, :number)"), {"locks": _LOCKS, "number": number}
        )


_t = (
    select(send)
    .where(
        send.c.to_phone == bindparam("phone"),
        send.c.kind == SendKind.CONTACT.value,
        or_(send.c.state != SendState.DRAFT.value, send.c.parent_id.is_not(None)),
    )
    .order_by(send.c.created_at.desc())
    .limit(_LOOKED_THROUGH)
    .subquery()
)
_list = send.alias("list")
_at = func.coalesce(_t.c.attempting_at, _t.c.goes_at, _list.c.goes_at)
_FOUND: Final = Prepared(
    select(_t.c.id, _t.c.state, _at)
    .select_from(_t.outerjoin(_list, _list.c.id == _t.c.parent_id))
    .where(
        _t.c.body == bindparam("words"),
        or_(
            ~is_any(_t.c.state, _NOTHING_GOES),
            and_(_t.c.state == SendState.DRAFT.value, is_any(_list.c.state, _ROWS_GO)),
        ),
        _t.c.id != bindparam("own"),
        _at.between(bindparam("since", type_=UtcTime), bindparam("until", type_=UtcTime)),
    )
    .order_by(_at.desc(), _t.c.id)
    .limit(MOST)
)
