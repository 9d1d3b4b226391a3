"""The attempt of a text: not when its time is long over, and followed by its rank."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.features.do_not_text.service import DoNotText
from bot.features.sms.jobs import Attempts
from bot.features.sms.service import follow
from bot.smsit import Endpoint, NotSent
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import follow_up, send
from tests.clock import START, FakeClock
from tests.store.samples import a_send_in, the

LATEST = timedelta(minutes=15)
FOLLOW_FOR = timedelta(hours=24)


@dataclass
class Engine:
    """Remembers how long each further job was to wait."""

    delays: list[float] = field(default_factory=list)

    def enqueue(
        self, _conn: Connection, _name: str, _args: Mapping[str, str], *, delay: float, **_rest: str
    ) -> None:
        self.delays.append(delay)


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
        self.engine, self.client = Engine(), Client()
        self.attempts = Attempts(
            database,
            self.engine,
            self.client,
            DoNotText(database, clock),
            clock,
            follow_for=FOLLOW_FOR,
            latest=LATEST,
            request_seconds=30,
        )

    def queued(self, **values: object) -> Send:
        return a_send_in(self.database, SendState.QUEUED, now=START, **values)

    def run(self, send_id: str) -> Send:
        self.attempts.run({"send_id": send_id})
        return the(self.database, send_id)


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> Desk:
    return Desk(database, clock)


@pytest.mark.parametrize(("minutes", "state"), [(20, SendState.ACCEPTED), (21, SendState.REFUSED)])
def test_lateness_counts_from_when_it_was_to_go_however_often_it_was_looked_after(
    desk: Desk, minutes: int, state: SendState
) -> None:
    text = desk.queued(goes_at=START)
    desk.clock.advance(minutes=minutes)
    with desk.database.write() as conn:
        assert sends.requeue(conn, text.id, attempts=0, now=desk.clock()) == 1

    found = desk.run(text.id)

    assert found.state is state
    assert desk.client.sent == (state is SendState.ACCEPTED)
    if state is SendState.REFUSED:
        assert found.outcome_code == "late"
        assert "SMS-iT could not be reached" in (found.outcome_sentence or "")


def test_one_of_before_times_were_kept_is_judged_by_its_last_change(desk: Desk) -> None:
    text = desk.queued()
    desk.clock.advance(minutes=21)

    assert desk.run(text.id).state is SendState.REFUSED


def test_a_text_that_cannot_reach_smsit_is_tried_until_it_is_late(desk: Desk) -> None:
    desk.client.is_down = True
    text = desk.queued(goes_at=START)

    while (found := desk.run(text.id)).state is SendState.QUEUED:
        desk.clock.advance(seconds=desk.engine.delays[-1])

    assert (found.state, found.outcome_code) == (SendState.REFUSED, "late")
    assert sum(desk.engine.delays[:-1]) <= (LATEST + timedelta(minutes=5)).total_seconds()
    assert sum(desk.engine.delays) > (LATEST + timedelta(minutes=5)).total_seconds()


def test_a_text_that_is_gone_is_no_trouble(desk: Desk) -> None:
    desk.attempts.run({"send_id": "0" * 32})

    assert desk.client.sent == 0


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
