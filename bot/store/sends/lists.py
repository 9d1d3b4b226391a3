"""Lists as a whole: which there are in a state, and how their rows stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store import messages
from bot.store.dialects import is_any
from bot.store.looks import Look, look
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import unknown_rows
from bot.store.sends.model import Send, from_row
from bot.store.sends.rows import NO_LINE
from bot.store.states import SendState
from bot.store.tables import IS_LIST, IS_RESERVED, send

ENDED_UNSENT: Final = (
    SendState.CANCELLED,
    SendState.REJECTED,
    SendState.EXPIRED,
    SendState.REFUSED,
    SendState.ENDED,
)
"""States in which a list ends without its rows having had their turn."""


MOST_KNOWN: Final = 100
"""Rows of unknown outcome whose evidence a message of a list counts."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Rows of unknown outcome: how many, when the newest of them became so, and what is known of some."""

    count: int
    newest: datetime | None
    looked_into: tuple[unknown_rows.Looked, ...] = field(default=(), repr=False)


def under_way(conn: Connection, state: SendState = SendState.RUNNING) -> tuple[Send, ...]:
    """Return the lists that are running, or paused."""
    return tuple(from_row(row) for row in conn.execute(_UNDER_WAY, {"wanted": state.value}))


_UNDER_WAY: Final = select(send).where(IS_RESERVED, send.c.state == bindparam("wanted"), IS_LIST)


def in_states(conn: Connection, states: Iterable[SendState], *, since: datetime) -> tuple[Send, ...]:
    """Return the lists in these states that have changed since then."""
    wanted = [state.value for state in states]
    return tuple(from_row(row) for row in conn.execute(_IN_STATES, {"wanted": wanted, "since": since}))


_IN_STATES: Final = select(send).where(
    IS_LIST,
    send.c.state.in_(bindparam("wanted", type_=send.c.state.type, expanding=True)),
    send.c.updated_at > bindparam("since", type_=send.c.updated_at.type),
)


def looked_after(stopped: timedelta, unsent: timedelta) -> Look:
    """Return whether the clock has a list to look after.

    One that runs, is paused or was sent, whenever that was; one cancelled less than ``stopped`` ago, or ended
    without its rows having had their turn less than ``unsent`` ago.
    """
    going = (SendState.RUNNING.value, SendState.PAUSED.value)
    ended = is_any(send.c.state, [state.value for state in ENDED_UNSENT])
    return look(
        select(send).where(IS_RESERVED, is_any(send.c.state, going), IS_LIST),
        select(send).where(IS_LIST, is_any(send.c.state, [SendState.ACCEPTED.value])),
        select(send).where(
            IS_LIST,
            is_any(send.c.state, [SendState.CANCELLED.value]),
            send.c.updated_at > bindparam("stopped_since"),
        ),
        select(send).where(IS_LIST, ended, send.c.updated_at > bindparam("unsent_since")),
        stopped_since=stopped,
        unsent_since=unsent,
    )


def standing(conn: Connection, list_id: str) -> tuple[SendState, int] | None:
    """Return the state of a list and its wave, or None when there is no such list. Asked before each text."""
    found = conn.execute(_STANDING, {"wanted": list_id}).one_or_none()
    return None if found is None else (SendState(str(found[0])), int(found[1]))


_STANDING: Final = select(send.c.state, send.c.wave).where(send.c.id == bindparam("wanted"))


def next_wave(conn: Connection, list_id: str, now: datetime) -> int | None:
    """Count a list that is being sent as set going once more; None when it is not being sent."""
    going = send.c.state.in_([SendState.RUNNING.value, SendState.ACCEPTED.value])
    counted = update(send).where(send.c.id == list_id, going)
    values = {"wave": send.c.wave + 1, "updated_at": now}
    found = conn.execute(counted.values(values).returning(send.c.wave)).scalar()
    return None if found is None else int(found)


def counts(conn: Connection, list_id: str) -> Mapping[SendState, int]:
    """Count the rows of a list by state, those left out before anything was sent not among them."""
    by_state = select(send.c.state, func.count()).where(send.c.parent_id == list_id).group_by(send.c.state)
    found = {SendState(str(state)): int(count) for state, count in conn.execute(by_state)}
    refused = found.get(SendState.REFUSED, 0)
    if refused:
        found[SendState.REFUSED] = refused - rejected_count(conn, list_id)
    return {state: count for state, count in found.items() if count}


def has_lines(conn: Connection, list_id: str) -> bool:
    """Tell whether the rows of a list stand in lines; people of the contacts do not."""
    first = select(send.c.line).where(send.c.key == f"{list_id}:1")  # as the first one, so all of them
    return conn.execute(first).scalar() != NO_LINE


def rejected_count(conn: Connection, list_id: str) -> int:
    """Count the rows that were left out before anything was sent."""
    return int(conn.execute(select(func.count()).where(*_refused(list_id), _is_rejected())).scalar_one())


def rejected_reasons(conn: Connection, list_id: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Count the rows that were left out by their reason, the most frequent first."""
    often = func.count()
    query = (
        select(send.c.outcome_sentence, often)
        .where(*_refused(list_id), _is_rejected())
        .group_by(send.c.outcome_sentence)
        .order_by(often.desc(), send.c.outcome_sentence)
        .limit(limit)
    )
    return tuple((str(sentence or ""), int(count)) for sentence, count in conn.execute(query))


def rejected(conn: Connection, list_id: str, limit: int) -> tuple[tuple[int, str], ...]:
    """Return line and reason of the first rows that were left out."""
    first = select(send.c.line, send.c.outcome_sentence).where(*_refused(list_id), _is_rejected())
    found = conn.execute(first.order_by(send.c.line, send.c.id).limit(limit))
    return tuple((int(line or 0), str(sentence or "")) for line, sentence in found)


def refusals(conn: Connection, list_id: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Count the refusals of a list by their code and return a sentence for each, the most frequent first."""
    often, sentence = func.count(), func.min(send.c.outcome_sentence)
    query = (
        select(sentence, often)
        .where(*_refused(list_id), send.c.outcome_code.is_distinct_from(OutcomeCode.LEFT_OUT.value))
        .group_by(send.c.outcome_code)
        .order_by(often.desc(), send.c.outcome_code)
        .limit(limit)
    )
    return tuple((str(text or ""), int(count)) for text, count in conn.execute(query))


def unknown(conn: Connection, list_id: str) -> Unknown:
    """Return what there is to say about the rows of unknown outcome."""
    own = (send.c.parent_id == list_id, send.c.state == SendState.UNKNOWN.value)
    query = select(func.count(), func.max(send.c.updated_at)).where(*own)
    count, newest = conn.execute(query).one()
    known = unknown_rows.looked_into(conn, list_id, MOST_KNOWN) if count else ()
    return Unknown(int(count), newest, known)


def by_minute(conn: Connection, list_id: str) -> tuple[tuple[str, int], ...]:
    """Count the attempts of a list by the minute (UTC, `2026-11-23T17:00`) in which they began."""
    began = send.c.attempting_at
    minute = (
        func.strftime("%Y-%m-%dT%H:%M", began)
        if conn.dialect.name == "sqlite"
        else func.to_char(func.timezone("UTC", began), 'YYYY-MM-DD"T"HH24:MI')
    ).label("minute")
    query = select(minute, func.count()).where(send.c.parent_id == list_id, began.is_not(None))
    found = conn.execute(query.group_by("minute").order_by("minute"))
    return tuple((str(at), int(count)) for at, count in found)


def heartbeat(conn: Connection, list_id: str, now: datetime, *, details: bool) -> None:
    """Note that a list is being worked on, and have its main message drawn again, or with `details` all."""
    conn.execute(update(send).where(send.c.id == list_id).values(updated_at=now))
    messages.outdate(conn, (list_id,), None if details else Purpose.SEND)


def _refused(list_id: str) -> tuple[ColumnElement[bool], ...]:
    return (send.c.parent_id == list_id, send.c.state == SendState.REFUSED.value)


def _is_rejected() -> ColumnElement[bool]:
    return send.c.outcome_code == OutcomeCode.LEFT_OUT.value
