"""The rows of a list, many at a time: each is a send of its own below the list's.

A row's `key` is the list's id and its place, counted from 1 without gaps, so that a range of places is found
by keys however many rows there are. Its `line` is where it stood in what was uploaded; several may share one.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Column, Connection, case, func, literal, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.dialects import insert_or_ignore
from bot.store.do_not_text_erased import in_parts
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.model import HeldBy, Send, SendKind, from_row
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.spellings import canonical

_NOT_SENT_AGAIN: Final = "It wasn't sent again, but an earlier attempt may have gone out."
_REPEATED: Final = "This person is on the list already."
NO_LINE: Final = 0
"""The line of a row that was never in one: of somebody from the contacts."""
PAGE: Final = 1000
"""Rows of one transaction."""
STILL_TO_GO: Final = (SendState.DRAFT, SendState.QUEUED)
AT_IT: Final = (*STILL_TO_GO, SendState.ATTEMPTING)
"""States of a row for which the list still has something to do."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """One row as it was read. With a `rejected` sentence nothing is sent, and the number is left out.

    `phone` is the one form of a number that is not written with its country code.
    """

    place: int
    line: int
    number: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    segments: int = 0
    credits_upper: int = 0
    name: str | None = field(default=None, repr=False)
    rejected: str = ""
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the rows of a list that can be sent come to; `segments` is the longest."""

    people: int
    credits: int
    credits_upper: int
    segments: int


def insert(conn: Connection, parent: Send, new: Iterable[NewRow], now: datetime) -> None:
    """Record rows of a list as drafts, rejected ones as refused; one whose place is taken stays as it is."""
    values = [_values(parent, row, now) for row in new]
    if values:
        conn.execute(insert_or_ignore(conn, send), values)


def leave_out_repeated(conn: Connection, list_id: str, now: datetime) -> int:
    """Leave out drafts of a list for a phone that has one before them; return how many.

    Who is read from the contacts twice, because Slack delivered twice, may stand at two places.
    """
    drafts = (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)
    twice = select(send.c.to_phone).where(*drafts).group_by(send.c.to_phone).having(func.count() > 1)
    rows = conn.execute(
        select(send.c.id, send.c.to_phone, send.c.key).where(*drafts, send.c.to_phone.in_(twice))
    )
    first: set[str] = set()
    repeated: list[str] = []
    for send_id, phone, _key in sorted(rows, key=lambda row: place_of(row[2])):
        if phone in first:
            repeated.append(send_id)
        first.add(phone)
    _leave_out(conn, send.c.id, repeated, drafts, _REPEATED, now)
    return len(repeated)


def leave_out(conn: Connection, list_id: str, phones: Collection[str], sentence: str, now: datetime) -> None:
    """Leave out the drafts of a list for some phones (in their one form), for a reason."""
    drafts = (send.c.parent_id == list_id, send.c.state == SendState.DRAFT.value)
    _leave_out(conn, send.c.to_phone, phones, drafts, sentence, now)


def _leave_out(
    conn: Connection,
    column: Column[Any],
    values: Collection[str],
    drafts: Sequence[ColumnElement[bool]],
    sentence: str,
    now: datetime,
) -> None:
    left_out = {
        "to_number": "",
        "to_phone": "",
        "to_name": None,
        "body": None,
        "state": SendState.REFUSED.value,
        "outcome_code": OutcomeCode.LEFT_OUT.value,
        "outcome_sentence": sentence,
        "updated_at": now,
    }
    for some in in_parts(values):
        conn.execute(update(send).where(column.in_(some), *drafts).values(left_out))


def copy(conn: Connection, list_id: str, to: Send, first: int, last: int, now: datetime) -> None:
    """Record the drafts of a list at these places once more, as rows of another list.

    Rows that name nobody any more are left out, and so are those whose place there is taken.
    """
    still = (send.c.state == SendState.DRAFT.value, send.c.body.is_not(None), send.c.to_number != "")
    found = conn.execute(select(send).where(_at(list_id, first, last), *still))
    insert(conn, to, (_as_new(from_row(row)) for row in found), now)


def _as_new(row: Send) -> NewRow:
    return NewRow(
        place=place_of(row.key),
        line=row.line or 0,
        number=row.to_number,
        body=row.body or "",
        segments=row.segments,
        credits_upper=row.credits_upper,
        name=row.to_name,
        phone=row.to_phone,
    )


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
    found = (from_row(row) for row in conn.execute(select(send).where(_at(list_id, first, last))))
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
    query = select(send.c.to_phone).where(_at(list_id, first, last), still)
    return tuple(conn.execute(query).scalars())


def queue(conn: Connection, list_id: str, first: int, last: int, now: datetime) -> tuple[int, ...]:
    """Queue the drafts at these places; return the places of all rows there that are queued now."""
    here = _at(list_id, first, last)
    drafts = update(send).where(here, send.c.state == SendState.DRAFT.value)
    conn.execute(drafts.values(state=SendState.QUEUED.value, updated_at=now))
    found = select(send.c.key).where(here, send.c.state == SendState.QUEUED.value)
    return tuple(sorted(place_of(key) for key in conn.execute(found).scalars()))


def queued(conn: Connection, list_id: str, first: int, last: int) -> tuple[tuple[str, str], ...]:
    """Return id and number (digits) of the queued rows at these places, in the order of places."""
    here = (_at(list_id, first, last), send.c.state == SendState.QUEUED.value)
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
    return conn.execute(cancelled.values(values)).rowcount


def _at(list_id: str, first: int, last: int) -> ColumnElement[bool]:
    return send.c.key.in_([f"{list_id}:{place}" for place in range(first, last + 1)])


def _values(parent: Send, row: NewRow, now: datetime) -> dict[str, object]:
    state = SendState.REFUSED if row.rejected else SendState.DRAFT
    return {
        "id": uuid4().hex,
        "key": f"{parent.id}:{row.place}",
        "kind": SendKind.CONTACT.value,
        "state": state.value,
        "team_id": parent.team_id,
        "user_id": parent.user_id,
        "origin_channel": parent.origin_channel,
        "to_number": "" if row.rejected else row.number,
        "to_phone": "" if row.rejected else canonical(row.phone or row.number),
        "to_name": row.name,
        "body": None if row.rejected else row.body,
        "sender": parent.sender,
        "alpha_sender": parent.alpha_sender,
        "segments": row.segments,
        "credits": row.segments,
        "credits_upper": row.credits_upper,
        "held_by": HeldBy.NONE.value,
        "zone": parent.zone,
        "add_to_group": parent.add_to_group,
        "outcome_code": OutcomeCode.LEFT_OUT.value if row.rejected else None,
        "outcome_sentence": row.rejected or None,
        "created_at": now,
        "updated_at": now,
        "parent_id": parent.id,
        "line": row.line,
    }
