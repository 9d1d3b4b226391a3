"""The Slack messages about each send, import and appointment: which are out of date, and who draws them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.elements import ColumnElement, TextClause

from bot.store import outdated
from bot.store.dialects import chosen_once, insert_or_ignore
from bot.store.tables import IS_DIRTY, message


@unique
class Purpose(StrEnum):
    """What a message is for. The values are stored: never rename one."""

    SEND = "send"  # the one everybody follows, where the send was started
    DETAILS = "details"  # figures and history, in the thread of the first
    APPROVAL = "approval"  # asks the approvers
    IMPORT = "import"  # how far an import of contacts is
    APPOINTMENT = "appointment"  # an appointment as it stands


@dataclass(frozen=True, slots=True)
class DirtyMessage:
    """A message to draw. Not posted yet when `channel` is None. `version` is what `shown` must be told.

    The subject is a send, an import or an appointment: the purpose tells. `under` is the subject in whose
    thread it is posted, by the purpose of that one's message; None for a message of its own.
    """

    subject_id: str
    purpose: Purpose
    channel: str | None
    ts: str | None
    under: tuple[str, Purpose] | None
    version: int
    failures: int


def claim_dirty(
    conn: Connection, now: datetime, lease_seconds: float, limit: int
) -> tuple[DirtyMessage, ...]:
    """Take up to `limit` messages that need drawing; nobody else gets them until the lease ends."""
    chosen = (
        select(message.c.subject_id, message.c.purpose)
        .where(*_claimable(now))
        .order_by(message.c.not_before, message.c.subject_id, message.c.purpose.desc())
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time anyway
    )
    return _lease(conn, chosen, now, lease_seconds)


def claim_one(conn: Connection, subject_id: str, now: datetime, lease_seconds: float) -> DirtyMessage | None:
    """Take one message of a subject that needs drawing and that nobody else is at, the main one first."""
    chosen = (
        select(message.c.subject_id, message.c.purpose)
        .where(message.c.subject_id == subject_id, *_claimable(now))
        .order_by(message.c.purpose.desc())
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    leased = _lease(conn, chosen, now, lease_seconds)
    return leased[0] if leased else None


def outdate(conn: Connection, subject_ids: Collection[str], purpose: Purpose | None = None) -> None:
    """Have the messages of these subjects drawn again, or only those for one purpose."""
    raised = (
        update(message).where(message.c.subject_id.in_(subject_ids)).values(version=message.c.version + 1)
    )
    if purpose is not None:
        raised = raised.where(message.c.purpose == purpose.value)
    outdated.note(conn, conn.execute(raised.returning(message.c.subject_id)).scalars())


def outdate_one(conn: Connection, subject_id: str, *, soon: bool = True) -> None:
    """Do as :func:`outdate` for one subject, in a statement that is built once.

    Not `soon`: nobody is told, so that the clock draws them, unless what follows in a moment comes first.
    """
    if conn.execute(_RAISE_VERSION, {"this_subject": subject_id}).rowcount and soon:
        outdated.note(conn, (subject_id,))


def open_another(conn: Connection, subject_id: str, purpose: Purpose, *, anew: bool = False) -> None:
    """Have a message for a further purpose drawn, or drawn again when there is one already.

    ``anew`` posts another one below what was said since, so that people are told of it.
    """
    conn.execute(insert_or_ignore(conn, message).values(subject_id=subject_id, purpose=purpose.value))
    changed: dict[str, object] = {"version": message.c.version + 1}
    if anew:
        changed |= {"channel": None, "ts": None}
    conn.execute(update(message).where(*_is(subject_id, purpose)).values(changed))
    outdated.note(conn, (subject_id,))


def put_under(conn: Connection, send_id: str, subject_id: str, purpose: Purpose) -> None:
    """Have the message of a send posted in the thread below that subject's message of that purpose."""
    values = {"under": subject_id, "under_purpose": purpose.value}
    conn.execute(update(message).where(*_is(send_id, Purpose.SEND)).values(values))


def drop(conn: Connection, dirty: DirtyMessage) -> None:
    """Forget a message whose subject is gone."""
    conn.execute(delete(message).where(*_is(dirty.subject_id, dirty.purpose)))


def shown(conn: Connection, dirty: DirtyMessage, channel: str, ts: str) -> None:
    """Remember that Slack shows the version drawn, and where. A newer version stays to be drawn.

    One that is to be posted anew since stays without a place: what was drawn is the one before.
    """
    as_claimed = and_(
        message.c.channel.is_not_distinct_from(dirty.channel), message.c.ts.is_not_distinct_from(dirty.ts)
    )
    place = {
        "channel": case((as_claimed, channel), else_=message.c.channel),
        "ts": case((as_claimed, ts), else_=message.c.ts),
    }
    done = {"shown_version": dirty.version, "lease_until": None, "not_before": None, "failures": 0}
    conn.execute(update(message).where(*_is(dirty.subject_id, dirty.purpose)).values({**place, **done}))


def postpone(conn: Connection, dirty: DirtyMessage, not_before: datetime) -> None:
    """Give the message back after a failure, not to be tried again before `not_before`."""
    conn.execute(
        update(message)
        .where(*_is(dirty.subject_id, dirty.purpose))
        .values(lease_until=None, not_before=not_before, failures=message.c.failures + 1)
    )


def get(conn: Connection, subject_id: str, purpose: Purpose = Purpose.SEND) -> DirtyMessage | None:
    """Return where a message is and how often it changed, or None when there is none for that purpose."""
    row = conn.execute(select(*_COLUMNS).where(*_is(subject_id, purpose))).one_or_none()
    return None if row is None else _from_row(row)


def _is(subject_id: str, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    return (message.c.subject_id == subject_id, message.c.purpose == purpose.value)


_RAISE_VERSION = (
    update(message)
    .where(message.c.subject_id == bindparam("this_subject"))
    .values(version=message.c.version + 1)
)
_COLUMNS = (
    message.c.subject_id,
    message.c.purpose,
    message.c.channel,
    message.c.ts,
    message.c.under,
    message.c.under_purpose,
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
    conn: Connection, chosen: Select[str, str], now: datetime, lease_seconds: float
) -> tuple[DirtyMessage, ...]:
    rows = conn.execute(
        update(message)
        .where(tuple_(message.c.subject_id, message.c.purpose).in_(chosen_once(chosen)))
        .values(lease_until=now + timedelta(seconds=lease_seconds))
        .returning(*_COLUMNS)
    )
    return tuple(_from_row(row) for row in rows)


def _from_row(row: Row[str, str, str | None, str | None, str | None, str | None, int, int]) -> DirtyMessage:
    subject_id, purpose, channel, ts, under, under_purpose, version, failures = row
    place = None if under is None or under_purpose is None else (under, Purpose(under_purpose))
    return DirtyMessage(subject_id, Purpose(purpose), channel, ts, place, version, failures)
