"""Who got a text lately, or is getting one: asked before more is sent to them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.do_not_text_erased import in_parts
from bot.store.sends.model import SendKind
from bot.store.states import SendState
from bot.store.tables import IS_LIST, IS_NAMED, send

_S = SendState
_OUT: Final = (_S.ATTEMPTING, _S.ACCEPTED, _S.UNKNOWN, _S.DELIVERED, _S.NO_NEWS, _S.SUPERSEDED)
"""States of a text that somebody has, or may have."""
_GOING: Final = (_S.QUEUED, _S.RUNNING, _S.PAUSED)
"""States of a list whose rows have their turn soon."""


def since(conn: Connection, phones: Collection[str], at: datetime) -> frozenset[str]:
    """Return those of some phones (in their one form) that got a text since then, or get one now.

    A text that is known not to have arrived does not count; one that may have does.
    """
    going = conn.execute(select(send.c.id).where(IS_LIST, _in(_GOING))).scalars().all()
    soon = and_(_in((_S.DRAFT,)), send.c.parent_id.in_(going))
    got = or_(_got(at), _in((_S.QUEUED,)), soon)
    found: set[str] = set()
    for some in in_parts(phones):
        found.update(conn.execute(select(send.c.to_phone).where(send.c.to_phone.in_(some), got)).scalars())
    return frozenset(found)


def groups_since(conn: Connection, at: datetime) -> tuple[str, ...]:
    """Return the groups, by name, that were texted as a whole since then, or are now."""
    query = select(send.c.to_name).distinct().where(IS_NAMED, send.c.kind == SendKind.GROUP.value)
    found = conn.execute(query.where(or_(_got(at), _in((_S.QUEUED,))))).scalars()
    return tuple(sorted(str(name) for name in found if name))  # the database may not know them


def _got(at: datetime) -> ColumnElement[bool]:
    """Return the condition that it went out since then; what SMS-iT holds does at its times."""
    held = func.coalesce(send.c.ends_at, send.c.send_at) >= at
    return or_(and_(_in(_OUT), send.c.attempting_at >= at), and_(_in((_S.SCHEDULED_AT_SMSIT,)), held))


def _in(states: Collection[SendState]) -> ColumnElement[bool]:
    return send.c.state.in_([state.value for state in states])
