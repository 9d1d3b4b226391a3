"""A person's sends, the newest first: where the clock stands still, that is the one written last.

Tests ask for them until what they wait for is there, and a bot may have hundreds. So only those are read
whole that are new.
"""

from collections.abc import Container, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from bot.store import Database
from bot.store.sends import Send, SendKind, queries
from bot.store.states import SendState
from bot.store.tables import IS_ON_RECORD, send

_IDS: Final = (
    select(send.c.id)
    .where(
        send.c.user_id == bindparam("person"),
        IS_ON_RECORD,
        send.c.kind != SendKind.ELSEWHERE.value,
        or_(send.c.appointment_id.is_(None), send.c.state != SendState.CANCELLED.value),
    )
    .order_by(send.c.created_at.desc())
)
_LAST_WRITTEN_FIRST: Final = _IDS.order_by(literal_column("send.rowid").desc())


def ids_of(database: Database, user_id: str) -> Sequence[str]:
    """Return the ids of what stands in the history of a person."""
    with database.read() as conn:
        return _ids(conn, user_id)


def newest_of(database: Database, user_id: str, but: Container[str] = ()) -> tuple[Send, ...]:
    """Return what stands in the history of a person, without those of these ids."""
    with database.read() as conn:
        wanted = [each for each in _ids(conn, user_id) if each not in but]
        found = {each.id: each for each in queries.get_many(conn, wanted)} if wanted else {}
    return tuple(found[each] for each in wanted)


def latest_of(database: Database, user_id: str) -> Send:
    """Return the first of them."""
    with database.read() as conn:
        found = queries.get(conn, _ids(conn, user_id)[0])
    assert found is not None
    return found


def _ids(conn: Connection, user_id: str) -> Sequence[str]:
    query = _LAST_WRITTEN_FIRST if conn.dialect.name == "sqlite" else _IDS
    return conn.execute(query, {"person": user_id}).scalars().all()
