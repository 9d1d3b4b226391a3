"""The one Slack message of each send: which are out of date, and who is drawing them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, Select, or_, select, update
from sqlalchemy.sql.elements import ColumnElement, TextClause

from bot.store.tables import IS_DIRTY, message


@dataclass(frozen=True, slots=True)
class DirtyMessage:
    """A message to draw. Not posted yet when `channel` is None. `version` is what `shown` must be told."""

    send_id: str
    channel: str | None
    ts: str | None
    thread_ts: str | None
    version: int
    failures: int


def claim_dirty(
    conn: Connection, now: datetime, lease_seconds: float, limit: int
) -> tuple[DirtyMessage, ...]:
    """Take up to `limit` messages that need drawing; nobody else gets them until the lease ends."""
    chosen = (
        select(message.c.send_id)
        .where(*_claimable(now))
        .order_by(message.c.not_before, message.c.send_id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time anyway
    )
    return _lease(conn, chosen, now, lease_seconds)


def claim_one(conn: Connection, send_id: str, now: datetime, lease_seconds: float) -> DirtyMessage | None:
    """Take one message if it needs drawing and nobody else is at it."""
    chosen = (
        select(message.c.send_id)
        .where(message.c.send_id == send_id, *_claimable(now))
        .with_for_update(skip_locked=True)
    )
    leased = _lease(conn, chosen, now, lease_seconds)
    return leased[0] if leased else None


def shown(  # noqa: PLR0913 -- what was drawn, and the three parts of Slack's address of it
    conn: Connection, send_id: str, version: int, channel: str, ts: str, *, thread_ts: str | None = None
) -> None:
    """Remember that Slack shows `version` now, and where. A newer version stays to be drawn."""
    place = {"channel": channel, "ts": ts} | ({} if thread_ts is None else {"thread_ts": thread_ts})
    conn.execute(
        update(message)
        .where(message.c.send_id == send_id)
        .values(place | {"shown_version": version, "lease_until": None, "not_before": None, "failures": 0})
    )


def postpone(conn: Connection, send_id: str, not_before: datetime) -> None:
    """Give the message back after a failure, not to be tried again before `not_before`."""
    conn.execute(
        update(message)
        .where(message.c.send_id == send_id)
        .values(lease_until=None, not_before=not_before, failures=message.c.failures + 1)
    )


def get(conn: Connection, send_id: str) -> DirtyMessage | None:
    """Return where the send's message is and how often it changed, or None for an unknown send."""
    row = conn.execute(select(*_COLUMNS).where(message.c.send_id == send_id)).one_or_none()
    return None if row is None else _from_row(row)


_COLUMNS = (
    message.c.send_id,
    message.c.channel,
    message.c.ts,
    message.c.thread_ts,
    message.c.version,
    message.c.failures,
)


def _claimable(now: datetime) -> tuple[ColumnElement[bool] | TextClause, ...]:
    return (
        IS_DIRTY,
        or_(message.c.lease_until.is_(None), message.c.lease_until <= now),
        or_(message.c.not_before.is_(None), message.c.not_before <= now),
    )


def _lease(
    conn: Connection, chosen: Select[str], now: datetime, lease_seconds: float
) -> tuple[DirtyMessage, ...]:
    rows = conn.execute(
        update(message)
        .where(message.c.send_id.in_(chosen))
        .values(lease_until=now + timedelta(seconds=lease_seconds))
        .returning(*_COLUMNS)
    )
    return tuple(_from_row(row) for row in rows)


def _from_row(row: Row[str, str | None, str | None, str | None, int, int]) -> DirtyMessage:
    return DirtyMessage(*row)
