"""What the tables hold of people beside the words of texts, and emptying it once it is old.

Each :class:`Holding` is one kind of it. What counts and what happened stays: states, figures, times, who at
the desk did it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, or_, select, update

from bot.store import lock_order
from bot.store.erasing.columns import EMPTIED
from bot.store.sends.model import SINGLE, SendKind
from bot.store.states import TO_SEND, SendState
from bot.store.tables import (
    appointment,
    approval,
    contact_import,
    do_not_text,
    past_decision,
    send,
    verification,
)

_BUSY: Final = sorted({*TO_SEND, SendState.SCHEDULED_AT_SMSIT})
_SINGLE: Final = sorted(SINGLE)


@dataclass(frozen=True, slots=True)
class Holding:
    """Something of people that rows of a table hold: which rows, and what empties them.

    ``key`` tells the rows apart. ``since`` is the time they are old from, the later of the two with
    ``also_since``; ``holds`` what is true of a row that has something to be emptied and may be. Without
    ``emptied`` values the row is deleted.
    """

    table: Table
    key: Column[str]
    since: Column[Any]
    holds: ColumnElement[bool]
    emptied: Mapping[str, Any] | None = field(default=None)
    also_since: Column[Any] | None = None

    def forget(self, conn: Connection, before: datetime, after: str, limit: int) -> tuple[str, ...]:
        """Empty up to ``limit`` rows that are older than ``before``; return their keys, in order.

        It looks at those whose key comes behind ``after``, so that a whole table is gone through once.
        """
        times = [each for each in (self.since, self.also_since) if each is not None]
        old = and_(*(each < before for each in times), self.holds)
        some = select(self.key).where(self.key > after, old).order_by(self.key).limit(limit)
        keys = tuple(map(str, conn.execute(some).scalars()))
        if keys:
            mine = and_(self.key.in_(keys), old)  # nobody touched it meanwhile
            change = delete(self.table) if self.emptied is None else update(self.table).values(self.emptied)
            lock_order.change(conn, change.where(mine))
        return keys


SENDS: Final = Holding(
    send,
    send.c.id,
    send.c.updated_at,
    and_(
        send.c.kind.in_(_SINGLE),
        send.c.state.not_in(_BUSY),
        or_(
            send.c.to_number != "",
            send.c.to_phone != "",
            send.c.to_name.is_not(None),
            send.c.evidence.is_not(None),
        ),
    ),
    {
        "to_number": "",
        "to_phone": "",
        "to_name": None,
        "outcome_sentence": None,
        "report_status": None,
        "report_error": None,
        "pending_values": None,
        "hold_sentence": None,
        "evidence": None,
    },
)
"""Whom texts to one person, rows of lists among them, went to. What SMS-iT said of one may name them too."""
CODES: Final = Holding(
    verification,
    verification.c.send_id,
    verification.c.created_at,
    and_(
        verification.c.state.not_in(("making", "open", "checking")),
        or_(verification.c.number != "", verification.c.phone != "", verification.c.purpose != ""),
    ),
    {"number": "", "phone": "", "purpose": "", "code_hash": None},
)
"""Who was verified, and what for."""
LIST_FILES: Final = Holding(
    send,
    send.c.id,
    send.c.updated_at,
    and_(send.c.kind == SendKind.LIST.value, send.c.state.not_in(_BUSY), send.c.to_name.is_not(None)),
    {"to_name": None},
)
"""What the files of lists were called."""
IMPORT_FILES: Final = Holding(
    contact_import,
    contact_import.c.id,
    contact_import.c.updated_at,
    and_(contact_import.c.state.in_(("cancelled", "done")), contact_import.c.file_name != ""),
    {"file_name": "", "source": None},
)
"""What the files of imports were called, and where Slack keeps them."""
REQUESTS: Final = Holding(
    approval,
    approval.c.send_id,
    approval.c.asked_at,
    and_(
        approval.c.fingerprint != "",
        approval.c.send_id.in_(
            select(send.c.id).where(send.c.kind == SendKind.LIST.value, send.c.state.not_in(_BUSY))
        ),
    ),
    EMPTIED["approval"],
)
"""What approvers were asked about lists: what their files were called stands in it."""
REASONS: Final = Holding(
    do_not_text,
    do_not_text.c.number,
    do_not_text.c.added_at,
    and_(do_not_text.c.removed_at.is_(None), do_not_text.c.reason != ""),
    {"reason": ""},
)
"""Why numbers are on the do-not-text list. They stay on it."""
REJECTED: Final = Holding(
    approval,
    approval.c.send_id,
    approval.c.decided_at,
    and_(approval.c.decision == "rejected", approval.c.reason.is_not(None)),
    {"reason": None},
)
"""Why requests were rejected: what was written may name somebody. Who rejected them, and when, stays."""
REJECTED_BEFORE: Final = Holding(
    past_decision,
    past_decision.c.send_id,
    past_decision.c.decided_at,
    past_decision.c.reason.is_not(None),
    {"reason": None},
)
"""The same of rounds before."""
TAKEN_OFF: Final = Holding(
    do_not_text, do_not_text.c.number, do_not_text.c.removed_at, do_not_text.c.removed_at.is_not(None)
)
"""Numbers that were taken off the do-not-text list."""
APPOINTMENTS: Final = Holding(
    appointment,
    appointment.c.id,
    appointment.c.at,
    or_(appointment.c.number != "", appointment.c.phone != "", appointment.c.name.is_not(None)),
    {"number": "", "phone": "", "name": None, "confirmation_text": None, "reminder_text": None},
    also_since=appointment.c.updated_at,
)
"""Whom appointments were with."""
