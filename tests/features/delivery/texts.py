"""Texts in the database, for the board to show."""

from bot.store import messages, sends
from bot.store.database import Database
from bot.store.sends import NewSend
from bot.store.states import SendState
from tests.clock import FakeClock


def a_text(database: Database, clock: FakeClock, channel: str | None = "C0FRONT", key: str = "key") -> str:
    new = NewSend(
        key=key,
        team_id="T0HARBOUR",
        user_id="U0MAYA",
        to_number="14155550100",
        body="Hello",
        sender="14155550190",
        segments=1,
        credits=1,
        credits_upper=1,
        origin_channel=channel,
    )
    with database.write() as conn:
        send_id = sends.insert_draft(conn, new, now=clock()).id
    move(database, clock, send_id, SendState.QUEUED)
    return send_id


def move(database: Database, clock: FakeClock, send_id: str, to: SendState) -> None:
    with database.write() as conn:
        assert sends.move(conn, send_id, to, now=clock())


def waits(database: Database, send_id: str) -> int:
    with database.read() as conn:
        found = messages.get(conn, send_id)
    assert found is not None
    return found.failures
