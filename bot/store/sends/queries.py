"""Questions about sends."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from bot.store.launches import Launch
from bot.store.looks import Look, look
from bot.store.prepared import Prepared
from bot.store.sends.model import TEST, Send, SendKind, from_row
from bot.store.states import SendState
from bot.store.tables import IS_ATTEMPTING, IS_QUEUED, IS_RESERVED, IS_SCHEDULED, send
from bot.texting.clock import DRIFT
from bot.texting.spellings import canonical

SHORTEST_PREFIX = 4
ATTEMPT_MARGIN = timedelta(seconds=30)


_HELD_BACK = ("scheduled", "awaiting_approval", "rejected", "expired", "cancelled", "repeating", "ended")
_BY_ID = Prepared(select(send).where(send.c.id == bindparam("wanted")))


def get(conn: Connection, send_id: str) -> Send | None:
    """Return the send, or None."""
    row = _BY_ID.row(conn, {"wanted": send_id})
    return None if row is None else from_row(row)


def by_key(conn: Connection, key: str) -> Send | None:
    """Return the send that was recorded under a key, or None."""
    row = conn.execute(select(send).where(send.c.key == key)).one_or_none()
    return None if row is None else from_row(row)


def get_many(conn: Connection, send_ids: Collection[str]) -> tuple[Send, ...]:
    """Return those of the sends that exist, in no order."""
    return tuple(from_row(row) for row in conn.execute(select(send).where(send.c.id.in_(send_ids))))


def stale_attempts(
    conn: Connection, now: datetime, launch: Launch, *, margin: timedelta = ATTEMPT_MARGIN
) -> tuple[Send, ...]:
    """Return attempts nobody is at: `launch` outlived them, or they their own limit and a margin.

    One to a group is left alone until its limit: SMS-iT goes on sending it, whatever became of the process.
    """
    found = [from_row(row) for row in conn.execute(_ATTEMPTING)]
    over = {each.id for each in found if each.kind is not SendKind.GROUP and launch.outlived(each.token)}
    return tuple(each for each in found if each.id in over or _limit_of(each) + margin < now)


_ATTEMPTING: Final = select(send).where(IS_ATTEMPTING)
ATTEMPTING: Final = look(_ATTEMPTING)
"""Whether anything is being attempted, of which :func:`stale_attempts` tells what nobody is at."""


def due_scheduled(conn: Connection, now: datetime, *, limit: int = 500) -> tuple[Send, ...]:
    """Return sends the bot holds whose time has come, the earliest first; none that wait for a person."""
    return tuple(from_row(row) for row in conn.execute(_SCHEDULED.limit(limit), {"now": now}))


_SCHEDULED: Final = (
    select(send)
    .where(IS_SCHEDULED, send.c.send_at <= bindparam("now"), send.c.hold_code.is_(None))
    .order_by(send.c.send_at)
)
SCHEDULED: Final = look(_SCHEDULED)
"""Whether :func:`due_scheduled` finds anything."""


def count_tests(conn: Connection, phone: str, since: datetime) -> int:
    """Count the tests to a number (in its one form) since a moment that went out or may have."""
    own = (send.c.to_phone == phone, send.c.created_at > since, send.c.key.startswith(TEST, autoescape=True))
    gone = send.c.state.not_in([SendState.DRAFT.value, SendState.CANCELLED.value, SendState.REFUSED.value])
    return conn.execute(select(func.count()).where(*own, gone)).scalar_one()


def latest_to(conn: Connection, user_id: str | None, number: str, *, now: datetime) -> Send | None:
    """Return the newest send to `number` (digits), of one person or (None) of anybody; no draft.

    One that has not gone out at `now` (aware), or never will, is returned only where there is no other.
    """
    query = select(send).where(send.c.to_phone == canonical(number), send.c.state != SendState.DRAFT.value)
    if user_id is not None:
        query = query.where(send.c.user_id == user_id)
    there = and_(send.c.state == SendState.SCHEDULED_AT_SMSIT.value, send.c.send_at > now)
    is_held = case((or_(send.c.state.in_(_HELD_BACK), there), 1), else_=0)
    row = conn.execute(query.order_by(is_held, send.c.created_at.desc(), send.c.id).limit(1)).one_or_none()
    return None if row is None else from_row(row)


def newest_to(conn: Connection, number: str, limit: int) -> tuple[Send, ...]:
    """Return the newest sends to `number` (digits) of anybody, rows of lists among them; no drafts."""
    sent = (send.c.to_phone == canonical(number), send.c.state != SendState.DRAFT.value)
    query = select(send).where(*sent).order_by(send.c.created_at.desc(), send.c.id).limit(limit)
    return tuple(from_row(row) for row in conn.execute(query))


def by_id_prefix(conn: Connection, prefix: str) -> Send | None:
    """Return the send whose id begins so; None when there is none, or more than one, or it is too short.

    Takes at least four hexadecimal characters. Drafts do not count.
    """
    start = prefix.lower()
    if len(start) < SHORTEST_PREFIX or not set(start) <= set("0123456789abcdef"):
        return None
    # A range, not LIKE: it uses the primary key on both databases.
    within = (send.c.id >= start, send.c.id < start + "g", send.c.state != SendState.DRAFT.value)
    rows = conn.execute(select(send).where(*within).limit(2)).all()
    return from_row(rows[0]) if len(rows) == 1 else None


def queued_before(conn: Connection, before: datetime, *, now: datetime, limit: int = 500) -> tuple[Send, ...]:
    """Return sends that have been in the queue since before `before`, and should have left it.

    So should one that was queued at a time yet to come: the clock was set back since, and nobody can say for
    how long it waits. Rows of lists are not among them: whoever runs their list looks after them.
    """
    values = {"queued_before": before, "queued_ahead": now + DRIFT}
    return tuple(from_row(row) for row in conn.execute(_QUEUED.limit(limit), values))


_QUEUED: Final = select(send).where(
    IS_QUEUED,
    send.c.parent_id.is_(None),
    or_(send.c.updated_at < bindparam("queued_before"), send.c.updated_at > bindparam("queued_ahead")),
)


def queued_for(longest: timedelta) -> Look:
    """Return whether :func:`queued_before` finds anything that waits for longer than that."""
    return look(_QUEUED, queued_before=longest, queued_ahead=-DRIFT)


_GONE_OUT = ("accepted", "delivered", "undelivered", "no_news", "superseded", "unknown")
_NEWER = (  # built once: every text that is accepted asks it
    select(send.c.id)
    .where(
        send.c.to_phone == bindparam("wanted"),
        send.c.attempting_at > bindparam("moment"),
        send.c.state.in_(_GONE_OUT),
    )
    .limit(1)
)


def has_newer(conn: Connection, phone: str, *, after: datetime) -> bool:
    """Tell whether a text to this phone that began after `after` went out, or may have.

    `phone` is the one form of a number.
    """
    return conn.execute(_NEWER, {"wanted": phone, "moment": after}).first() is not None


def reserved_credits(conn: Connection) -> int:
    """Return the credits (upper bound) of sends that wait: for approval, in the queue, for their time.

    Of a list that is under way only the rows count that still wait. A series counts with all its dates until
    SMS-iT has it.
    """
    total, gone = conn.execute(_RESERVED).one()
    return int(total) - int(gone)


_UNDER_WAY = select(send.c.id).where(IS_RESERVED, send.c.state.in_(("running", "paused")))
_RESERVED = select(  # built once, and one question: a confirmation asks it while others wait
    select(func.coalesce(func.sum(send.c.credits_upper * send.c.occurrences), 0))
    .where(IS_RESERVED)
    .scalar_subquery(),
    select(func.coalesce(func.sum(send.c.credits_upper), 0))
    .where(send.c.parent_id.in_(_UNDER_WAY), send.c.state.not_in(("draft", "queued", "attempting")))
    .scalar_subquery(),
)


def _limit_of(attempt: Send) -> datetime:
    began = attempt.attempting_at or attempt.updated_at
    return began + timedelta(seconds=attempt.attempt_limit_seconds or 0)
