"""How many credits a day has taken, or will: of one person, of one channel and of everybody, by plain sums.

A series is left out of the sums, for its dates are reckoned and not stored; `series` gives them to whoever
reckons.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, FromClause, and_, bindparam, case, func, not_, or_, select, text, union_all
from sqlalchemy.sql.elements import ColumnElement

from bot.store.sends.model import Send, SendKind, from_row
from bot.store.states import SendState
from bot.store.tables import IS_SERIES, send

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
_LOCK = 7_401_893_216  # any number but that of another lock, the same in every process


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
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def spent(  # noqa: PLR0913 - a span of time and for whom
    conn: Connection, begins: datetime, ends: datetime, *, person: str, channel: str | None, without: str
) -> Spent:
    """Return what counts from ``begins`` until before ``ends`` (aware), series left out.

    A send counts once more for each earlier attempt that may have gone out. Of a list that has ended the rows
    count that were attempted and not refused; what a row took again counts when it was sent again.
    ``without`` is the id of a send that does not count: the one that is asked for.
    """
    told = {"begins": begins, "ends": ends, "person": person, "channel": channel, "without": without}
    return sum((Spent(*map(int, row)) for row in conn.execute(_SPENT, told)), Spent())


def series(conn: Connection, begins: datetime, ends: datetime, *, without: str) -> tuple[Send, ...]:
    """Return every series that counts and may have a date from ``begins`` until before ``ends`` (aware)."""
    told = {"begins": begins, "ends": ends, "without": without}
    return tuple(from_row(row) for row in conn.execute(_SERIES, told))


# Inside a function a column leads SQLite to no index: it would look up all that have no parent, or all lists
# that have ended, ever, and leave the index over the days.
_IS_WHOLE = func.coalesce(send.c.parent_id, "") == ""
_COUNTS = (_IS_WHOLE, send.c.state.in_(COUNTED), send.c.id != bindparam("without"))


def _totals(credits_: ColumnElement[int], owner: FromClause) -> tuple[ColumnElement[int], ...]:
    def only(whose: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((whose, credits_), else_=0)), 0)

    return (
        only(owner.c.user_id == bindparam("person")),
        only(owner.c.origin_channel == bindparam("channel")),
        func.coalesce(func.sum(credits_), 0),
    )


def _within(goes_at: ColumnElement[datetime | None]) -> tuple[ColumnElement[bool], ...]:
    return (goes_at >= bindparam("begins"), goes_at < bindparam("ends"))


_lists, _rows = send.alias("lists"), send.alias("list_rows")
_IS_LIST_BY_ROWS = and_(send.c.kind == SendKind.LIST.value, send.c.state.in_(ENDED))
# Built once: every confirmation asks them while others wait.
_SENDS = select(*_totals(send.c.credits_upper * (1 + send.c.risked), send)).where(
    *_within(send.c.goes_at), *_COUNTS, send.c.recurrence.is_(None), not_(_IS_LIST_BY_ROWS)
)
_ENDED_LISTS = (
    select(*_totals(_rows.c.credits_upper, _lists))
    .join_from(_lists, _rows, _rows.c.parent_id == _lists.c.id)
    .where(
        *_within(_lists.c.goes_at),
        _lists.c.kind == SendKind.LIST.value,
        func.coalesce(_lists.c.state, "").in_(ENDED),
        _lists.c.id != bindparam("without"),
        _rows.c.state.in_(ATTEMPTED | {_S.QUEUED}),
        # One that waits is on its way once more, unless its list ended before it began.
        or_(_rows.c.state != _S.QUEUED.value, _lists.c.state == _S.ACCEPTED.value),
    )
)
_SENT_AGAIN = select(*_totals(send.c.credits_upper * send.c.risked, send)).where(
    *_within(send.c.goes_at),
    func.coalesce(send.c.parent_id, "") != "",
    func.coalesce(send.c.parent_id, "") != bindparam("without"),
)
# A series is looked up by its end, which leaves out all that are over.
_BEGINS_BEFORE = func.coalesce(send.c.goes_at, bindparam("ends")) < bindparam("ends")
_SPENT = union_all(_SENDS, _ENDED_LISTS, _SENT_AGAIN)  # in one question
_SERIES = select(send).where(IS_SERIES, send.c.ends_at >= bindparam("begins"), _BEGINS_BEFORE, *_COUNTS)
