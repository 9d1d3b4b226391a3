"""Which Slack messages are to be drawn next: the newest state first, and the channels one after the other."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, String, bindparam, case, func, literal, or_, select

from bot.store.looks import look
from bot.store.message_claims import CLAIMABLE
from bot.store.messages import Purpose
from bot.store.tables import message, send
from bot.store.tables.aliases import alias

EDITS: Final = ""
"""The line of all messages that are there already: Slack counts edits for the whole workspace."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is out of date, nobody is at, and need not wait.

    ``line`` is what it stands in line for at Slack, which takes so much a minute there: :data:`EDITS`, or the
    channel or person it is to be posted to. What is no send has a line of its own.
    """

    subject_id: str
    purpose: Purpose
    line: str


_TO: Final = func.coalesce(send.c.origin_channel, send.c.user_id, message.c.subject_id)
_LINE: Final = case((message.c.channel.is_not(None), literal(EDITS)), else_=_TO)
_PLACE: Final = func.coalesce(message.c.channel, _TO)
_NEWEST: Final = (send.c.updated_at.is_not(None), send.c.updated_at.desc(), message.c.purpose.desc())
"""What is no send comes first: there are few of these, and somebody waits for them."""
_TURN: Final = func.row_number().over(partition_by=_PLACE, order_by=_NEWEST)
_main: Final = alias("main", message.c.subject_id, message.c.purpose, message.c.ts)
_HAS_THREAD: Final = (
    select(_main.c.subject_id)
    .where(
        _main.c.subject_id == message.c.subject_id,
        _main.c.purpose == Purpose.SEND.value,
        _main.c.ts.is_not(None),
    )
    .exists()
)
"""Details stand in the thread of the main message. Before that is posted they would only be put off."""
_above: Final = alias("above", message.c.subject_id, message.c.purpose, message.c.ts)
_IS_ABOVE_TO_COME: Final = (
    select(_above.c.subject_id)
    .where(
        _above.c.subject_id == message.c.under,
        _above.c.purpose == message.c.under_purpose,
        _above.c.ts.is_(None),
    )
    .exists()
)
"""What stands below another message waits for it: posted earlier it would stand in the channel for good."""
_DUE: Final = (
    select(message.c.subject_id, message.c.purpose, _LINE)
    .select_from(message.outerjoin(send, send.c.id == message.c.subject_id))
    .where(
        *CLAIMABLE,
        or_(message.c.purpose != Purpose.DETAILS.value, _HAS_THREAD),
        or_(message.c.under.is_(None), ~_IS_ABOVE_TO_COME),
    )
)
DUE: Final = look(_DUE)
"""Whether :func:`due` finds anything, if none is left out."""
_CHOSEN: Final = (
    _DUE.where(
        message.c.subject_id.not_in(bindparam("but_of", type_=String(), expanding=True)),
        _LINE.not_in(bindparam("full", type_=String(), expanding=True)),
    )
    .order_by(_TURN, *_NEWEST, message.c.subject_id)
    .limit(bindparam("most", type_=Integer()))
)
"""The clock asks this again and again, so it stands ready: putting it together takes longer than asking."""
_DUE_OF: Final = _DUE.where(message.c.subject_id == bindparam("of")).order_by(message.c.purpose.desc())


def due(
    conn: Connection, now: datetime, limit: int, *, but_of: Collection[str] = (), full: Collection[str] = ()
) -> tuple[Due, ...]:
    """Return up to `limit` messages to draw, in that order; in each channel the newest state comes first.

    Those of the subjects `but_of` are left out, and those that stand in a line which is `full`.
    """
    left_out = {"but_of": list(but_of), "full": list(full)}
    found = conn.execute(_CHOSEN, {"now": now, "most": limit, **left_out})
    return tuple(Due(subject_id, Purpose(purpose), line) for subject_id, purpose, line in found)


def due_of(conn: Connection, subject_id: str, now: datetime) -> tuple[Due, ...]:
    """Return the messages of one subject to draw, the main one first; one below another when that stands."""
    found = conn.execute(_DUE_OF, {"of": subject_id, "now": now})
    return tuple(Due(each, Purpose(purpose), line) for each, purpose, line in found)
