"""Sends of which the database lost that they were attempted, changed or called off, as the journal knows."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from bot.store import audit, messages
from bot.store.audit import Event
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.model import NO_EVIDENCE, NO_HOLD, SendKind
from bot.store.series import BOT
from bot.store.states import WAITING, SendState
from bot.store.tables import send, series

SENTENCE: Final = "The bot's records of it were damaged, or restored from a backup."
_PORTION: Final = 500
_TO_GO: Final = frozenset({*WAITING, SendState.DRAFT})
_OF_LISTS: Final = frozenset({SendState.RUNNING, SendState.PAUSED})
_GOES_ON: Final = _OF_LISTS | {SendState.REPEATING}


def make_unknown(conn: Connection, latest: Mapping[str, str], *, now: datetime) -> int:
    """Keep back what would go out though the journal knows more of it than the database.

    `latest` are the tokens of the newest attempts by the keys of what was attempted, the ids of sends among
    them. A text may have gone out, or was not to go out as it is: a person decides. A list was called off,
    and is cancelled; a series is paused. Returns how many there were.
    """
    lost = [found for ids in _portions(latest) for found in _lost(conn, ids, latest)]
    for row in lost:
        if row.state == SendState.REPEATING.value:
            _pause(conn, row.id, latest[row.id], now)
            continue
        is_list = row.kind == SendKind.LIST.value or row.state in _OF_LISTS
        to = SendState.CANCELLED if is_list else SendState.UNKNOWN
        values: dict[str, object] = {
            "state": to.value,
            "token": latest[row.id],
            "outcome_code": OutcomeCode.UNRECORDED.value,
            "outcome_sentence": SENTENCE,
            "updated_at": now,
            **NO_HOLD,
        }
        if to is SendState.UNKNOWN:
            values |= {"attempting_at": now, **NO_EVIDENCE}
        conn.execute(update(send).where(send.c.id == row.id).values(values))
        audit.note(conn, to, row.id, at=now, facts={"outcome_code": OutcomeCode.UNRECORDED.value})
        messages.outdate(conn, (row.parent_id or row.id,))
    return len(lost)


def _pause(conn: Connection, send_id: str, token: str, now: datetime) -> None:
    """Pause a series that was stopped, or changed: its owner looks at it."""
    conn.execute(update(series).where(series.c.send_id == send_id).values(paused_by=BOT, why=SENTENCE))
    conn.execute(update(send).where(send.c.id == send_id).values(token=token))
    audit.note(conn, Event.SERIES_PAUSED, send_id, at=now)
    messages.outdate(conn, (send_id,))


def _portions(latest: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    ids = tuple(latest)
    return (ids[first : first + _PORTION] for first in range(0, len(ids), _PORTION))


def _lost(conn: Connection, ids: tuple[str, ...], latest: Mapping[str, str]) -> list[Any]:
    states = [state.value for state in _TO_GO | _GOES_ON]
    rows = conn.execute(
        select(send.c.id, send.c.parent_id, send.c.token, send.c.state, send.c.kind).where(
            send.c.id.in_(ids), send.c.state.in_(states)
        )
    )
    return [row for row in rows if row.token != latest[row.id]]
