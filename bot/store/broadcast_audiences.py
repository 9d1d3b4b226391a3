"""Whom broadcasts went to: the people who were in the group right before the attempt that was made.

They are written down before it, a portion a transaction, under the token of the attempt that is to come. That
claims the broadcast and marks them in one transaction, so it counts only whom an attempt was made to. Who is
written down and not attempted is dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from bot.store import lock_order
from bot.store.states import TO_SEND, SendState
from bot.store.tables import broadcast_audience, broadcast_recipient, send

_a, _r = broadcast_audience.c, broadcast_recipient.c
_BUSY: Final = sorted({*TO_SEND, SendState.SCHEDULED_AT_SMSIT})
PORTION: Final = 1000
MOST_FOUND: Final = 1000
"""Broadcasts to one number that are found, the newest of them."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a broadcast goes to: the number as SMS-iT keeps it (digits), and its one form.

    Both are empty once the person was erased.
    """

    number: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom one attempt was made to: how many people, and when it began (aware UTC)."""

    id: str
    size: int
    attempted_at: datetime


def begin(conn: Connection, audience_id: str, send_id: str, now: datetime) -> None:
    """Begin to write down whom the attempt with the token ``audience_id`` will be made to."""
    conn.execute(insert(broadcast_audience), {"id": audience_id, "send_id": send_id, "read_at": now})


def add(conn: Connection, audience_id: str, first: int, recipients: Sequence[Recipient]) -> None:
    """Write down some of them; ``first`` is the place of the first, counted from 1."""
    rows = [
        {"audience_id": audience_id, "place": place, "number": each.number, "phone": each.phone}
        for place, each in enumerate(recipients, first)
    ]
    if rows:
        conn.execute(insert(broadcast_recipient), rows)


def note_attempt(conn: Connection, audience_id: str, at: datetime | None) -> None:
    """Note when the attempt to them began; None: it provably did not reach SMS-iT."""
    conn.execute(update(broadcast_audience).where(_a.id == audience_id).values(attempted_at=at))


def is_attempted(conn: Connection, audience_id: str) -> bool:
    """Tell whether something may have gone out to them."""
    query = select(_a.id).where(_a.id == audience_id, _a.attempted_at.is_not(None))
    return conn.execute(query).first() is not None


def attempted(conn: Connection, send_id: str) -> tuple[Audience, ...]:
    """Return whom the attempts of a broadcast were made to, the first attempt first."""
    size = select(func.count()).where(_r.audience_id == _a.id).scalar_subquery()
    query = select(_a.id, size, _a.attempted_at).where(_a.send_id == send_id, _a.attempted_at.is_not(None))
    return tuple(Audience(*row) for row in conn.execute(query.order_by(_a.attempted_at, _a.id)))


def page(conn: Connection, audience_id: str, first: int, last: int) -> tuple[Recipient, ...]:
    """Return those with the places from ``first`` to ``last``, both included."""
    these = (_r.audience_id == audience_id, _r.place.between(first, last))
    rows = conn.execute(select(_r.number, _r.phone).where(*these).order_by(_r.place))
    return tuple(Recipient(*row) for row in rows)


def phones_of(conn: Connection, send_id: str) -> Iterator[Sequence[str]]:
    """Yield whom the attempts of a broadcast were made to, by their one form, a thousand at a time."""
    for each in attempted(conn, send_id):
        for first in range(1, each.size + 1, PORTION):
            yield tuple(one.phone for one in page(conn, each.id, first, first + PORTION - 1) if one.phone)


def sends_to(conn: Connection, phone: str) -> tuple[str, ...]:
    """Return the ids of broadcasts that were attempted to a phone, by its one form; the newest first."""
    query = (
        select(_a.send_id)
        .join_from(broadcast_recipient, broadcast_audience, _r.audience_id == _a.id)
        .where(_r.phone == phone, _a.attempted_at.is_not(None))
        .order_by(_a.attempted_at.desc())
        .limit(MOST_FOUND)
    )
    return tuple(dict.fromkeys(conn.execute(query).scalars()))


def to_forget(conn: Connection, before: datetime, read_before: datetime) -> tuple[str, ...]:
    """Return the ids of those whose broadcast is over and last changed before ``before``.

    And of those nothing was attempted to that were read before ``read_before``: their process died.
    """
    over = and_(send.c.updated_at < before, send.c.state.not_in(_BUSY))
    left = and_(_a.attempted_at.is_(None), _a.read_at < read_before)
    query = select(_a.id).join_from(broadcast_audience, send, send.c.id == _a.send_id)
    return tuple(conn.execute(query.where(or_(over, left)).order_by(_a.id)).scalars())


def drop(conn: Connection, audience_id: str, limit: int) -> int:
    """Delete up to ``limit`` of them, and at the end that they were read. Returns how many were deleted."""
    some = select(_r.place).where(_r.audience_id == audience_id).order_by(_r.place).limit(limit)
    these = (_r.audience_id == audience_id, _r.place.in_(some))
    gone = lock_order.change(conn, delete(broadcast_recipient).where(*these)).rowcount
    if gone < limit:
        conn.execute(delete(broadcast_audience).where(_a.id == audience_id))
    return gone
