"""Times that lie further ahead than anything ever sets them: the clock ran ahead, and was set back since.

A lease of a minute that was taken while the clock stood a day ahead would keep a message from being drawn for
that day. One rule holds for whatever keeps something from being done until its time: further ahead than its
own length it means nothing, and counts from now.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, and_, bindparam, select, update
from sqlalchemy.sql.elements import ColumnElement, TextClause

from bot.store import (
    follow_ups,
    free_times,
    lock_order,
    message_claims,
    tables,
    verifications,
    workflow_steps,
)
from bot.store.dialects import is_any
from bot.store.looks import Looks, look
from bot.texting.clock import DRIFT

_NOTHING: Final = timedelta()


@dataclass(frozen=True, slots=True)
class _Rule:
    """A column of times of which none lies further ahead than ``longest``; ``where`` uses an index.

    One that does is emptied, or becomes the present where the row needs a time.
    """

    table: Table
    column: str
    where: ColumnElement[bool] | TextClause
    longest: timedelta
    is_emptied: bool = False

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return f"{self.table.name}_{self.column}_latest"

    @property
    def ahead(self) -> timedelta:
        """How far ahead the latest time lies that may stand in the column."""
        return self.longest + DRIFT

    @property
    def beyond(self) -> ColumnElement[bool]:
        """The condition for the rows that are wrong; the latest time goes by the rule's name."""
        time: Column[Any] = self.table.c[self.column]
        return and_(self.where, time > bindparam(self.name))


_ATTEMPTED: Final = tables.contact_import_row.c.import_id.in_(
    select(tables.contact_import.c.id).where(tables.IS_IMPORT_OPEN)
)
_RULES: Final = (
    _Rule(tables.message, "lease_until", tables.IS_DIRTY, message_claims.LEASE, is_emptied=True),
    _Rule(tables.message, "not_before", tables.IS_DIRTY, message_claims.LONGEST_WAIT, is_emptied=True),
    _Rule(tables.follow_up, "lease_until", follow_ups.IS_RANKED, follow_ups.LEASE, is_emptied=True),
    _Rule(tables.follow_up, "due_at", follow_ups.IS_RANKED, follow_ups.PAUSES[-1]),
    _Rule(tables.verification, "expires_at", tables.IS_OPEN, verifications.LONGEST),
    _Rule(tables.verification, "opens_until", tables.IS_OPENING, verifications.LONGEST, is_emptied=True),
    _Rule(tables.alert, "since", tables.IS_OPEN_ALERT, _NOTHING),
    _Rule(tables.alert, "clear_since", tables.IS_OPEN_ALERT, _NOTHING, is_emptied=True),
    _Rule(tables.send, "attempting_at", tables.IS_ATTEMPTING, _NOTHING),
    _Rule(tables.send, "last_look_at", tables.IS_UNKNOWN, _NOTHING),
    _Rule(tables.send, "looking_since", tables.IS_UNKNOWN, _NOTHING, is_emptied=True),
    _Rule(
        tables.send,
        "updated_at",
        and_(tables.IS_LIST, is_any(tables.send.c.state, ("running", "accepted"))),
        _NOTHING,
    ),
    _Rule(tables.appointment_call, "attempting_at", tables.IS_PENDING, _NOTHING),
    _Rule(tables.appointment_call, "updated_at", tables.IS_PENDING, _NOTHING),
    _Rule(tables.free_time, "next_at", tables.IS_OFFERED, free_times.PAUSE),
    _Rule(tables.workflow_step, "not_before", tables.IS_STEP_OPEN, workflow_steps.LONGEST_WAIT),
    _Rule(tables.workflow_step, "created_at", tables.IS_STEP_OPEN, _NOTHING),
    _Rule(tables.workflow_step, "updated_at", tables.IS_STEP_OPEN, _NOTHING),
    _Rule(tables.contact_addition, "updated_at", tables.IS_BEING_ADDED, _NOTHING),
    _Rule(tables.contact_import, "updated_at", tables.IS_IMPORT_OPEN, _NOTHING),
    _Rule(
        tables.contact_import_row,
        "attempting_at",
        and_(_ATTEMPTED, tables.contact_import_row.c.state == "attempting"),
        _NOTHING,
    ),
)
AHEAD: Final = look(
    *(select(rule.table).where(rule.beyond) for rule in _RULES), **{rule.name: -rule.ahead for rule in _RULES}
)
"""Whether :func:`bring_back` finds anything."""
_ANY: Final = Looks({"ahead": AHEAD})


def any_ahead(conn: Connection, now: datetime) -> bool:
    """Say whether :func:`bring_back` would find anything."""
    return bool(_ANY.due(conn, now))


def bring_back(conn: Connection, now: datetime) -> int:
    """Have whatever waits for a time that is too far ahead count from `now`. Returns how many.

    An attempt that began ahead of the clock began now: it has its whole time once more, because nobody can
    say how much of it is over.
    """
    return sum(
        lock_order.change(
            conn,
            update(rule.table).where(rule.beyond).values({rule.column: None if rule.is_emptied else now}),
            {rule.name: now + rule.ahead},
        ).rowcount
        for rule in _RULES
    )
