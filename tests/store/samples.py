"""Sends and times for tests."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, select

from bot.store import Database, SendState, due_messages, message_claims, sends
from bot.store.messages import DirtyMessage
from bot.store.sends import NewSend, Send
from bot.store.tables import message, send
from bot.texting.spellings import canonical

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
TOKEN = "a" * 32


def new_send(**changes: object) -> NewSend:
    usual: dict[str, object] = {
        "key": uuid4().hex,
        "team_id": "T0HARBOUR",
        "user_id": "U0MAYA",
        "to_number": "14155550100",
        "to_name": "Ada Lovelace",
        "body": "Your table is ready",
        "sender": "14155550000",
        "segments": 1,
        "credits": 1,
        "credits_upper": 2,
    }
    given = usual | changes
    return NewSend(**({"to_phone": canonical(str(given["to_number"]))} | given))


def a_draft(database: Database, *, now: datetime = NOON, **changes: object) -> Send:
    with database.write() as conn:
        return sends.insert_draft(conn, new_send(**changes), now=now)


def a_send_in(database: Database, state: SendState, *, now: datetime = NOON, **changes: object) -> Send:
    """Put a send straight into a state, without the moves that lead there."""
    draft = a_draft(database, now=now)
    values = {"token": TOKEN, "attempting_at": now, "attempt_limit_seconds": 30} | changes
    if "to_number" in changes:
        values.setdefault("to_phone", canonical(str(changes["to_number"])))
    with database.write() as conn:
        conn.execute(send.update().where(send.c.id == draft.id).values(state=state.value, **values))
    return the(database, draft.id)


def the(database: Database, send_id: str) -> Send:
    with database.read() as conn:
        found = sends.get(conn, send_id)
    assert found is not None
    return found


def version_of(conn: Connection, send_id: str) -> int:
    return conn.execute(select(message.c.version).where(message.c.subject_id == send_id)).scalar_one()


def claim_messages(
    conn: Connection, now: datetime, lease_seconds: float, limit: int = 10, but_of: Collection[str] = ()
) -> tuple[DirtyMessage, ...]:
    """Take what is to be drawn, in its order."""
    due = due_messages.due(conn, now, limit, but_of=but_of)
    found = [message_claims.claim(conn, each.subject_id, each.purpose, now, lease_seconds) for each in due]
    return tuple(each for each in found if each is not None)


def claim_message(
    conn: Connection, subject_id: str, now: datetime, lease_seconds: float
) -> DirtyMessage | None:
    """Take what is to be drawn of one subject first; none when nothing is."""
    due = due_messages.due_of(conn, subject_id, now)
    return message_claims.claim(conn, subject_id, due[0].purpose, now, lease_seconds) if due else None
