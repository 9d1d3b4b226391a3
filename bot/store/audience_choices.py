"""Whom lists go to whose people are gathered anew on each date: as somebody chose them, until it is done.

One who gathers takes a token, and writes only as long as nobody took another: of two that are at the same
list, whoever came last goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, exists, select, update

from bot.store import lock_order
from bot.store.database import Database
from bot.store.dialects import insert_or_ignore
from bot.store.tables import audience_choice, send

_t = audience_choice.c


@dataclass(frozen=True, slots=True)
class AudienceChoice:
    """Whom a list goes to, as it is stored; ``choice`` is None once somebody it names was erased."""

    send_id: str
    choice: Mapping[str, Any] | None = field(repr=False)


def put(conn: Connection, send_id: str, choice: Mapping[str, Any]) -> None:
    """Record whom a list goes to; what is recorded of it stays."""
    conn.execute(insert_or_ignore(conn, audience_choice), [{"send_id": send_id, "choice": choice}])


def copy(conn: Connection, from_id: str, to_id: str) -> bool:
    """Record for a date of a series whom that goes to. False for a series that goes to the same numbers."""
    found = get(conn, from_id)
    if found is None:
        return False
    values = {"send_id": to_id, "choice": found.choice}
    conn.execute(insert_or_ignore(conn, audience_choice), [values])
    return True


def get(conn: Connection, send_id: str) -> AudienceChoice | None:
    """Return whom a list goes to; None where its people are known, or were given."""
    row = conn.execute(select(_t.send_id, _t.choice).where(_t.send_id == send_id)).one_or_none()
    return None if row is None else AudienceChoice(*row)


def look(database: Database, send_id: str) -> AudienceChoice | None:
    """Return whom a list goes to, as :func:`get` does, in a transaction of its own."""
    with database.read() as conn:
        return get(conn, send_id)


def take(conn: Connection, send_id: str) -> str:
    """Begin to gather the people of a list, and return the token for it; empty when that is done."""
    token = uuid4().hex
    taken = update(audience_choice).where(_t.send_id == send_id).values(gathering=token)
    return token if conn.execute(taken).rowcount else ""


def is_taken(conn: Connection, send_id: str, token: str) -> bool:
    """Tell whether whoever has this token is the last who took the list, and hold that until the commit."""
    held = update(audience_choice).where(_t.send_id == send_id, _t.gathering == token)
    return conn.execute(held.values(gathering=token)).rowcount == 1


def finish(conn: Connection, send_id: str, token: str) -> bool:
    """Note that the people of a list are gathered. False when somebody else is at it, or it is done."""
    done = delete(audience_choice).where(_t.send_id == send_id, _t.gathering == token)
    return conn.execute(done).rowcount == 1


def forget(conn: Connection) -> int:
    """Forget whom lists went to whose words are forgotten. Returns how many."""
    gone = exists().where(send.c.id == _t.send_id, send.c.body.is_(None))
    return lock_order.change(conn, delete(audience_choice).where(gone)).rowcount
