"""What SMS-iT made of each sender, by the attempts that were recorded."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, Select, func, select

from bot.store.sends.model import SendKind
from bot.store.states import SendState
from bot.store.tables import send

_S: Final = SendState
TAKEN: Final = (_S.ACCEPTED, _S.SCHEDULED_AT_SMSIT, _S.DELIVERED, _S.UNDELIVERED, _S.NO_NEWS, _S.SUPERSEDED)
"""States that only what SMS-iT took can be in."""


class Known(NamedTuple):
    """When (aware) a sender was last taken, and last refused; None for never."""

    taken: datetime | None = None
    refused: datetime | None = None


def known(conn: Connection, refused_codes: Collection[str]) -> Mapping[str, Known]:
    """Return what is known of each sender that was tried, by its number.

    ``refused_codes`` are the outcome codes of an attempt whose sender SMS-iT does not take.
    """
    tried = send.c.kind != SendKind.ELSEWHERE
    newest = select(send.c.sender, func.max(send.c.attempting_at)).where(tried).group_by(send.c.sender)
    taken = _by_sender(conn, newest.where(send.c.state.in_(TAKEN)))
    codes = send.c.outcome_code.in_(refused_codes)
    refused = _by_sender(conn, newest.where(send.c.state == _S.REFUSED, codes))
    return {each: Known(taken.get(each), refused.get(each)) for each in {*taken, *refused}}


def _by_sender(conn: Connection, query: Select[str, datetime | None]) -> dict[str, datetime | None]:
    return dict(conn.execute(query).all())
