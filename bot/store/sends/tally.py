"""How the texts of a span of time fared: counted by recipient, of one person or of everybody.

A text belongs to the moment it was confirmed for, as its credits do. Texts that are still on their way out
are not among them, nor what SMS-iT holds, nor what was sent from its own panel.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement, TextClause

from bot.store.dialects import is_any
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends.model import SendKind
from bot.store.states import SendState
from bot.store.tables import IS_NOT_SENT, IS_SPENT, send
from bot.store.tables.aliases import alias

_S = SendState
_OUT: Final = frozenset({_S.ACCEPTED, _S.DELIVERED, _S.UNDELIVERED, _S.NO_NEWS, _S.SUPERSEDED, _S.UNKNOWN})
"""States of a send that went out, or may have."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Recipients by what became of their text, and the credits (upper bound) of all that went out.

    ``handed`` are those of groups whose text a carrier took: no one reports whether it arrived.
    ``unreported`` went out, and there is no report yet or never will be; ``failed`` were not delivered,
    ``refused`` were not sent at all, and of those ``unconfirmed`` nobody knows.
    """

    delivered: int = 0
    handed: int = 0
    unreported: int = 0
    failed: int = 0
    refused: int = 0
    unconfirmed: int = 0
    credits: int = 0

    @property
    def sent(self) -> int:
        """How many are known to have gone out."""
        return self.delivered + self.handed + self.unreported + self.failed

    @property
    def known(self) -> int:
        """Of how many a report tells that nothing went wrong, or that it did."""
        return self.delivered + self.handed + self.lost

    @property
    def lost(self) -> int:
        """How many did not arrive: not delivered, or not sent."""
        return self.failed + self.refused

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.sent or self.refused or self.unconfirmed)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def of(conn: Connection, begins: datetime, ends: datetime, user_id: str | None = None) -> Tally:
    """Count from ``begins`` until before ``ends`` (aware): for one person, or (None) for everybody."""
    own = () if user_id is None else (send.c.user_id == user_id,)
    within = (send.c.goes_at >= begins, send.c.goes_at < ends, *own)
    return _sends(conn, within) + _not_sent(conn, within) + _rows(conn, begins, ends, user_id)


Within = tuple[ColumnElement[bool] | TextClause, ...]


def _sends(conn: Connection, within: Within) -> Tally:
    """Count what was sent to one number, and to groups, by their newest reports."""
    query = select(
        send.c.kind,
        send.c.state,
        func.sum(send.c.people).label("people"),
        func.sum(func.coalesce(send.c.successful, 0)).label("successful"),
        func.sum(func.coalesce(send.c.failed, 0)).label("failed"),
        func.sum(send.c.credits_upper * (1 + send.c.risked)).label("credits"),
    ).where(*within, IS_SPENT, is_any(send.c.kind, _KINDS), is_any(send.c.state, _OUT))
    return sum(map(_of_kind, conn.execute(query.group_by(send.c.kind, send.c.state))), Tally())


_KINDS: Final = frozenset({SendKind.CONTACT, SendKind.OTP, SendKind.GROUP})


def _of_kind(row: Row[*tuple[Any, ...]]) -> Tally:
    kind, state, people, successful, failed, credits_ = row
    if kind != SendKind.GROUP or state == _S.UNKNOWN:
        return _in_state(SendState(state), int(people), int(credits_))
    unreported = max(0, int(people) - int(successful) - int(failed))
    return Tally(handed=int(successful), unreported=unreported, failed=int(failed), credits=int(credits_))


def _in_state(state: SendState, count: int, credits_: int) -> Tally:
    match state:
        case _S.DELIVERED:
            return Tally(delivered=count, credits=credits_)
        case _S.UNDELIVERED:
            return Tally(failed=count, credits=credits_)
        case _S.UNKNOWN:
            return Tally(unconfirmed=count, credits=credits_)
        case _S.REFUSED:
            return Tally(refused=count)
        case _:
            return Tally(unreported=count, credits=credits_)


def _not_sent(conn: Connection, within: Within) -> Tally:
    query = select(func.coalesce(func.sum(send.c.people), 0))
    found = conn.execute(query.where(*within, IS_NOT_SENT, is_any(send.c.kind, _KINDS)))
    return Tally(refused=int(found.scalar_one()))


def _rows(conn: Connection, begins: datetime, ends: datetime, user_id: str | None) -> Tally:
    """Count the rows of lists; those that were left out before anything was sent not among them."""
    lists = alias("lists", send.c.id, send.c.user_id, send.c.kind, send.c.goes_at)
    rows = alias("list_rows", send.c.parent_id, send.c.state, send.c.credits_upper, send.c.outcome_code)
    own = () if user_id is None else (lists.c.user_id == user_id,)
    chosen = (
        lists.c.goes_at >= begins,
        lists.c.goes_at < ends,
        lists.c.kind == literal_column(f"'{SendKind.LIST}'"),
        *own,
    )
    joined = select(
        rows.c.state, func.count().label("count"), func.sum(rows.c.credits_upper).label("credits")
    )
    joined = joined.join_from(lists, rows, rows.c.parent_id == lists.c.id).where(*chosen)
    counted = conn.execute(joined.where(is_any(rows.c.state, _OUT | {_S.REFUSED})).group_by(rows.c.state))
    by_state = (_in_state(SendState(state), int(count), int(credits_)) for state, count, credits_ in counted)
    found = sum(by_state, Tally())
    if not found.refused:
        return found
    left_out = select(func.count()).join_from(lists, rows, rows.c.parent_id == lists.c.id)
    is_left_out = (
        rows.c.state == literal_column(f"'{_S.REFUSED}'"),
        rows.c.outcome_code == OutcomeCode.LEFT_OUT.value,
    )
    return found + Tally(refused=-int(conn.execute(left_out.where(*chosen, *is_left_out)).scalar_one()))
