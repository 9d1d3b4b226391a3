"""What may have happened after a backup was made, and must not happen again once it is restored.

A text that waited then may have gone out since. Nobody can tell, so a person decides: it is *unknown*. What
goes out in many steps, or waited for an approval, is cancelled. What waits for a time that is still ahead
stays as it is, for nothing but a person could have had it sent before, changed or cancelled; where that can't
be ruled out it asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any, Final

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.records import other_settlements
from bot.records.changes import changed, is_in, outdate, portions
from bot.records.other_settlements import RESTORED
from bot.store import audit
from bot.store.audit import Event
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import unrecorded
from bot.store.sends.model import NO_EVIDENCE, NO_HOLD, SendKind, held
from bot.store.series import BOT
from bot.store.states import SendState
from bot.store.tables import send, series

SENTENCE: Final = "The bot's records were restored from a backup, so it may have been sent since."
HELD: Final = "restored"
"""The hold code of what was scheduled then, and asks now."""
_S = SendState


class What(StrEnum):
    """What was changed, in the order it is told."""

    UNKNOWN = auto()
    CANCELLED = auto()
    ROWS = auto()
    SERIES = auto()
    ASKING = auto()
    CALLS = auto()
    ADDITIONS = auto()
    IMPORTS = auto()
    CODES = auto()
    OFFERS = auto()
    DRAFTS = auto()
    STEPS = auto()
    BIRTHDAYS = auto()


Settled = Mapping[What, int]
"""How much there was of each."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that is scheduled: the beginning of its id, who asked for it, and when it goes (aware UTC)."""

    id: str
    user_id: str
    send_at: datetime


def settle(
    conn: Connection,
    made_at: datetime,
    attempted: Mapping[str, str],
    now: datetime,
    *,
    hold: bool,
    changed_since: Collection[str] = (),
) -> Settled:
    """Leave to people what may have happened between ``made_at`` and now. Times are aware UTC.

    ``attempted`` is what the journal of attempts knows. With ``hold`` what is scheduled asks before it goes,
    without only what is known to have been ``changed_since``.
    """
    rows = _cancel_rows(conn, now)
    cancelled = _cancel(conn, now)
    asking = None if hold else frozenset(changed_since)
    paused = _pause_series(conn, now, asking)
    unknown = _make_unknown(conn, made_at, now) + unrecorded.make_unknown(conn, attempted, now=now)
    return {
        What.UNKNOWN: unknown,
        What.CANCELLED: cancelled,
        What.ROWS: rows,
        What.SERIES: paused,
        What.ASKING: _hold(conn, now, asking),
        What.CALLS: other_settlements.calls(conn, now),
        What.ADDITIONS: other_settlements.additions(conn, now),
        What.IMPORTS: other_settlements.imports(conn, now),
        What.CODES: other_settlements.codes(conn, now),
        What.OFFERS: other_settlements.offers(conn, now),
        What.DRAFTS: other_settlements.drafts(conn, now),
        What.STEPS: other_settlements.steps(conn, now),
        What.BIRTHDAYS: other_settlements.birthday_days(conn, now),
    }


def waiting(conn: Connection) -> tuple[Waiting, ...]:
    """Return what is scheduled here, the earliest first."""
    query = select(send.c.id, send.c.user_id, send.c.send_at).where(_SCHEDULED, send.c.hold_code.is_(None))
    return tuple(
        Waiting(row.id, row.user_id, row.send_at) for row in conn.execute(query.order_by(send.c.send_at))
    )


def is_covered(conn: Connection, attempted: Mapping[str, str]) -> bool:
    """Tell whether the journal of attempts holds everything since the backup was made.

    It forgets its oldest lines only. So as soon as it knows of an attempt that is in the backup too, it
    knows of all later ones; with no attempts in the backup nobody can tell.
    """
    for ids in portions(tuple(attempted)):
        for row in conn.execute(select(send.c.id, send.c.token).where(send.c.id.in_(ids))):
            if row.token is not None and attempted[row.id] == row.token:
                return True
    return False


def count_series(conn: Connection) -> int:
    """Count the series that go on here by themselves."""
    return int(conn.execute(select(func.count()).select_from(series).where(_COMING)).scalar_one())


_COMING: Final = and_(series.c.next_at.is_not(None), series.c.paused_by.is_(None))
_SCHEDULED: Final = and_(send.c.state == _S.SCHEDULED.value, send.c.parent_id.is_(None))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(send.c.state == _S.SCHEDULED.value, or_(send.c.send_at <= now, send.c.send_at.is_(None)))


def _cancel_rows(conn: Connection, now: datetime) -> int:
    """Cancel the rows that no list sends any more: those of a list that waits for its time are still sent."""
    lists = select(send.c.id).where(
        send.c.kind == SendKind.LIST.value, or_(send.c.state != _S.SCHEDULED.value, _is_due(now))
    )
    mine = and_(is_in(send, _S.DRAFT, _S.QUEUED), send.c.parent_id.in_(lists))
    return conn.execute(update(send).where(mine).values(state=_S.CANCELLED.value, updated_at=now)).rowcount


def _cancel(conn: Connection, now: datetime) -> int:
    of_list = and_(
        send.c.kind == SendKind.LIST.value, or_(is_in(send, _S.QUEUED, _S.RUNNING, _S.PAUSED), _is_due(now))
    )
    which = or_(of_list, and_(is_in(send, _S.AWAITING_APPROVAL), send.c.risked == 0))
    values = {
        "outcome_code": OutcomeCode.RESTORED.value,
        "outcome_sentence": RESTORED,
        "decided_by": None,
        **NO_HOLD,
        "updated_at": now,
    }
    return _move(conn, which, _S.CANCELLED, values, now)


def _make_unknown(conn: Connection, made_at: datetime, now: datetime) -> int:
    """Have a person decide about what may have gone out. What was risked before may have too, if refused."""
    which = or_(
        is_in(send, _S.QUEUED, _S.ATTEMPTING),
        _is_due(now),
        and_(is_in(send, _S.AWAITING_APPROVAL), send.c.risked > 0),
        and_(is_in(send, _S.DRAFT), send.c.series_id.is_not(None)),  # a date that was just being made
    )
    values = {
        "outcome_code": OutcomeCode.RESTORED.value,
        "outcome_sentence": SENTENCE,
        **NO_EVIDENCE,
        **NO_HOLD,
        "attempting_at": func.coalesce(send.c.attempting_at, made_at),
        "updated_at": now,
    }
    return _move(conn, which, _S.UNKNOWN, values, now)


def _hold(conn: Connection, now: datetime, only: Collection[str] | None) -> int:
    """Have scheduled texts ask before they go, all of them or ``only`` these."""
    every = and_(_SCHEDULED, send.c.hold_code.is_(None))
    which = every if only is None else and_(every, send.c.id.in_(only))
    values = {**held(HELD, SENTENCE), "updated_at": now}
    ids = changed(conn, send, which, values)
    for send_id in ids:
        audit.note(conn, Event.HELD, send_id, at=now, facts={"hold_code": HELD})
    outdate(conn, ids)
    return len(ids)


def _pause_series(conn: Connection, now: datetime, only: Collection[str] | None) -> int:
    """Pause series, all of them or those of which a date passed, and ``only`` these."""
    passed = series.c.next_at <= now
    which = _COMING if only is None else and_(_COMING, or_(passed, series.c.send_id.in_(only)))
    query = update(series).where(which).values(paused_by=BOT, why=RESTORED).returning(series.c.send_id)
    ids = tuple(map(str, conn.execute(query).scalars()))
    audit.note_all(conn, Event.SERIES_PAUSED, ids, at=now)
    outdate(conn, ids)
    return len(ids)


def _move(
    conn: Connection, which: ColumnElement[bool], to: SendState, values: Mapping[str, Any], now: datetime
) -> int:
    ids = changed(conn, send, which, {**values, "state": to.value})
    for send_id in ids:
        audit.note(conn, to, send_id, at=now, facts={"outcome_code": OutcomeCode.RESTORED.value})
    outdate(conn, ids)
    for some in portions(ids):  # a row has no message of its own
        own = select(send.c.parent_id).where(send.c.id.in_(some), send.c.parent_id.is_not(None)).distinct()
        outdate(conn, tuple(map(str, conn.execute(own).scalars())))
    return len(ids)
