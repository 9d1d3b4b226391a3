"""The attempt of a text: not when its time is long over, and followed by its rank."""

from datetime import timedelta

import pytest

from bot.engine.attempts import Accepted, Refused
from bot.engine.attempts import NotSent as NotReached
from bot.features.sends.attempts import enqueue_attempt
from bot.features.sends.tracking import follow
from bot.smsit import (
    Endpoint,
    NotSent,
)
from bot.store import follow_ups, sends
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from bot.store.tables import follow_up, send
from tests.clock import START, FakeClock
from tests.features.sends.attempt_harness import FOLLOW_FOR, LATEST, AttemptHarness
from tests.store.samples import a_send_in, the


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> AttemptHarness:
    return AttemptHarness(database, clock)


@pytest.mark.parametrize(("minutes", "state"), [(20, SendState.ACCEPTED), (21, SendState.REFUSED)])
def test_lateness_counts_from_when_it_was_to_go_however_often_it_was_looked_after(
    harness: AttemptHarness, minutes: int, state: SendState
) -> None:
    text = harness.queued(goes_at=START)
    harness.clock.advance(minutes=minutes)
    with harness.database.write() as conn:
        assert sends.requeue(conn, text.id, wave=0, now=harness.clock()) == 1

    found = harness.run(text.id)

    assert found.state is state
    assert harness.client.sent == (state is SendState.ACCEPTED)
    if state is SendState.REFUSED:
        assert found.outcome_code == "late"
        assert "because the bot was offline or couldn't reach SMS-iT" in (found.outcome_sentence or "")


def test_one_of_before_times_were_kept_is_judged_by_its_last_change(harness: AttemptHarness) -> None:
    text = harness.queued()
    harness.clock.advance(minutes=21)

    assert harness.run(text.id).state is SendState.REFUSED


def test_a_text_that_cannot_reach_smsit_is_tried_until_it_is_late(harness: AttemptHarness) -> None:
    harness.client.is_down = True
    text = harness.queued(goes_at=START)

    while (found := harness.run(text.id)).state is SendState.QUEUED:
        harness.clock.advance(seconds=harness.engine.delays[-1])

    assert (found.state, found.outcome_code) == (SendState.REFUSED, "late")
    assert sum(harness.engine.delays[:-1]) <= (LATEST + timedelta(minutes=5)).total_seconds()
    assert sum(harness.engine.delays) > (LATEST + timedelta(minutes=5)).total_seconds()


def test_a_text_that_is_gone_is_no_trouble(harness: AttemptHarness) -> None:
    harness.attempts.run({"send_id": "0" * 32})

    assert harness.client.sent == 0


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


def test_a_job_begins_at_once_unless_it_is_told_to_wait(harness: AttemptHarness) -> None:
    text = harness.queued()

    with harness.database.write() as conn:
        enqueue_attempt(harness.engine, conn, text.id, 4)

    assert harness.engine.jobs == [("sms.attempt", {"send_id": text.id}, f"{text.id}:4", "texts")]
    assert harness.engine.delays == [0.0]


def test_the_next_try_is_a_job_of_its_own(harness: AttemptHarness) -> None:
    harness.client.is_down = True
    text = harness.queued()

    assert harness.run(text.id).attempts == 1
    assert harness.run(text.id).attempts == 2
    assert harness.engine.jobs == [
        ("sms.attempt", {"send_id": text.id}, f"{text.id}:{nth}", "texts") for nth in (1, 2)
    ]
    assert harness.engine.delays == [5.0, 15.0]


def test_the_last_look_sees_the_text_before_and_while_it_is_claimed(harness: AttemptHarness) -> None:
    harness.last_look.stop = Refused("asked", "Somebody asked for that.")
    text = harness.queued()

    found = harness.run(text.id)

    assert harness.last_look.seen == [f"before {text.id}", f"attempting {text.id}"]
    assert (found.state, found.outcome_code) == (SendState.REFUSED, "asked")
    assert harness.client.texts == []


@pytest.mark.parametrize(
    ("endpoint", "attempts"), [("text", 11), ("text", 12), ("contact", 11), ("contact", 12)]
)
def test_what_cannot_be_reached_for_too_long_is_refused(
    harness: AttemptHarness, endpoint: str, attempts: int
) -> None:
    harness.client.is_down = True
    harness.client.no_contact = NotSent(Endpoint.ADD_CONTACT, "refused") if endpoint == "contact" else None
    text = harness.queued(add_to_group="VIP", attempts=attempts)

    assert harness.run(text.id).state is (SendState.QUEUED if attempts < 12 else SendState.REFUSED)


def test_a_row_goes_only_in_the_wave_of_its_list(harness: AttemptHarness) -> None:
    going = harness.queued()
    with harness.database.write() as conn:
        running = {"state": SendState.RUNNING.value, "kind": SendKind.LIST.value, "wave": 3}
        conn.execute(send.update().where(send.c.id == going.id).values(**running))
    row = harness.queued()
    harness.is_row_of(row.id, going.id)

    assert harness.attempts.attempt(row.id, 2) is None
    harness.client.is_down = True
    assert isinstance(harness.attempts.attempt(row.id, 3), NotReached)
    assert the(harness.database, row.id).state is SendState.QUEUED
    assert harness.engine.jobs == []
    harness.client.is_down = False
    assert harness.attempts.attempt(row.id, 3) == Accepted(at_smsit=False)
    assert harness.client.sent == 1
    assert harness.followed() == [row.id]


def test_an_attempt_is_given_twice_its_time_before_others_settle_it(harness: AttemptHarness) -> None:
    assert harness.run(harness.queued().id).attempt_limit_seconds == 2 * 30 + 10
