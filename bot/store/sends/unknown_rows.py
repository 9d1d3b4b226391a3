"""Rows of a list whose outcome is unknown, as a person settles them: all that were so by a moment, or none.

The moment is when the newest of them became unknown (`updated_at`): a row that became so later was not among
those the person looked at, whenever its attempt began.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store import audit, lock_order
from bot.store.audit import Event
from bot.store.sends.model import NO_EVIDENCE, Send, from_row
from bot.store.states import SendState
from bot.store.tables import send


@dataclass(frozen=True, slots=True)
class UnknownRows:
    """How many rows there are, how many have their words still, and the credits those would take again."""

    count: int
    sendable: int
    credits_upper: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What speaks for and against a row having gone out, and when that was asked last (aware UTC).

    None where nobody has looked yet.
    """

    evidence: Mapping[str, Any] | None = field(repr=False)
    at: datetime | None


def by(conn: Connection, list_id: str, until: datetime) -> UnknownRows:
    """Add up the rows that became unknown at `until` (aware) or before."""
    has_words = send.c.body.is_not(None)
    takes = func.sum(case((has_words, send.c.credits_upper), else_=0))
    figures = (func.count(), func.count(send.c.body), func.coalesce(takes, 0))
    count, sendable, credits_ = conn.execute(select(*figures).where(*_unknown(list_id, until))).one()
    return UnknownRows(int(count), int(sendable), int(credits_))


def again(conn: Connection, list_id: str, until: datetime, now: datetime, who: str) -> int:
    """Queue those once more whose words are kept, and count that they may go out twice. Returns how many.

    What they take again is spent `now`. `who` is the id of the person who wants it.
    """
    values = {
        "state": SendState.QUEUED.value,
        "wave": send.c.wave + 1,
        "risked": send.c.risked + 1,
        "goes_at": now,
        "outcome_code": None,
        "outcome_sentence": None,
        **NO_EVIDENCE,
        "decided_by": who,
        "updated_at": now,
    }
    sendable = (*_unknown(list_id, until), send.c.body.is_not(None))
    count = lock_order.change(conn, update(send).where(*sendable).values(values)).rowcount
    audit.note(conn, Event.ROWS_AGAIN, list_id, at=now, by=who, facts={"rows": count})
    return count


def mark(conn: Connection, list_id: str, until: datetime, token: str) -> int:
    """Give those rows a token of their own, so that exactly they are settled by and by. Returns how many.

    An answer that comes late finds its token gone: a person has decided.
    """
    return lock_order.change(conn, update(send).where(*_unknown(list_id, until)).values(token=token)).rowcount


def marked(conn: Connection, list_id: str, token: str, limit: int) -> tuple[Send, ...]:
    """Return rows that were marked so and are still unknown."""
    own = (send.c.parent_id == list_id, send.c.state == SendState.UNKNOWN.value, send.c.token == token)
    return tuple(from_row(row) for row in conn.execute(select(send).where(*own).limit(limit)))


def longest_unseen(conn: Connection, list_id: str, limit: int) -> tuple[str, ...]:
    """Return the ids of unknown rows: those nobody has looked into, then those looked into longest ago."""
    own = (send.c.parent_id == list_id, send.c.state == SendState.UNKNOWN.value)
    query = (
        select(send.c.id).where(*own).order_by(send.c.last_look_at.nulls_first(), send.c.line).limit(limit)
    )
    return tuple(conn.scalars(query))


def looked_into(conn: Connection, list_id: str, limit: int) -> tuple[Looked, ...]:
    """Return what is known of unknown rows, the latest looked into first."""
    own = (send.c.parent_id == list_id, send.c.state == SendState.UNKNOWN.value)
    latest = send.c.last_look_at.desc().nulls_last()
    query = select(send.c.evidence, send.c.last_look_at).where(*own).order_by(latest).limit(limit)
    return tuple(Looked(*row) for row in conn.execute(query))


def _unknown(list_id: str, until: datetime) -> tuple[ColumnElement[bool], ...]:
    own = (send.c.parent_id == list_id, send.c.state == SendState.UNKNOWN.value)
    return (*own, send.c.updated_at <= until)
