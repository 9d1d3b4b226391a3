"""Texts in the database, with messages to show."""

from datetime import timedelta

from bot.features.sends import evidence as kept
from bot.store import follow_ups, messages, sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send
from bot.store.states import SendState
from bot.texting.spellings import canonical
from tests.clock import FakeClock
from tests.fakes.smsit import FakeReports
from tests.features.samples import NUMBER


def a_text(
    database: Database,
    clock: FakeClock,
    channel: str | None = "C0FRONT",
    key: str = "key",
    number: str = NUMBER,
) -> str:
    new = NewSend(
        key=key,
        team_id="T0HARBOUR",
        user_id="U0MAYA",
        to_number=number,
        to_phone=canonical(number),
        body="Hello",
        sender="14155550190",
        segments=1,
        credits=1,
        credits_upper=1,
        origin_channel=channel,
        balance_shown=5000,
    )
    with database.write() as conn:
        send_id = sends.insert_draft(conn, new, now=clock()).id
    move(database, clock, send_id, SendState.QUEUED)
    return send_id


def an_unknown_text(database: Database, clock: FakeClock, key: str = "key", number: str = NUMBER) -> str:
    send_id = a_text(database, clock, key=key, number=number)
    with database.write() as conn:
        assert sends.claim(conn, send_id, token="token", now=clock(), limit_seconds=35)
        assert sends.record(conn, send_id, token="token", to=SendState.UNKNOWN, now=clock())
    return send_id


def a_watched_text(database: Database, clock: FakeClock, key: str = "key") -> str:
    send_id = an_unknown_text(database, clock, key)
    move(database, clock, send_id, SendState.ACCEPTED)
    with database.write() as conn:
        follow_ups.start(conn, send_id, clock(), clock() + timedelta(hours=1))
    return send_id


def the(database: Database, send_id: str) -> Send:
    with database.read() as conn:
        found = sends.get(conn, send_id)
    assert found is not None
    return found


def move(database: Database, clock: FakeClock, send_id: str, to: SendState) -> None:
    with database.write() as conn:
        assert sends.move(conn, send_id, to, now=clock())


def waits(database: Database, send_id: str) -> int:
    with database.read() as conn:
        found = messages.get(conn, send_id)
    assert found is not None
    return found.failures


def facts(database: Database, text: str) -> list[str]:
    return kept.facts(the(database, text).evidence or {})


def looks(account: FakeReports) -> int:
    return account.asked.count("report")
