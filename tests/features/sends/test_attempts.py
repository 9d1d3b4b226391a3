"""The attempt of a text: not when its time is long over, and followed by its rank."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.features.do_not_text.service import DoNotText
from bot.features.sends.attempts import TextAttempts
from bot.features.sends.tracking import follow
from bot.smsit import Endpoint, NotSent
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import follow_up, send
from tests.clock import START, FakeClock
from tests.fakes.engine import FakeEngine
from tests.features.rules import send_rules
from tests.store.samples import a_send_in, the

LATEST = timedelta(minutes=15)
FOLLOW_FOR = timedelta(hours=24)


@dataclass
class Client:
    """Takes texts, or cannot be reached."""

    is_down: bool = False
    sent: int = 0

    def send_to_contact(self, *_given: object, **_named: object) -> None:
        if self.is_down:
            raise NotSent(Endpoint.SMS_CONTACT, "refused")
        self.sent += 1


class Desk:
    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.engine, self.client = FakeEngine("texts"), Client()
        self.attempts = TextAttempts(
            database,
            self.engine,
            self.client,
            DoNotText(database, clock),
            send_rules(follow_for=FOLLOW_FOR, latest=LATEST, request_seconds=30),
            clock,
        )

    def queued(self, **values: object) -> Send:
        return a_send_in(self.database, SendState.QUEUED, now=START, **values)

    def run(self, send_id: str) -> Send:
        self.attempts.run({"send_id": send_id})
        return the(self.database, send_id)


@pytest.fixture
def responder(database: Database, clock: FakeClock) -> Desk:
    return Desk(database, clock)


@pytest.mark.parametrize(("minutes", "state"), [(20, SendState.ACCEPTED), (21, SendState.REFUSED)])
def test_lateness_counts_from_when_it_was_to_go_however_often_it_was_looked_after(
    responder: Desk, minutes: int, state: SendState
) -> None:
    text = responder.queued(goes_at=START)
    responder.clock.advance(minutes=minutes)
    with responder.database.write() as conn:
        assert sends.requeue(conn, text.id, attempts=0, now=responder.clock()) == 1

    found = responder.run(text.id)

    assert found.state is state
    assert responder.client.sent == (state is SendState.ACCEPTED)
    if state is SendState.REFUSED:
        assert found.outcome_code == "late"
        assert "SMS-iT could not be reached" in (found.outcome_sentence or "")


def test_one_of_before_times_were_kept_is_judged_by_its_last_change(responder: Desk) -> None:
    text = responder.queued()
    responder.clock.advance(minutes=21)

    assert responder.run(text.id).state is SendState.REFUSED


def test_a_text_that_cannot_reach_smsit_is_tried_until_it_is_late(responder: Desk) -> None:
    responder.client.is_down = True
    text = responder.queued(goes_at=START)

    while (found := responder.run(text.id)).state is SendState.QUEUED:
        responder.clock.advance(seconds=responder.engine.delays[-1])

    assert (found.state, found.outcome_code) == (SendState.REFUSED, "late")
    assert sum(responder.engine.delays[:-1]) <= (LATEST + timedelta(minutes=5)).total_seconds()
    assert sum(responder.engine.delays) > (LATEST + timedelta(minutes=5)).total_seconds()


def test_a_text_that_is_gone_is_no_trouble(responder: Desk) -> None:
    responder.attempts.run({"send_id": "0" * 32})

    assert responder.client.sent == 0


@pytest.mark.parametrize(("parent", "rank"), [(None, follow_ups.FIRST), ("list", follow_ups.LAST)])
def test_rows_of_lists_are_followed_after_single_texts(
    database: Database, clock: FakeClock, parent: str | None, rank: int
) -> None:
    text = a_send_in(database, SendState.ACCEPTED, now=START)
    with database.write() as conn:
        conn.execute(send.update().where(send.c.id == text.id).values(parent_id=parent))
        found = sends.get(conn, text.id)
        assert found is not None
        follow(conn, found, clock(), FOLLOW_FOR)
        assert [row.rank for row in conn.execute(follow_up.select())] == [rank]
