"""How many credits a day has taken, or will: of one person, of one channel and of everybody, by plain sums.

A series is left out of the sums, for its dates are calculated and not stored; `series` gives them to whoever
calculates.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Connection,
    FromClause,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.store import advisory_locks
from bot.store.advisory_locks import Lock
from bot.store.dialects import is_any
from bot.store.prepared import Prepared
from bot.store.sends.model import Send, SendKind, from_row
from bot.store.states import SendState
from bot.store.tables import IS_ROW_AGAIN, IS_SERIES, IS_SPENT, UtcTime, send
from bot.store.tables.aliases import alias

_S = SendState
COUNTED = frozenset(
    {
        _S.AWAITING_APPROVAL,
        _S.SCHEDULED,
        _S.QUEUED,
        _S.ATTEMPTING,
        _S.RUNNING,
        _S.PAUSED,
        _S.ACCEPTED,
        _S.DELIVERED,
        _S.UNDELIVERED,
        _S.NO_NEWS,
        _S.SUPERSEDED,
        _S.SCHEDULED_AT_SMSIT,
        _S.UNKNOWN,
    }
)
"""States in which a send counts as spent or planned. An unknown one counts: it may have gone out."""
ATTEMPTED = frozenset(
    {_S.ATTEMPTING, _S.ACCEPTED, _S.DELIVERED, _S.UNDELIVERED, _S.NO_NEWS, _S.SUPERSEDED, _S.UNKNOWN}
)
"""States of a list's row that went out, or may have: what counts of a list that has ended."""
ENDED = frozenset({_S.ACCEPTED, _S.DELIVERED, _S.UNDELIVERED, _S.NO_NEWS, _S.CANCELLED})
"""States in which every row of a list has had its turn: it counts by its rows, in all others in full."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Credits (upper bound) that count: of one person, of one channel, and of everybody."""

    person: int = 0
    channel: int = 0
    everybody: int = 0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.person + other.person, self.channel + other.channel, self.everybody + other.everybody
        )


def lock(conn: Connection) -> None:
    """Wait until nobody else is between checking a budget and committing what it allowed.

    Lasts until the transaction ends. SQLite needs none: it has one writer at a time.
    """
    advisory_locks.take(conn, Lock.BUDGETS)


def spent(
    conn: Connection, begins: datetime, ends: datetime, *, person: str, channel: str | None, without: str
) -> tuple[Spent, bool]:
    """Return what counts from ``begins`` until before ``ends`` (aware), and whether a series may as well.

    A send counts once more for each earlier attempt that may have gone out. Of a list that has ended the rows
    count that were attempted and not refused; what a row took again counts when it was sent again.
    ``without`` is the id of a send that does not count: the one that is asked for.
    """
    told = {"begins": begins, "ends": ends, "person": person, "channel": channel, "without": without}
    (row,) = _SPENT.rows(conn, told)
    *figures, may_have_series = row
    return Spent(*map(int, figures)), bool(may_have_series)


def series(conn: Connection, begins: datetime, ends: datetime, *, without: str) -> tuple[Send, ...]:
    """Return every series that counts and may have a date from ``begins`` until before ``ends`` (aware)."""
    told = {"begins": begins, "ends": ends, "without": without}
    return tuple(from_row(row) for row in conn.execute(_SERIES, told))


# All of this is built once, and states stand in it as words and not as parameters: every confirmation asks it
# while others wait.
_BEGINS, _ENDS = bindparam("begins", type_=UtcTime), bindparam("ends", type_=UtcTime)


def _totals(credits_: ColumnElement[int], owner: FromClause) -> tuple[ColumnElement[int], ...]:
    def only(whose: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((whose, credits_), else_=0)), 0)

    return (
        only(owner.c.user_id == bindparam("person")).label("person"),
        only(owner.c.origin_channel == bindparam("channel")).label("channel"),
        func.coalesce(func.sum(credits_), 0).label("everybody"),
    )


def _within(goes_at: ColumnElement[datetime | None]) -> tuple[ColumnElement[bool], ...]:
    return (goes_at >= _BEGINS, goes_at < _ENDS)


_SENDS = (
    select(*_totals(send.c.credits_upper * (1 + send.c.risked), send))
    .where(*_within(send.c.goes_at), IS_SPENT, send.c.id != bindparam("without"))
    .subquery("sends")
)
_lists = alias(
    "lists", send.c.id, send.c.user_id, send.c.origin_channel, send.c.goes_at, send.c.kind, send.c.state
)
_rows = alias("list_rows", send.c.parent_id, send.c.state, send.c.credits_upper)
_ENDED_LISTS = (
    select(*_totals(_rows.c.credits_upper, _lists))
    .join_from(_lists, _rows, _rows.c.parent_id == _lists.c.id)
    .where(
        *_within(_lists.c.goes_at),
        _lists.c.kind == literal_column(f"'{SendKind.LIST}'"),
        # Inside a function a column leads SQLite to no index: it would look up all lists that have ended,
        # ever, and leave the index over the days.
        is_any(func.coalesce(_lists.c.state, ""), ENDED),
        _lists.c.id != bindparam("without"),
        is_any(_rows.c.state, ATTEMPTED | {_S.QUEUED}),
        # One that waits is on its way once more, unless its list ended before it began.
        or_(_rows.c.state != _S.QUEUED.value, _lists.c.state == _S.ACCEPTED.value),
    )
    .subquery("ended")
)
_SENT_AGAIN = (
    select(*_totals(send.c.credits_upper * send.c.risked, send))
    .where(
        *_within(send.c.goes_at), IS_ROW_AGAIN, func.coalesce(send.c.parent_id, "") != bindparam("without")
    )
    .subquery("again")
)
_ALL = (_SENDS, _ENDED_LISTS, _SENT_AGAIN)
_IS_SERIES = (
    IS_SERIES,
    send.c.ends_at >= _BEGINS,  # by its end, which leaves out all that are over
    func.coalesce(send.c.goes_at, _ENDS) < _ENDS,
    func.coalesce(send.c.parent_id, "") == "",
    is_any(send.c.state, COUNTED),
    send.c.id != bindparam("without"),
)
_SERIES = select(send).where(*_IS_SERIES)
_SPENT = Prepared(
    select(
        *(
            sum((each.c[name] for each in _ALL), literal_column("0"))
            for name in ("person", "channel", "everybody")
        ),
        select(send.c.id).where(*_IS_SERIES).exists(),
    ).select_from(_SENDS.join(_ENDED_LISTS, true()).join(_SENT_AGAIN, true()))
)
