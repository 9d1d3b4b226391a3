"""The same words to the same number once more within a short time: most likely nobody meant to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Final
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, FromClause, and_, bindparam, func, or_, select, text

from bot.store.dialects import is_any
from bot.store.prepared import Prepared
from bot.store.sends.model import SendKind
from bot.store.states import SendState
from bot.store.tables import send
from bot.store.tables.aliases import alias
from bot.store.tables.columns import UtcTime
from bot.texting import same_words

WITHIN: Final = timedelta(hours=1)
MOST: Final = 10
"""How many of them are told apart."""
TOLD_APART: Final = 1000
"""How many of them are told apart among the people of a list."""
_MANY: Final = "many"
_AT_ONCE: Final = 500
"""Rows read from the database at a time."""
_LOOKED_THROUGH: Final = 1000
"""Of the texts to one number the newest: whoever gets more in an hour is no customer."""
_NOTHING_GOES: Final = ("draft", "rejected", "expired", "cancelled", "refused", "ended")
_ROWS_GO: Final = ("awaiting_approval", "scheduled", "queued", "running", "paused")
"""States of a list whose rows are drafts that still have their turn."""
_LOCKS: Final = 740_190  # the first key of these advisory locks; the second is made of the number
_LISTS: Final = 740_191  # that of the one lock which lists take alone, and texts to one number share


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another text with the same words to the same number; ``at`` (aware UTC) it went, or is to go."""

    id: str
    state: SendState
    at: datetime


@dataclass(frozen=True, slots=True)
class InList:
    """How many people of a list get the same words elsewhere, and the fingerprint of what they get there."""

    people: int = 0
    fingerprint: str = ""


def found(conn: Connection, phone: str, body: str, at: datetime, *, but: str = "") -> tuple[Duplicate, ...]:
    """Return the texts of these words to ``phone`` (a number's one form) within an hour of ``at``.

    The latest comes first. Words are the same as :mod:`bot.texting.same_words` has it. Rows of lists and
    texts about appointments count; drafts and what will never go do not, nor does the one with the id
    ``but``.
    """
    wanted = {"phone": phone, "since": at - WITHIN, "until": at + WITHIN, "own": but}
    same = (row for row in _NEAR.rows(conn, wanted) if same_words.are_same(row[3], body))
    return tuple(Duplicate(row[0], SendState(row[1]), row[2]) for row in islice(same, MOST))


def in_list(conn: Connection, list_id: str, at: datetime, *, quickly: bool = False) -> InList:
    """Return which rows of a list still to go have a duplicate elsewhere within an hour of ``at``.

    More than :data:`TOLD_APART` duplicates have one fingerprint, whichever they are; ``quickly`` looks for no
    more than that, because Slack waits.
    """
    wanted = {"list": list_id, "since": at - WITHIN, "until": at + WITHIN}
    people, twins = set[str](), set[str]()
    with conn.execute(_NEAR_LIST, wanted, execution_options={"yield_per": _AT_ONCE}) as found:
        for row, twin in ((row.id, row.twin) for row in found if same_words.are_same(row.body, row.other)):
            people.add(row)
            twins.add(twin)
            if quickly and len(twins) > TOLD_APART:
                break
    return InList(len(people), _MANY if len(twins) > TOLD_APART else _fingerprint(twins))


def fingerprint(duplicates: Sequence[Duplicate]) -> str:
    """Return a word that is another one for other duplicates; an empty one for none."""
    return _fingerprint({each.id for each in duplicates})


def _fingerprint(ids: Collection[str]) -> str:
    return sha256(",".join(sorted(ids)).encode()).hexdigest()[:16] if ids else ""


def look_alone(conn: Connection, phone: str) -> None:
    """Have others who look for duplicates to this number wait until this transaction is over.

    Else two who confirm at the same moment would not see each other. On SQLite one writes at a time anyway.
    """
    if conn.dialect.name == "postgresql":
        keys = {"lists": _LISTS, "locks": _LOCKS, "number": crc32(phone.encode()) - 2**31}
        conn.execute(text("SELECT pg_advisory_xact_lock_shared(:lists, 0)"), keys)
        conn.execute(text("SELECT pg_advisory_xact_lock(:locks, :number)"), keys)


def look_alone_at_all(conn: Connection) -> None:
    """Have everybody else who looks for duplicates wait, as :func:`look_alone` does: for a list.

    A lock for each of its numbers would be more than a server keeps. Whoever looks at one number takes part
    in this lock first, so of any two one waits and none waits in a circle.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lists, 0)"), {"lists": _LISTS})


_t = (
    select(send.c.id, send.c.state, send.c.body, send.c.parent_id, send.c.attempting_at, send.c.goes_at)
    .where(
        send.c.to_phone == bindparam("phone"),
        send.c.kind == SendKind.CONTACT.value,
        or_(send.c.state != SendState.DRAFT.value, send.c.parent_id.is_not(None)),
    )
    .order_by(send.c.created_at.desc())
    .limit(_LOOKED_THROUGH)
    .subquery()
)
of_list = alias("list", send.c.id, send.c.state, send.c.goes_at)


def goes(t: FromClause) -> ColumnElement[bool]:
    """Return the condition that a text, whose list is ``of_list`` if it has one, goes or may have gone."""
    waits = and_(t.c.state == SendState.DRAFT.value, is_any(of_list.c.state, _ROWS_GO))
    return or_(~is_any(t.c.state, _NOTHING_GOES), waits)


def _is_near(t: FromClause) -> ColumnElement[bool]:
    at = func.coalesce(t.c.attempting_at, t.c.goes_at, of_list.c.goes_at)
    return at.between(bindparam("since", type_=UtcTime), bindparam("until", type_=UtcTime))


_at = func.coalesce(_t.c.attempting_at, _t.c.goes_at, of_list.c.goes_at)
_NEAR: Final = Prepared(
    select(_t.c.id, _t.c.state, _at, _t.c.body)
    .select_from(_t.outerjoin(of_list, of_list.c.id == _t.c.parent_id))
    .where(
        _t.c.body.is_not(None),
        goes(_t),
        _t.c.id != bindparam("own"),
        _is_near(_t),
    )
    .order_by(_at.desc(), _t.c.id)
)
_row = alias("row", send.c.id, send.c.parent_id, send.c.to_phone, send.c.state, send.c.body)
_other = alias(
    "other",
    send.c.id,
    send.c.parent_id,
    send.c.kind,
    send.c.to_phone,
    send.c.state,
    send.c.body,
    send.c.attempting_at,
    send.c.goes_at,
)
_NEAR_LIST: Final = (
    select(_row.c.id, _row.c.body, _other.c.id.label("twin"), _other.c.body.label("other"))
    .select_from(
        _row.join(_other, _other.c.to_phone == _row.c.to_phone).outerjoin(
            of_list, of_list.c.id == _other.c.parent_id
        )
    )
    .where(
        _row.c.body.is_not(None),
        _other.c.body.is_not(None),
        _row.c.parent_id == bindparam("list"),
        _row.c.state == SendState.DRAFT.value,
        _other.c.kind == SendKind.CONTACT.value,
        or_(_other.c.parent_id.is_(None), _other.c.parent_id != bindparam("list")),
        goes(_other),
        _is_near(_other),
    )
)
