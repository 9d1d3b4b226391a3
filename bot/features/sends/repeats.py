"""The beginning and the end of a series that is kept here, in the transaction that decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.store import sends, series
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import recurrence, words
from bot.texting.recurrence import Kept

REPLACED_OVER: Final = "The series this was to replace has ended. Write a new one instead."


class Ending(StrEnum):
    """The outcome code of a series that has ended. The values are stored: never rename one."""

    DONE = "series_done"
    STOPPED = "series_stopped"
    REPLACED = "series_replaced"
    FORGOTTEN = "series_forgotten"  # what it sends is no longer stored


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A series that is to be written anew, from the next date (aware) on."""

    send: Send
    kept: Kept
    next_at: datetime


def is_series(send: Send) -> bool:
    """Tell whether a send is a series that is kept here: it goes out as the sends of its dates."""
    return recurrence.load(send.recurrence) is not None


def begin(
    conn: Connection, send: Send, kept: Kept, seen: SendState, values: Mapping[str, Any], now: datetime
) -> None:
    """Begin a series that was confirmed or approved, and end the one it replaces.

    Raises :exc:`UserError` when that one has ended otherwise meanwhile.
    """
    if not sends.move(conn, send.id, SendState.REPEATING, now=now, only_from=seen, **values):
        return
    if kept.replaces and not end(conn, kept.replaces, Ending.REPLACED, now, by=send.user_id):
        raise UserError(REPLACED_OVER)
    series.begin(conn, send.id, next(recurrence.coming(kept, words.zone_or_utc(send.zone), now)))


def end(conn: Connection, series_id: str, why: Ending, now: datetime, *, by: str | None = None) -> bool:
    """End a series: no further date goes out. False when it has ended. ``by`` is a person, if one did it."""
    values: dict[str, Any] = {"outcome_code": why.value, "decided_by": by}
    series.finish(conn, series_id)
    return sends.move(conn, series_id, SendState.ENDED, now=now, **values)
