"""What is written of a send whose state does not change, and what is learned of it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, Integer, bindparam, case, or_, select, update

from bot.store import attempt_journal, audit, lock_order
from bot.store.audit import Event
from bot.store.looks import Look, look
from bot.store.sends.model import Send, SendKind, from_row, held
from bot.store.sends.transitions import mark_dirty
from bot.store.states import SendState
from bot.store.tables import IS_ON_RECORD, IS_UNKNOWN, send


def unexplained(conn: Connection, claimed_before: datetime, *, limit: int = 100) -> tuple[Send, ...]:
    """Return sends of unknown outcome for which nobody has looked for evidence yet.

    Nor does anybody now: a claim from before a moment (aware) is that of a process that died over it.
    """
    values = {"before": claimed_before, "most": limit}
    return tuple(from_row(row) for row in conn.execute(_UNEXPLAINED, values))


_IS_UNEXPLAINED: Final = send.c.evidence.is_(None)
_LEFT_BEHIND: Final = send.c.looking_since < bindparam("before", type_=send.c.looking_since.type)
_UNEXPLAINED: Final = (
    select(send)
    .where(IS_UNKNOWN, _IS_UNEXPLAINED, or_(send.c.looking_since.is_(None), _LEFT_BEHIND))
    .limit(bindparam("most", type_=Integer()))
)


def unknown_since(conn: Connection, moment: datetime, *, limit: int = 100) -> tuple[Send, ...]:
    """Return sends of unknown outcome that changed at `moment` (aware) or later.

    To keep evidence with a send changes it, but for rows of lists. Those without any are left out; the latest
    looked into come last.
    """
    values = {"moment": moment, "most": limit}
    return tuple(from_row(row) for row in conn.execute(_UNKNOWN_SINCE, values))


_UNKNOWN_SINCE: Final = (
    select(send)
    .where(
        IS_UNKNOWN,
        send.c.updated_at >= bindparam("moment", type_=send.c.updated_at.type),
        send.c.evidence.is_not(None),
    )
    .order_by(send.c.last_look_at, send.c.updated_at)
    .limit(bindparam("most", type_=Integer()))
)


def open_question(young: timedelta) -> Look:
    """Return whether anything of unknown outcome has not been looked into, or is younger than that."""
    is_young = send.c.updated_at >= bindparam("unknown_since")
    return look(select(send).where(IS_UNKNOWN, or_(_IS_UNEXPLAINED, is_young)), unknown_since=young)


def locked_unknown(conn: Connection, send_id: str) -> Send | None:
    """Return a send of unknown outcome, which nobody else changes in this transaction; None for any other."""
    query = select(send).where(send.c.id == send_id, IS_UNKNOWN).with_for_update()
    row = conn.execute(query).one_or_none()
    return None if row is None else from_row(row)


def note_claim(conn: Connection, send_id: str, since: datetime | None) -> None:
    """Keep with a send of :func:`locked_unknown` since when (aware) it is looked into; None: no longer.

    There is nothing new to see, and it counts as no change.
    """
    conn.execute(update(send).where(send.c.id == send_id).values(looking_since=since))


def note_evidence(conn: Connection, about: Send, found: Mapping[str, object], now: datetime) -> None:
    """Keep what speaks for and against an unknown send having gone out, unless it is settled by now.

    ``found`` are the columns: the evidence, and the looks so far. It says nothing about a further attempt
    than the one of ``about``. When a row of a list last changed stays as it was: buttons are about rows
    unknown since before a moment.
    """
    still = (
        send.c.id == about.id,
        send.c.state == SendState.UNKNOWN.value,
        send.c.wave == about.wave,
    )
    values = {
        **found,
        "updated_at": case((send.c.parent_id.is_(None), now), else_=send.c.updated_at),
    }
    if conn.execute(update(send).where(*still).values(values)).rowcount:
        mark_dirty(conn, (about.parent_id or about.id,))


def note_overdue(conn: Connection, send_id: str, code: str, now: datetime) -> None:
    """Mark a send the bot holds as not to be sent without asking, and why; it waits for a person now."""
    waiting = (send.c.id == send_id, send.c.state == SendState.SCHEDULED.value, send.c.hold_code.is_(None))
    if conn.execute(update(send).where(*waiting).values(**held(code, None), updated_at=now)).rowcount:
        audit.note(conn, Event.HELD, send_id, at=now, facts={"hold_code": code})
        mark_dirty(conn, (send_id,))


def note_decided(conn: Connection, send_id: str) -> None:
    """Have a decision about a send that stays in its state be known where the database loses it.

    Such as that a series skips a date, or is paused.
    """
    token = uuid4().hex
    conn.execute(update(send).where(send.c.id == send_id).values(token=token))
    attempt_journal.note(conn, send_id, token)


def note_values(conn: Connection, send_id: str, *, now: datetime, **values: object) -> None:
    """Write columns of a send that does not move, and have its messages drawn again if one changed."""
    differs = or_(*(send.c[name].is_distinct_from(value) for name, value in values.items()))
    changed = conn.execute(update(send).where(send.c.id == send_id, differs).values(**values, updated_at=now))
    if changed.rowcount:
        mark_dirty(conn, (send_id,))


def note_touched(conn: Connection, send_id: str, user_ids: Collection[str] | None) -> None:
    """Write down who changed a send beside its owner, or that nobody did since it was approved."""
    touched = None if user_ids is None else sorted(user_ids)
    conn.execute(update(send).where(send.c.id == send_id).values(touched_by=touched))


def note_reports(
    conn: Connection, send_ids: Collection[str], *, status: str, error: str, now: datetime
) -> None:
    """Keep what the delivery report said last of sends that wait for one, without moving them."""
    lock_order.change(
        conn,
        update(send)
        .where(send.c.id.in_(send_ids), send.c.state == SendState.ACCEPTED.value)
        .values(report_status=status, report_error=error, updated_at=now),
    )


def newest_of(conn: Connection, user_id: str, limit: int) -> tuple[Send, ...]:
    """Return a person's newest sends, the newest first.

    Drafts, the rows of lists, what others sent elsewhere, and texts that went with a change of their
    appointment are left out.
    """
    own = (
        send.c.user_id == user_id,
        IS_ON_RECORD,
        send.c.kind != SendKind.ELSEWHERE.value,
        or_(send.c.appointment_id.is_(None), send.c.state != SendState.CANCELLED.value),
    )
    query = select(send).where(*own).order_by(send.c.created_at.desc()).limit(limit)
    return tuple(from_row(row) for row in conn.execute(query))
