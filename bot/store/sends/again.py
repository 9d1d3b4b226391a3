"""The rows of a list that did not arrive, to be sent again by a list of their own; never those in doubt.

A row is taken over by a list that was confirmed. What that list does not come to send is free again.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from bot.store import lock_order
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.lists import ENDED_UNSENT
from bot.store.states import WAITING, SendState
from bot.store.tables import send
from bot.store.tables.aliases import alias

_S = SendState
_FAILED: Final = (_S.UNDELIVERED, _S.REFUSED)
_NOT_ATTEMPTED: Final = (OutcomeCode.LEFT_OUT.value, OutcomeCode.SENT_ELSEWHERE.value)
_SENTENCE: Final = "Another list has already sent this text again."


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A text that did not arrive. ``number`` is as SMS-iT keeps it, ``body`` none once it was forgotten."""

    line: int
    number: str = field(repr=False)
    phone: str = field(repr=False)
    body: str | None = field(repr=False)


def count(conn: Connection, list_id: str) -> int:
    """Count the rows of a list that did not arrive, and that no list has taken over."""
    return int(conn.execute(select(func.count()).where(*_failed(list_id))).scalar_one())


def failed(conn: Connection, list_id: str) -> tuple[FailedRow, ...]:
    """Return the rows of a list that did not arrive, and that no list has taken over, in their order."""
    columns = (send.c.line, send.c.to_number, send.c.to_phone, send.c.body)
    query = select(*columns).where(*_failed(list_id)).order_by(send.c.line, send.c.key)
    return tuple(FailedRow(int(line or 0), *rest) for line, *rest in conn.execute(query))


def origin(conn: Connection, list_id: str) -> tuple[str, ...]:
    """Return the id of the list whose texts a list sends again; nothing for any other list."""
    found = conn.execute(select(send.c.again_of).where(send.c.id == list_id)).scalar()
    return (str(found),) if found else ()


def leave_to_others(conn: Connection, list_id: str, first_id: str, now: datetime) -> int:
    """Refuse the drafts of a list whose texts another that has begun sends again; return how many.

    ``first_id`` is the list whose texts they were. It is locked: of two lists that begin together, the later
    one sees what the other has taken over.
    """
    conn.execute(select(send.c.id).where(send.c.id == first_id).with_for_update())
    taken = _taken_over(first_id, (SendState.DRAFT, *WAITING), but=list_id)
    drafts = (send.c.parent_id == list_id, send.c.state == _S.DRAFT.value, send.c.to_phone.in_(taken))
    values = {
        "state": _S.REFUSED.value,
        "outcome_code": OutcomeCode.SENT_ELSEWHERE.value,
        "outcome_sentence": _SENTENCE,
        "updated_at": now,
    }
    return lock_order.change(conn, update(send).where(*drafts).values(values)).rowcount


def _failed(list_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions; a row with an earlier attempt that may have arrived is none of these."""
    return (
        send.c.parent_id == list_id,
        send.c.state.in_([state.value for state in _FAILED]),
        send.c.outcome_code.is_distinct_from(OutcomeCode.LEFT_OUT.value),
        send.c.outcome_code.is_distinct_from(OutcomeCode.SENT_ELSEWHERE.value),
        send.c.risked == 0,
        send.c.to_phone != "",  # nobody's any more, once they were erased
        send.c.to_phone.not_in(_taken_over(list_id, (_S.DRAFT,))),
    )


def _taken_over(first_id: str, but_in: Collection[SendState], *, but: str = "") -> Select[tuple[str]]:
    """Return the phones that lists send again, have sent or are to send, but for lists in these states."""
    parent = alias("again_list", send.c.id, send.c.again_of, send.c.state)
    row = alias("again_row", send.c.parent_id, send.c.to_phone, send.c.state, send.c.outcome_code)
    waits = row.c.state == _S.DRAFT.value
    is_over = parent.c.state.in_([state.value for state in ENDED_UNSENT])
    return (
        select(row.c.to_phone)
        .join(parent, row.c.parent_id == parent.c.id)
        .where(
            parent.c.again_of == first_id,
            parent.c.id != but,
            parent.c.state.not_in([state.value for state in but_in]),
            row.c.state != _S.CANCELLED.value,
            or_(row.c.outcome_code.is_(None), row.c.outcome_code.not_in(_NOT_ATTEMPTED)),
            ~and_(waits, is_over),
        )
    )
