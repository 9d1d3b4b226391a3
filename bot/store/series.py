"""How far the series are that are kept here. Each write is guarded: of two that come at once, one counts.

Whoever writes a series and its send in one transaction writes the series first.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.store.looks import look
from bot.store.sends.model import Send, from_row
from bot.store.tables import IS_COMING, IS_REPEATING, send, series

BOT: Final = "bot"
"""Stands for a user where the bot paused a series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How far a series is. ``next_at`` (aware UTC) is None once it has ended.

    ``paused_by`` is a user, or :data:`BOT` and ``why`` a sentence. ``made``, ``skipped`` and ``missed`` count
    its dates so far. ``last_id`` is the send of its last date, and ``basis_id`` the one whose people and
    credits were agreed to last; none where those are what the series was confirmed with.
    """

    send_id: str
    next_at: datetime | None
    paused_by: str | None
    why: str | None
    made: int
    skipped: int
    missed: int
    last_id: str | None
    basis_id: str | None


_COLUMNS: Final = tuple(series.c[each.name] for each in fields(Series))


def begin(conn: Connection, send_id: str, next_at: datetime) -> None:
    """Begin a series, with its first date."""
    conn.execute(insert(series).values(send_id=send_id, next_at=next_at))


def get(conn: Connection, send_id: str) -> Series | None:
    """Return how far a series is; None for what is none, or was not begun yet."""
    row = conn.execute(select(*_COLUMNS).where(series.c.send_id == send_id)).one_or_none()
    return None if row is None else Series(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it


def due(conn: Connection, now: datetime, *, limit: int = 100) -> tuple[str, ...]:
    """Return the ids of series whose next date has come, the earliest first."""
    return tuple(conn.execute(_DUE.limit(limit), {"now": now}).scalars())


_DUE: Final = (
    select(series.c.send_id).where(IS_COMING, series.c.next_at <= bindparam("now")).order_by(series.c.next_at)
)
DUE: Final = look(_DUE)
"""Whether :func:`due` finds anything."""


def going_on(conn: Connection, user_id: str | None) -> tuple[tuple[Send, Series], ...]:
    """Return the series of one person, or (None) of everybody, that have not ended; in no order."""
    own = () if user_id is None else (send.c.user_id == user_id,)
    query = select(*send.columns, *_COLUMNS).join(series, series.c.send_id == send.c.id)
    width = len(send.columns)
    found = conn.execute(query.where(IS_REPEATING, *own)).all()
    names = [each.name for each in fields(Series)]
    return tuple(
        (from_row(row[:width]), Series(**dict(zip(names, row[width:], strict=True)))) for row in found
    )


def advance(conn: Connection, seen: Series, next_at: datetime | None, **values: object) -> bool:
    """Go on to another date, or (None) to none, and write ``values`` with it.

    False when the series is paused, or its next date is not the one that was seen any more.
    """
    still = (series.c.send_id == seen.send_id, series.c.next_at == seen.next_at, series.c.paused_by.is_(None))
    written = conn.execute(update(series).where(*still).values(next_at=next_at, **values))
    return written.rowcount == 1


def pause(conn: Connection, send_id: str, by: str, why: str | None = None) -> bool:
    """Pause a series. False when it is paused, or has ended."""
    going = (series.c.send_id == send_id, IS_COMING)
    return conn.execute(update(series).where(*going).values(paused_by=by, why=why)).rowcount == 1


def resume(conn: Connection, send_id: str, next_at: datetime | None) -> bool:
    """Let a paused series go on with another date, or (None) with none. False when it is not paused."""
    paused = (series.c.send_id == send_id, series.c.paused_by.is_not(None), series.c.next_at.is_not(None))
    values = {"paused_by": None, "why": None, "next_at": next_at}
    return conn.execute(update(series).where(*paused).values(values)).rowcount == 1


def finish(conn: Connection, send_id: str) -> None:
    """End a series: no date comes any more."""
    values = {"next_at": None, "paused_by": None, "why": None}
    conn.execute(update(series).where(series.c.send_id == send_id).values(values))
