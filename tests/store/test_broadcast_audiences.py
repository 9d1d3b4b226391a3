"""Whom broadcasts went to: only those an attempt was made to count."""

from datetime import timedelta

import pytest

from bot.store import broadcast_audiences, sends
from bot.store.broadcast_audiences import Audience, Recipient
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import broadcast_audience, broadcast_recipient
from bot.store.tables import send as table
from tests.clock import START, FakeClock
from tests.store.samples import new_send

ADA, BO = Recipient("4155550112", "14155550112"), Recipient("14155550113", "14155550113")
LATER = START + timedelta(minutes=5)


@pytest.fixture
def send(database: Database, clock: FakeClock) -> Send:
    with database.write() as conn:
        return sends.insert_draft(conn, new_send(key="a"), now=clock())


def write_down(
    database: Database, send: Send, token: str, *recipients: Recipient, tried: bool = True
) -> None:
    with database.write() as conn:
        broadcast_audiences.begin(conn, token, send.id, START)
        broadcast_audiences.add(conn, token, 1, recipients)
        if tried:
            broadcast_audiences.note_attempt(conn, token, LATER)


def test_who_is_written_down_counts_once_an_attempt_was_made(database: Database, send: Send) -> None:
    write_down(database, send, "first", ADA, BO, tried=False)
    write_down(database, send, "second", BO, ADA)
    with database.read() as conn:
        assert broadcast_audiences.attempted(conn, send.id) == (Audience("second", 2, LATER),)
        assert broadcast_audiences.page(conn, "second", 1, 2) == (BO, ADA)
        assert broadcast_audiences.page(conn, "second", 2, 9) == (ADA,)
        assert [broadcast_audiences.is_attempted(conn, each) for each in ("first", "second")] == [False, True]
    assert "0112" not in repr(ADA)


def test_broadcasts_to_a_phone_are_found_whatever_its_spelling(database: Database, send: Send) -> None:
    write_down(database, send, "first", ADA)
    write_down(database, send, "again", ADA)
    write_down(database, send, "never", BO, tried=False)
    with database.read() as conn:
        assert broadcast_audiences.sends_to(conn, ADA.phone) == (send.id,)
        assert broadcast_audiences.sends_to(conn, BO.phone) == ()


def test_they_are_dropped_a_portion_at_a_time_and_then_their_reading(database: Database, send: Send) -> None:
    write_down(database, send, "first", ADA, BO)
    for left, read in ((1, 1), (0, 1), (0, 0)):
        with database.write() as conn:
            broadcast_audiences.drop(conn, "first", 1)
            assert len(conn.execute(broadcast_recipient.select()).all()) == left
            assert len(conn.execute(broadcast_audience.select()).all()) == read


@pytest.mark.parametrize(
    ("state", "tried", "forgotten"),
    [
        (SendState.ACCEPTED, True, True),
        (SendState.UNKNOWN, True, True),
        (SendState.ATTEMPTING, True, False),
        (SendState.SCHEDULED_AT_SMSIT, True, False),
        (SendState.QUEUED, False, True),
    ],
)
def test_old_ones_are_forgotten_but_for_what_still_goes(
    database: Database, send: Send, clock: FakeClock, state: SendState, *, tried: bool, forgotten: bool
) -> None:
    write_down(database, send, "first", ADA, tried=tried)
    with database.write() as conn:
        conn.execute(table.update().where(table.c.id == send.id).values(state=state.value))
    soon, late = (clock(), START) if tried else (START, START + timedelta(seconds=1))
    with database.read() as conn:
        assert broadcast_audiences.to_forget(conn, soon, soon) == ()
        assert broadcast_audiences.to_forget(conn, late, late) == (("first",) if forgotten else ())
