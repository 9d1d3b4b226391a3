"""The rows of a list, many at a time: each is a send of its own below the list's.

How they come to be, or are left out before that, is in `new_rows`.

A row's `key` is the list's id and its place, counted from 1 without gaps, so that a range of places is found
by keys however many rows there are. Its `line` is where it stood in what was uploaded; several may share one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, case, func, literal, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store import lock_order
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.model import Send, from_row
from bot.store.states import SendState
from bot.store.tables import send

_NOT_SENT_AGAIN: Final = "It wasn't sent again, but an earlier attempt may have gone out."
NO_LINE: Final = 0
"""The line of a row that was never in one: of somebody from the contacts."""
PAGE: Final = 1000
"""Rows of one transaction."""
STILL_TO_GO: Final = (SendState.DRAFT, SendState.QUEUED)
AT_IT: Final = (*STILL_TO_GO, SendState.ATTEMPTING)
"""States of a row for which the list still has something to do."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the rows of a list that can be sent come to; `segments` is the longest."""

    people: int
    credits: int
    credits_upper: int
    segments: int


def totals(conn: Connection, list_id: str) -> Totals:
    """Add up the drafts of a list."""
    figures = (
        func.count(),
        func.coalesce(func.sum(send.c.credits), 0),
        func.coalesce(func.sum(send.c.credits_upper), 0),
        func.coalesce(func.max(send.c.segments), 0),
    )
    drafts = (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)
    people, credits_, upper, segments = conn.execute(select(*figures).where(*drafts)).one()
    return Totals(int(people), int(credits_), int(upper), int(segments))


def describe(
    conn: Connection,
    list_id: str,
    found: Totals,
    balance: int | None,
    now: datetime,
    *,
    members: str | None = None,
) -> None:
    """Write what its rows come to, and the balance shown if any, to a list that is still a draft.

    ``members`` is a keyed hash of whom it goes to.
    """
    draft = (send.c.id == list_id, send.c.state == SendState.DRAFT.value)
    values = {
        "people": found.people,
        "credits": found.credits,
        "credits_upper": found.credits_upper,
        "segments": found.segments,
        "balance_shown": balance,
        "members": members,
        "updated_at": now,
    }
    conn.execute(update(send).where(*draft).values(values))


def size(conn: Connection, list_id: str) -> int:
    """Count all rows of a list: the highest place there is."""
    query = select(func.count()).where(send.c.parent_id == list_id)
    return int(conn.execute(query).scalar_one())


def page(conn: Connection, list_id: str, first: int, last: int) -> tuple[Send, ...]:
    """Return the rows at the places `first` to `last`, in the order of places."""
    found = (from_row(row) for row in conn.execute(select(send).where(at_places(list_id, first, last))))
    return tuple(sorted(found, key=lambda row: place_of(row.key)))


def place_of(key: str) -> int:
    """Return the place a row's key names."""
    return int(key.rpartition(":")[2])


def first_drafts(conn: Connection, list_id: str, limit: int) -> tuple[Send, ...]:
    """Return the first rows of a list that would be sent."""
    drafts = (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)
    query = select(send).where(*drafts).order_by(send.c.line, send.c.key).limit(limit)
    return tuple(from_row(row) for row in conn.execute(query))


def bodies(conn: Connection, list_id: str) -> Iterator[str]:
    """Return the texts of the rows that would be sent, one after the other, in no order."""
    drafts = (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)
    query = select(send.c.body).where(*drafts).execution_options(yield_per=500)
    return (str(body) for body in conn.execute(query).scalars() if body is not None)


def phones(conn: Connection, list_id: str) -> Iterator[str]:
    """Return the phones (in their one form) of the rows that would be sent, in no order."""
    drafts = (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)
    query = select(send.c.to_phone).where(*drafts).execution_options(yield_per=PAGE)
    return iter(conn.execute(query).scalars())


def numbers(conn: Connection, list_id: str, first: int, last: int) -> tuple[str, ...]:
    """Return the numbers (digits) at these places that are still to be texted."""
    still = send.c.state.in_([state.value for state in STILL_TO_GO])
    query = select(send.c.to_phone).where(at_places(list_id, first, last), still)
    return tuple(conn.execute(query).scalars())


def queue(conn: Connection, list_id: str, first: int, last: int, now: datetime) -> tuple[int, ...]:
    """Queue the drafts at these places; return the places of all rows there that are queued now."""
    here = at_places(list_id, first, last)
    drafts = update(send).where(here, send.c.state == SendState.DRAFT.value)
    lock_order.change(conn, drafts.values(state=SendState.QUEUED.value, updated_at=now))
    found = select(send.c.key).where(here, send.c.state == SendState.QUEUED.value)
    return tuple(sorted(place_of(key) for key in conn.execute(found).scalars()))


def queued(conn: Connection, list_id: str, first: int, last: int) -> tuple[tuple[str, str], ...]:
    """Return id and number (digits) of the queued rows at these places, in the order of places."""
    here = (at_places(list_id, first, last), send.c.state == SendState.QUEUED.value)
    query = select(send.c.key, send.c.id, send.c.to_number).where(*here)
    found = sorted(conn.execute(query), key=lambda row: place_of(row[0]))
    return tuple((send_id, number) for _key, send_id, number in found)


def any_left(conn: Connection, list_id: str, states: Iterable[SendState] = AT_IT) -> bool:
    """Tell whether a row of a list is in one of these states."""
    left = (send.c.parent_id == list_id, send.c.state.in_([state.value for state in states]))
    return conn.execute(select(send.c.id).where(*left).limit(1)).first() is not None


def cancel(conn: Connection, list_id: str, now: datetime, limit: int = PAGE) -> int:
    """Cancel up to `limit` rows nobody has begun to send. Returns how many.

    A draft among them never was queued: its list has ended before that. A row that waited to be sent again
    is unknown as it was before: its earlier attempt may have gone out.
    """
    waiting = [state.value for state in STILL_TO_GO]
    some = select(send.c.id).where(send.c.parent_id == list_id, send.c.state.in_(waiting)).limit(limit)
    cancelled = update(send).where(send.c.id.in_(some), send.c.state.in_(waiting))
    may_be_out = send.c.risked > 0
    not_again = literal(_NOT_SENT_AGAIN, send.c.outcome_sentence.type)
    values = {
        "state": case((may_be_out, SendState.UNKNOWN.value), else_=SendState.CANCELLED.value),
        "risked": case((may_be_out, send.c.risked - 1), else_=send.c.risked),
        "outcome_code": case((may_be_out, OutcomeCode.NOT_AGAIN.value), else_=send.c.outcome_code),
        "outcome_sentence": case((may_be_out, not_again), else_=send.c.outcome_sentence),
        "updated_at": now,
    }
    return lock_order.change(conn, cancelled.values(values)).rowcount


def at_places(list_id: str, first: int, last: int) -> ColumnElement[bool]:
    """Return the condition for the rows at the places `first` to `last`."""
    return send.c.key.in_([f"{list_id}:{place}" for place in range(first, last + 1)])
