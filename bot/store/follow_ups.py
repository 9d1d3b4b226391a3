"""Which accepted sends are watched, and when each is asked about next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, literal_column, or_, select, update

from bot.store import lock_order
from bot.store.dialects import chosen_once, insert_or_ignore
from bot.store.looks import look
from bot.store.tables import follow_up

PAUSES = tuple(timedelta(seconds=each) for each in (10, 30, 60, 300, 900))
"""How long to wait before the first question, the second, and so on; the last one repeats."""
FIRST_OF_MANY = timedelta(seconds=60)
"""How long one of many waits for its first question. Asking costs as much as sending, and a list that has
begun to leave should leave first; nobody waits for a single row."""
LEASE = timedelta(minutes=5)
"""Longer than a chunk usually takes. One lost in a crash comes back after it; asking twice does no harm."""
FIRST = 0
"""The rank of what somebody may be waiting for: a single text, or a broadcast."""
LAST = 1
"""The rank of one of many: a row of a list. It is asked about when nothing of the first rank is due."""


IS_RANKED: Final = follow_up.c.rank.in_([literal_column(str(rank)) for rank in (FIRST, LAST)])
"""Of all there are: they are named so that their index is of use."""
_CLAIMABLE: Final = select(follow_up.c.send_id).where(
    IS_RANKED,
    follow_up.c.due_at <= bindparam("now"),
    or_(follow_up.c.lease_until.is_(None), follow_up.c.lease_until <= bindparam("now")),
)
DUE: Final = look(_CLAIMABLE)
"""As :func:`any_due`."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One watched send. `polls` counts the questions asked so far."""

    send_id: str
    due_at: datetime
    deadline: datetime
    polls: int


def next_poll(polls: int, now: datetime, deadline: datetime) -> datetime:
    """Return when to ask again after `polls` questions; the last question falls on the deadline."""
    return min(now + PAUSES[min(polls, len(PAUSES) - 1)], deadline)


def start(conn: Connection, send_id: str, now: datetime, deadline: datetime, *, rank: int = FIRST) -> None:
    """Watch a send until `deadline`, as one of this `rank`. Watching it twice changes nothing."""
    due_at = next_poll(0, now, deadline) if rank == FIRST else min(now + FIRST_OF_MANY, deadline)
    values = {"send_id": send_id, "due_at": due_at, "deadline": deadline, "polls": 0, "rank": rank}
    conn.execute(insert_or_ignore(conn, follow_up), values)


def any_due(conn: Connection, now: datetime) -> bool:
    """Say whether `claim_due` would find anything."""
    return conn.execute(_CLAIMABLE.limit(1), {"now": now}).first() is not None


def count_due(conn: Connection, by: datetime) -> int:
    """Count those that were due by a moment (aware) and have not been asked about since."""
    due = select(func.count()).select_from(follow_up).where(follow_up.c.due_at <= by)
    return int(conn.execute(due).scalar_one())


def claim_due(conn: Connection, now: datetime, lease_seconds: float, limit: int) -> tuple[FollowUp, ...]:
    """Take up to `limit` that are due, those of the first rank before all others, longest due first.

    Nobody else gets them until the lease ends, unless rescheduled.
    """
    chosen = (
        _CLAIMABLE.order_by(follow_up.c.rank, follow_up.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time anyway
    )
    rows = conn.execute(
        update(follow_up)
        .where(follow_up.c.send_id.in_(chosen_once(chosen)))
        .values(lease_until=now + timedelta(seconds=lease_seconds))
        .returning(follow_up.c.send_id, follow_up.c.due_at, follow_up.c.deadline, follow_up.c.polls),
        {"now": now},
    )
    return tuple(FollowUp(*row) for row in rows)


def reschedule(conn: Connection, rows: Iterable[FollowUp]) -> None:
    """Write `due_at` and `polls` of each and end its lease. One that is no longer watched stays so."""
    told = ({"row_id": row.send_id, "due": row.due_at, "asked": row.polls} for row in rows)
    values = sorted(told, key=itemgetter("row_id"))  # as :mod:`bot.store.lock_order` takes them
    if values:
        conn.execute(
            update(follow_up)
            .where(follow_up.c.send_id == bindparam("row_id"))
            .values(due_at=bindparam("due"), polls=bindparam("asked"), lease_until=None),
            values,
        )


def finish(conn: Connection, send_ids: Collection[str]) -> None:
    """Stop watching these."""
    lock_order.change(conn, delete(follow_up).where(follow_up.c.send_id.in_(send_ids)))
