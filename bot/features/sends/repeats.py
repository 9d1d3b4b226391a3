"""The beginning and the end of a series that is kept here, in the transaction that decides it.

One that still waits for approval is edited as one that goes on is: what is confirmed takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.store import sends, series
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting import recurrence, words
from bot.texting.recurrence import Kept

REPLACED_OVER: Final = "The series this was to replace has ended. Write a new one instead."
DECIDED: Final = (
    "The series you're editing was approved, rejected or cancelled in the meantime. Its message says how it "
    "stands."
)


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
    if kept.replaces and not end(conn, kept.replaces, OutcomeCode.SERIES_REPLACED, now, by=send.user_id):
        raise UserError(REPLACED_OVER)
    series.begin(conn, send.id, next(recurrence.coming(kept, words.zone_or_utc(send.zone), now)))


def withdraw(conn: Connection, old: Send, new: Send, now: datetime) -> Send:
    """Return a draft as it takes the place of a series that waits for approval, which it ends.

    It replaces what that one was to replace, and whoever wrote or changed that one has touched it. Raises
    :exc:`UserError` when it waits no more.
    """
    before, kept = recurrence.load(old.recurrence), recurrence.load(new.recurrence)
    values = {"outcome_code": OutcomeCode.SERIES_REPLACED.value, "decided_by": new.user_id}
    if before is None or kept is None or old.state is not SendState.AWAITING_APPROVAL:
        raise UserError(DECIDED)
    if not sends.move(conn, old.id, SendState.CANCELLED, now=now, only_from=old.state, **values):
        raise UserError(DECIDED)
    touched = {old.user_id, *(old.touched_by or ())} - {new.user_id}
    return replace(
        new,
        recurrence=recurrence.dump(replace(kept, replaces=before.replaces)),
        touched_by=sorted(touched) or None,
    )


def end(conn: Connection, series_id: str, why: OutcomeCode, now: datetime, *, by: str | None = None) -> bool:
    """End a series: no further date goes out. False when it has ended. ``by`` is a person, if one did it."""
    values: dict[str, Any] = {"outcome_code": why.value, "decided_by": by}
    series.finish(conn, series_id)
    return sends.move(conn, series_id, SendState.ENDED, now=now, **values)
