"""The rows of a list as they are recorded from what was read, or left out before anything is sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Column, Connection, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store import lock_order
from bot.store.dialects import insert_or_ignore
from bot.store.do_not_text_erased import in_parts
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.model import HeldBy, Send, SendKind, from_row
from bot.store.sends.rows import at_places, place_of
from bot.store.states import SendState
from bot.store.tables import send
from bot.texting.spellings import canonical

_REPEATED: Final = "This person is on the list already."


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
        lock_order.change(conn, update(send).where(column.in_(some), *drafts).values(left_out))


def copy(conn: Connection, list_id: str, to: Send, first: int, last: int, now: datetime) -> None:
    """Record the drafts of a list at these places once more, as rows of another list.

    Rows that name nobody any more are left out, and so are those whose place there is taken.
    """
    still = (send.c.state == SendState.DRAFT.value, send.c.body.is_not(None), send.c.to_number != "")
    found = conn.execute(select(send).where(at_places(list_id, first, last), *still))
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
