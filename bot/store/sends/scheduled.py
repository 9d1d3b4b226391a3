"""What waits for its time: sends the bot holds, which people may change, and those SMS-iT holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, TextClause, func, or_, select, update

from bot.store import attempt_journal
from bot.store.sends.model import Send, SendKind, from_row
from bot.store.sends.transitions import mark_dirty
from bot.store.states import CHANGEABLE, SendState
from bot.store.tables import IS_AT_SMSIT, IS_REPEATING, IS_RESERVED, IS_SCHEDULED, send

Condition = ColumnElement[bool] | TextClause


def of_bot(conn: Connection, user_id: str | None, *, offset: int, limit: int) -> tuple[Send, ...]:
    """Return sends of one person, or (None) of everybody, that wait for their time or for approval.

    Soonest first; those without a time, which go out as soon as they are approved, before all others.
    """
    order = (send.c.send_at.is_not(None), send.c.send_at, send.c.created_at, send.c.id)
    query = select(send).where(*_waits(user_id)).order_by(*order).offset(offset).limit(limit)
    return tuple(from_row(row) for row in conn.execute(query))


def count_of_bot(conn: Connection, user_id: str | None) -> int:
    """Return how many sends :func:`of_bot` could return."""
    return conn.execute(select(func.count()).select_from(send).where(*_waits(user_id))).scalar_one()


def of_smsit(conn: Connection, user_id: str | None, now: datetime) -> tuple[Send, ...]:
    """Return what SMS-iT holds of one person, or (None) of everybody, and has not sent for the last time.

    In no order: when a series comes next depends on the account's zone.
    """
    there = (IS_AT_SMSIT, *_own(user_id))
    coming = or_(send.c.send_at > now, send.c.recurrence.is_not(None))
    found = (from_row(row) for row in conn.execute(select(send).where(*there, coming)))
    return tuple(each for each in found if _last_at(each) > now)


def owners(conn: Connection) -> frozenset[tuple[str, SendKind]]:
    """Return who has sends that go out later by themselves, here or at SMS-iT, and of which kinds."""
    found = conn.execute(select(send.c.user_id, send.c.kind).where(*_AHEAD).distinct())
    return frozenset((row.user_id, SendKind(row.kind)) for row in found)


def outdate_of(conn: Connection, user_id: str, kind: SendKind) -> None:
    """Ask for the messages of a person's sends of a kind, as :func:`owners` means them, to be drawn again."""
    own = (send.c.user_id == user_id, send.c.kind == kind)
    mark_dirty(conn, conn.execute(select(send.c.id).where(*_AHEAD, *own)).scalars().all())


_AHEAD: Final[tuple[Condition, ...]] = (
    or_(IS_SCHEDULED, IS_AT_SMSIT, IS_REPEATING),
    send.c.parent_id.is_(None),
)


def change(
    conn: Connection,
    send_id: str,
    *,
    state: SendState,
    seen: datetime,
    now: datetime,
    values: Mapping[str, object],
) -> bool:
    """Write new values into a send that waits, if it still is in the state and as old as somebody saw it.

    ``seen`` is the ``updated_at`` they saw. False when it has changed meanwhile; then nothing is written.
    """
    still = (send.c.id == send_id, send.c.state == state.value, send.c.updated_at == seen)
    token = uuid4().hex
    told = {**values, "token": token, "updated_at": now}
    written = conn.execute(update(send).where(*still).values(told)).rowcount == 1
    if written:
        attempt_journal.note(conn, send_id, token)
        mark_dirty(conn, (send_id,))
    return written


def _waits(user_id: str | None) -> tuple[Condition, ...]:
    waiting = sorted(state.value for state in CHANGEABLE)
    return (IS_RESERVED, send.c.state.in_(waiting), *_own(user_id))


def _own(user_id: str | None) -> tuple[Condition, ...]:
    return () if user_id is None else (send.c.user_id == user_id,)


def _last_at(held: Send) -> datetime:
    """Return when a send that SMS-iT holds goes out for the last time, at the latest."""
    until = (held.recurrence or {}).get("until")
    return datetime.fromisoformat(str(until)) if until else held.send_at or held.created_at
