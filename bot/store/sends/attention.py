"""What waits for a person to decide, and what waits for its time: a few of each, and how many there are.

Each for one person, or (None) for everybody. Rows of lists are told with their list.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, TextClause, func, select
from sqlalchemy.sql.elements import UnaryExpression

from bot.store.sends.model import Send, from_row
from bot.store.states import GOING, SendState
from bot.store.tables import IS_LIST, IS_RESERVED, IS_SCHEDULED, IS_UNKNOWN, send

Condition = ColumnElement[bool] | TextClause
MOST_LISTS: Final = 200
"""Lists that are looked at for rows of unknown outcome."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first sends of a kind, and how many there are in all."""

    sends: tuple[Send, ...] = ()
    count: int = 0


def unknown(conn: Connection, user_id: str | None, limit: int) -> Found:
    """Return sends of unknown outcome, those first that became so last."""
    where = (IS_UNKNOWN, send.c.parent_id.is_(None))
    return _found(conn, where, user_id, send.c.updated_at.desc(), limit)


def asking(conn: Connection, user_id: str | None, limit: int) -> Found:
    """Return sends that ask before they go out: late ones, and those that changed; the soonest first."""
    return _found(conn, (IS_SCHEDULED, send.c.hold_code.is_not(None)), user_id, send.c.send_at.asc(), limit)


def coming(conn: Connection, user_id: str | None, limit: int) -> Found:
    """Return sends the bot holds that go out at their time without asking; the soonest first."""
    return _found(conn, (IS_SCHEDULED, send.c.hold_code.is_(None)), user_id, send.c.send_at.asc(), limit)


def paused_lists(conn: Connection, user_id: str | None, limit: int) -> Found:
    """Return lists that are paused, by the bot or by a person; the latest paused first."""
    is_paused = (IS_RESERVED, send.c.state == SendState.PAUSED.value, IS_LIST)
    return _found(conn, is_paused, user_id, send.c.updated_at.desc(), limit)


def paused_by_bot(conn: Connection) -> int:
    """Count the lists that the bot paused because of trouble that doesn't end by itself."""
    is_paused = (IS_RESERVED, send.c.state == SendState.PAUSED.value, IS_LIST)
    in_trouble = (send.c.decided_by.is_(None), send.c.hold_until.is_(None))
    return _count(conn, (*is_paused, *in_trouble))


def count_awaiting(conn: Connection, user_id: str | None) -> int:
    """Count sends that wait for approval."""
    is_awaiting = (IS_RESERVED, send.c.state == SendState.AWAITING_APPROVAL.value)
    return _count(conn, (*is_awaiting, *_own(user_id)))


def lists_with_unknown(conn: Connection, user_id: str | None, limit: int) -> Found:
    """Return lists with rows of unknown outcome that still can be settled, none that are paused."""
    # Inside a function a column leads SQLite to no index: it would go through the rows of all lists.
    rows = (IS_UNKNOWN, func.coalesce(send.c.parent_id, "") != "")
    ids = conn.execute(select(send.c.parent_id).where(*rows).distinct().limit(MOST_LISTS)).scalars().all()
    settled = sorted(state.value for state in GOING)
    where = (send.c.id.in_(ids), send.c.state.in_(settled))
    return _found(conn, where, user_id, send.c.updated_at.desc(), limit) if ids else Found()


def _found(
    conn: Connection,
    where: tuple[Condition, ...],
    user_id: str | None,
    order: UnaryExpression[Any],
    limit: int,
) -> Found:
    mine = (*where, *_own(user_id))
    # The ids first, which an index may hold: so of all others nothing is read but that.
    ids = conn.execute(select(send.c.id).where(*mine).order_by(order, send.c.id).limit(limit)).scalars().all()
    rows = conn.execute(select(send).where(send.c.id.in_(ids))) if ids else ()
    found = {each.id: each for each in map(from_row, rows)}
    first = tuple(found[send_id] for send_id in ids)
    return Found(first, _count(conn, mine) if len(first) == limit else len(first))


def _count(conn: Connection, where: tuple[Condition, ...]) -> int:
    return int(conn.execute(select(func.count()).select_from(send).where(*where)).scalar_one())


def _own(user_id: str | None) -> tuple[Condition, ...]:
    return () if user_id is None else (send.c.user_id == user_id,)
