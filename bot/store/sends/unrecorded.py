"""Sends of which the database lost that they were attempted: what the journal of attempts knows of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from bot.store import audit, messages
from bot.store.states import WAITING, SendState
from bot.store.tables import send

CODE: Final = "unrecorded"
"""The outcome code of a send whose attempt the database lost."""
SENTENCE: Final = "The bot's records of it were damaged, or restored from a backup."
_PORTION: Final = 500
_TO_GO: Final = tuple(state.value for state in (*WAITING, SendState.DRAFT))


def make_unknown(conn: Connection, latest: Mapping[str, str], *, now: datetime) -> int:
    """Make unknown what would go out though an attempt of it is known that the database isn't told of.

    `latest` are the tokens of the newest attempts by the ids of the sends. It may have gone out, so a person
    decides. Returns how many there were.
    """
    lost = [found for ids in _portions(latest) for found in _lost(conn, ids, latest)]
    for send_id, parent_id in lost:
        values = {
            "state": SendState.UNKNOWN.value,
            "token": latest[send_id],
            "attempting_at": now,
            "outcome_code": CODE,
            "outcome_sentence": SENTENCE,
            "evidence": None,
            "updated_at": now,
        }
        conn.execute(update(send).where(send.c.id == send_id).values(values))
        audit.note(conn, SendState.UNKNOWN, send_id, at=now, facts={"outcome_code": CODE})
        messages.outdate(conn, (parent_id or send_id,))
    return len(lost)


def _portions(latest: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    ids = tuple(latest)
    return (ids[first : first + _PORTION] for first in range(0, len(ids), _PORTION))


def _lost(conn: Connection, ids: tuple[str, ...], latest: Mapping[str, str]) -> list[tuple[str, str | None]]:
    waiting = select(send.c.id, send.c.parent_id, send.c.token)
    rows = conn.execute(waiting.where(send.c.id.in_(ids), send.c.state.in_(_TO_GO)))
    return [(row.id, row.parent_id) for row in rows if row.token != latest[row.id]]
