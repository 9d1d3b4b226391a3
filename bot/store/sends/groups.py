"""What is asked and kept of sends to whole groups."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from bot.store import audit, messages
from bot.store.audit import Event
from bot.store.dialects import insert_into
from bot.store.looks import look
from bot.store.messages import Purpose
from bot.store.sends.model import Send, SendKind, from_row
from bot.store.states import SENT, SendState
from bot.store.tables import IS_ATTEMPTING, group_report, send


@dataclass(frozen=True, slots=True)
class Report:
    """What SMS-iT said at a moment (aware UTC): how many texts the carriers took, and how many failed."""

    at: datetime
    successful: int
    failed: int


def latest_out(conn: Connection, group: str) -> Send | None:
    """Return the newest send to the group of exactly this name that is known to have gone out."""
    query = (
        select(send)
        .where(
            send.c.to_phone == "",  # as every send to a group: an index begins with it
            send.c.kind == SendKind.GROUP.value,
            send.c.to_name == group,
            send.c.state.in_([state.value for state in SENT]),
        )
        .order_by(send.c.created_at.desc())
        .limit(1)
    )
    row = conn.execute(query).one_or_none()
    return None if row is None else from_row(row)


def set_figures(conn: Connection, send_id: str, **values: int) -> bool:
    """Write what was found out right before a queued send goes out. False when it is queued no longer.

    When it last changed stays as it was: a send that cannot be checked must not look as if it moved on.
    """
    queued = (send.c.id == send_id, send.c.state == SendState.QUEUED.value)
    return conn.execute(update(send).where(*queued).values(**values)).rowcount == 1


def set_remote_id(conn: Connection, send_id: str, remote_id: str) -> None:
    """Keep the id by which SMS-iT reports on a send."""
    conn.execute(update(send).where(send.c.id == send_id).values(remote_id=remote_id))


def by_remote_id(
    conn: Connection, remote_id: str, kind: SendKind, *, channel: str | None = None, of: str | None = None
) -> Send | None:
    """Return the newest send of a kind that SMS-iT reports on by this id, or None.

    With `of`, a person, only one whose message is in this channel, or (None) with this person.
    """
    query = select(send).where(
        send.c.to_number == "",  # as every send to a group: an index begins with it
        send.c.kind == kind.value,
        send.c.remote_id == remote_id,
    )
    if of is not None:
        query = query.where(send.c.origin_channel.is_not_distinct_from(channel))
        if channel is None:
            query = query.where(send.c.user_id == of)
    row = conn.execute(query.order_by(send.c.created_at.desc()).limit(1)).one_or_none()
    return None if row is None else from_row(row)


def accept_elsewhere(conn: Connection, send_id: str, remote_id: str, *, now: datetime) -> bool:
    """Write down that SMS-iT has this draft: it was sent elsewhere. False when that was done before."""
    draft = (
        send.c.id == send_id,
        send.c.kind == SendKind.ELSEWHERE.value,
        send.c.state == SendState.DRAFT.value,
    )
    values = {"state": SendState.ACCEPTED.value, "remote_id": remote_id, "body": None, "updated_at": now}
    if not conn.execute(update(send).where(*draft).values(values)).rowcount:
        return False
    audit.note(conn, Event.TAKEN, send_id, at=now)
    mark_main_dirty(conn, (send_id,))
    return True


def being_sent(conn: Connection) -> tuple[str, ...]:
    """Return the ids of sends to groups that are being sent at this moment."""
    return tuple(conn.execute(_BEING_SENT).scalars())


_BEING_SENT: Final = select(send.c.id).where(IS_ATTEMPTING, send.c.kind == SendKind.GROUP.value)
BEING_SENT: Final = look(_BEING_SENT)
"""Whether :func:`being_sent` finds anything."""


def mark_main_dirty(conn: Connection, send_ids: Collection[str]) -> None:
    """Ask for the main Slack message of these sends to be drawn again, and no other."""
    messages.outdate(conn, send_ids, Purpose.SEND)


def add_report(conn: Connection, send_id: str, report: Report) -> None:
    """Keep a report, the last one of a moment, and have the messages of its send drawn again."""
    figures = {"successful": report.successful, "failed": report.failed}
    conn.execute(
        insert_into(conn, group_report)
        .values(send_id=send_id, at=report.at, **figures)
        .on_conflict_do_update(index_elements=["send_id", "at"], set_=figures)
    )
    messages.outdate_one(conn, send_id)


def reports(conn: Connection, send_id: str) -> tuple[Report, ...]:
    """Return all reports kept of a send, the oldest first."""
    columns = (group_report.c.at, group_report.c.successful, group_report.c.failed)
    query = select(*columns).where(group_report.c.send_id == send_id).order_by(group_report.c.at)
    return tuple(Report(*row) for row in conn.execute(query))
