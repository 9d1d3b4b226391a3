"""Every move of a send. A state changes here and nowhere else, one UPDATE each, along `MOVES` only.

What is written of one that does not move is in `annotations`.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import cast
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from bot.store import attempt_journal, audit, lock_order, messages
from bot.store.dialects import insert_or_ignore, is_any
from bot.store.prepared import Prepared
from bot.store.sends.model import NewSend, Send, from_row
from bot.store.states import GOING, SILENT, SendState, sources
from bot.store.tables import follow_up, message, send
from bot.store.tables.aliases import alias

_NOTED_OTHERWISE = frozenset({SendState.AWAITING_APPROVAL, SendState.REJECTED, SendState.EXPIRED})
"""Moves that come with a request for approval or its end, which say more."""
_CALLED_OFF = frozenset({SendState.CANCELLED, SendState.ENDED, SendState.REJECTED, SendState.UNKNOWN})
"""Moves by which what waited does not go out: it must not wait again where the database loses them."""
_FACTS = ("attempting_at", "hold_code", "outcome_code", "quiet_override", "risked", "wave")
"""Columns whose new values are written down with a move."""


def insert_draft(conn: Connection, new: NewSend, *, now: datetime) -> Send:
    """Record what was asked for as a draft, or return the send that already has this key, unchanged."""
    values = asdict(new) | {
        "id": uuid4().hex,
        "state": SendState.DRAFT.value,
        "kind": new.kind.value,
        "held_by": new.held_by.value,
        "appointment_text": new.appointment_text and new.appointment_text.value,
        "created_at": now,
        "updated_at": now,
        "ends_at": _end(new),
    }
    inserted = conn.execute(insert_or_ignore(conn, send).returning(send.c.id), values).scalar()
    if inserted is not None and new.parent_id is None:
        conn.execute(insert(message), {"subject_id": inserted})
    return from_row(conn.execute(select(send).where(send.c.key == new.key)).one())


def _end(new: NewSend) -> datetime | None:
    until = None if new.recurrence is None else new.recurrence.get("until")
    return datetime.fromisoformat(str(until)) if until else None


def move(
    conn: Connection,
    send_id: str,
    to: SendState,
    *,
    now: datetime,
    only_from: SendState | None = None,
    **values: object,
) -> bool:
    """Move a send to `to`, writing `values` (columns) with it. False when the state it is in forbids that.

    `only_from` is the state the caller has seen: when somebody was quicker, nothing moves. Whoever
    enqueues with the move says it, and enqueues only when it moved. Moves into and out of an attempt have
    functions of their own: they need the attempt's token.
    """
    if to is SendState.ATTEMPTING:
        raise ValueError("an attempt begins with claim()")
    allowed = sources(to) - {SendState.ATTEMPTING}
    if only_from is not None:
        allowed &= {only_from}
    if to not in _CALLED_OFF:
        return _move(conn, send_id, to, allowed, values | {"updated_at": now})
    token = uuid4().hex
    moved = _move(conn, send_id, to, allowed, values | {"token": token, "updated_at": now})
    if moved:
        attempt_journal.note(conn, send_id, token)
    return moved


def hold_back(conn: Connection, send_id: str, asks: Mapping[str, object], *, now: datetime) -> bool:
    """Take a queued send out of the queue, and ask a person. `asks` are the columns of its hold."""
    return move(conn, send_id, SendState.SCHEDULED, now=now, only_from=SendState.QUEUED, **asks)


def move_many(
    conn: Connection, send_ids: Collection[str], to: SendState, *, now: datetime, **values: object
) -> None:
    """Do as :func:`move` for many sends, with the same `values`; those whose state forbids it stay."""
    allowed = sources(to) - {SendState.ATTEMPTING}
    token = uuid4().hex if to in _CALLED_OFF else None
    told = values if token is None else {**values, "token": token}
    moved = lock_order.change(
        conn,
        update(send)
        .where(send.c.id.in_(send_ids), send.c.state.in_([state.value for state in allowed]))
        .values(**told, state=to.value, updated_at=now)
        .returning(send.c.id),
    )
    ids = tuple(moved.scalars())
    for each in ids if token else ():
        attempt_journal.note(conn, each, str(token))
    audit.note_all(conn, to.value, ids, at=now)
    if ids and to not in SILENT:
        mark_dirty(conn, ids)


def requeue(conn: Connection, send_id: str, *, wave: int, now: datetime) -> int | None:
    """Set a queued send going once more, which was in `wave`: its job may be lost, or is to wait.

    Returns the wave to enqueue it in, or None when it is queued no longer, or was looked after.
    """
    still = (send.c.id == send_id, send.c.state == SendState.QUEUED.value, send.c.wave == wave)
    counted = {"wave": send.c.wave + 1, "updated_at": now}
    found = conn.execute(update(send).where(*still).values(counted).returning(send.c.wave)).scalar()
    return None if found is None else int(found)


def claim(
    conn: Connection, send_id: str, *, token: str, now: datetime, limit_seconds: int, wave: int | None = None
) -> Send | None:
    """Take a queued send for one attempt and return it. None: somebody has it, and it must not be sent.

    `limit_seconds` is the longest the request may take; the sweeper waits that long. With `wave` the send is
    a row, and it is taken only while its list goes on in that wave. Commit before the call.
    """
    values = {
        "state": SendState.ATTEMPTING.value,
        "token": token,
        "attempting_at": now,
        "attempt_limit_seconds": limit_seconds,
        "updated_at": now,
        "this_send": send_id,
    }
    statement = _claiming(is_row=wave is not None)
    row = statement.row(conn, values if wave is None else values | {"this_wave": wave})
    return None if row is None else from_row(row)


def record(
    conn: Connection,
    send_id: str,
    *,
    token: str,
    to: SendState,
    now: datetime,
    is_row: bool = False,
    **values: object,
) -> bool:
    """Write an attempt's outcome where `token` is still its own; a late answer may mend `unknown`.

    False when another attempt has the row by now, or a person has decided. `is_row`: it is a row of a list,
    and has no message to draw again.
    """
    open_states = sources(to) & {SendState.ATTEMPTING, SendState.UNKNOWN}
    told = values | {"updated_at": now}
    return _move(conn, send_id, to, open_states, told, token=token, has_message=not is_row)


def put_back(conn: Connection, send_id: str, *, token: str, now: datetime, **values: object) -> bool:
    """Return a send to the queue after an attempt that provably sent nothing.

    Counts it in `attempts`, and sets it going in the next `wave`.
    """
    is_attempting = frozenset({SendState.ATTEMPTING})
    return _move(conn, send_id, SendState.QUEUED, is_attempting, values | {"updated_at": now}, token=token)


def supersede_older(conn: Connection, phone: str, *, before: datetime, now: datetime) -> tuple[str, ...]:
    """End the following of accepted texts to a phone whose attempt began before `before`; return their ids.

    `phone` is the one form of a number. The contact report speaks of the latest text to a number, so nothing
    more can be learned of older ones.
    """
    told = {"this_phone": phone, "this_moment": before, "updated_at": now}
    ids = tuple(send_id for (send_id,) in _SUPERSEDE.rows(conn, told))
    audit.note_all(conn, SendState.SUPERSEDED.value, ids, at=now)
    if ids:
        lock_order.change(conn, delete(follow_up).where(follow_up.c.send_id.in_(ids)))
        mark_dirty(conn, ids)
    return ids


def mark_dirty(conn: Connection, send_ids: Collection[str]) -> None:
    """Ask for the Slack messages of these sends to be drawn again."""
    messages.outdate(conn, send_ids)


def _move(
    conn: Connection,
    send_id: str,
    to: SendState,
    allowed: frozenset[SendState],
    values: dict[str, object],
    *,
    token: str | None = None,
    has_message: bool = True,
) -> bool:
    # The columns to set are the parameters' names, so the statements themselves never change.
    statement = _statement(allowed, is_own=token is not None, is_put_back=to is SendState.QUEUED)
    told = values | {"state": to.value, "this_send": send_id, "this_token": token}
    moved = statement.count(conn, told) == 1
    if moved and to not in _NOTED_OTHERWISE:
        _note(conn, send_id, to, values)
    if moved and has_message and to not in SILENT:
        messages.outdate_one(conn, send_id)
    return moved


def _note(conn: Connection, send_id: str, to: SendState, values: dict[str, object]) -> None:
    """Write down a move: who decided it, and those of the columns that say something of it."""
    by, at = values.get("decided_by"), cast("datetime", values["updated_at"])
    facts = {name: audit.fact(values[name]) for name in _FACTS if name in values}
    audit.note(conn, to.value, send_id, at=at, by=None if by is None else str(by), facts=facts)


@cache
def _statement(allowed: frozenset[SendState], *, is_own: bool, is_put_back: bool) -> Prepared:
    """Build the UPDATE once: on the way of every submit, building it costs more than running it."""
    states = ", ".join(f"'{state.value}'" for state in sorted(allowed)) or "NULL"
    statement = update(send).where(send.c.id == bindparam("this_send"), text(f"state IN ({states})"))
    if is_own:
        statement = statement.where(send.c.token == bindparam("this_token"))
    if is_own and is_put_back:
        statement = statement.values(attempts=send.c.attempts + 1, wave=send.c.wave + 1)
    return Prepared(statement)


@cache
def _claiming(*, is_row: bool) -> Prepared:
    states = ", ".join(f"'{state.value}'" for state in sorted(sources(SendState.ATTEMPTING)))
    statement = update(send).where(send.c.id == bindparam("this_send"), text(f"state IN ({states})"))
    if is_row:
        parent = alias("parent", send.c.id, send.c.state, send.c.wave)
        goes_on = (
            select(parent.c.id)
            .where(
                parent.c.id == send.c.parent_id,
                is_any(parent.c.state, GOING),
                parent.c.wave == bindparam("this_wave"),
            )
            .correlate(send)
        )
        statement = statement.where(goes_on.exists())
    return Prepared(statement.returning(*send.c))


_SUPERSEDING = (
    update(send)
    .where(
        send.c.to_phone == bindparam("this_phone"),
        text(f"state = '{SendState.ACCEPTED.value}'"),
        send.c.attempting_at < bindparam("this_moment"),
    )
    .values(state=SendState.SUPERSEDED.value)
    .returning(send.c.id)
)
_SUPERSEDE = Prepared(_SUPERSEDING, on_server=lock_order.ordered(_SUPERSEDING))
