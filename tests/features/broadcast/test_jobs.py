"""Sending a broadcast: one attempt after a last look, with the account's ledger as judge."""

from datetime import timedelta

import pytest

from bot.engine.attempts import INTERRUPTED
from bot.engine.port import JobArgs
from bot.features.broadcast import attempts
from bot.features.broadcast.costs import NAME
from bot.sandbox.smsit.account import Account
from bot.smsit import Endpoint, NotSent, SmsItClient
from bot.store import follow_ups, messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.schedules import Repeat, When
from tests.clock import START, FakeClock
from tests.features.broadcast.world import MAYA, ZONE, World
from tests.sandbox.smsit.serving import Stage

TOMORROW = START + timedelta(days=1)
ADA, POLLY, NEW = "14155550100", "14155550121", "14155550200"


def followed(world: World, send_id: str) -> bool:
    with world.database.write() as conn:
        claimed = follow_ups.claim_due(conn, world.clock() + timedelta(days=2), 1.0, 100)
    return send_id in {each.send_id for each in claimed}


def has_details(world: World, send_id: str) -> bool:
    with world.database.read() as conn:
        return messages.get(conn, send_id, Purpose.DETAILS) is not None


def test_everybody_in_the_group_gets_one_text_for_the_credits_shown(world: World) -> None:
    world.join("VIP", NEW, "Maximiliana M")
    send = world.confirmed(message="x" * 152 + NAME)

    world.run()

    assert sorted(number for number, _ in world.texts) == [ADA, POLLY, NEW]
    assert world.paid == send.credits == 4
    sent = world.the(send.id)
    assert sent.state is SendState.ACCEPTED
    assert sent.remote_id == world.account.ledger[0].group_sms_id
    assert followed(world, send.id)
    assert has_details(world, send.id)
    assert send.id in world.shown


def test_in_a_group_of_the_size_of_a_shop_the_credits_shown_are_the_credits_taken(
    database: Database, clock: FakeClock, stage: Stage
) -> None:
    account = Account(clock=clock, contacts=300, timezone=ZONE.key)
    with SmsItClient(account.api_key, base_url=stage.show(account), timezone=ZONE, clock=clock) as client:
        world = World(database, clock, account, client)
        send = world.confirmed(group="Newsletter", message=f"{'x' * 150} {NAME}, é")
        world.run()

    subscribed = {row.contact.number for row in account.book.members("Newsletter") if row.subscribed}
    assert len(subscribed) > 100
    assert sorted(number for number, _ in world.texts) == sorted(subscribed)
    assert world.paid == send.credits > len(subscribed)


def test_a_job_that_runs_again_sends_nothing_again(world: World) -> None:
    world.confirmed()
    world.run()
    world.run()

    assert len(world.texts) == 2


class Killed(BaseException):
    """The end of the process, as far as the job is concerned."""


def kill_while_sending(world: World, monkeypatch: pytest.MonkeyPatch, job: JobArgs) -> None:
    def killed(*_given: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(world.client, "send_to_group", killed)
        with pytest.raises(Killed):
            world.sending.run(job)


def test_a_job_run_again_after_its_process_died_says_so_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, (job, _) = world.confirmed(), world.jobs.take()
    kill_while_sending(world, monkeypatch, job)

    world.sending.run(job)

    found = world.the(send.id)
    assert (found.state, found.outcome_code) == (SendState.UNKNOWN, INTERRUPTED)
    assert found.outcome_sentence is None
    assert world.shown[-1] == send.id
    world.sending.run(job)
    assert world.the(send.id) == found
    assert not world.texts


@pytest.mark.parametrize("other", [{}, {"attempt": "1"}])
def test_another_job_of_the_same_broadcast_leaves_it_to_the_one_that_sends(
    world: World, monkeypatch: pytest.MonkeyPatch, other: JobArgs
) -> None:
    send, (job, _) = world.confirmed(), world.jobs.take()
    kill_while_sending(world, monkeypatch, job)

    world.sending.run({"send_id": send.id, **other})

    assert world.the(send.id).state is SendState.ATTEMPTING


def test_a_job_run_again_while_a_thread_of_this_process_sends_leaves_it_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, (job, _) = world.confirmed(), world.jobs.take()
    seen: list[SendState] = []

    def sending(*_given: object, **_named: object) -> None:
        world.sending.run(job)
        seen.append(world.the(send.id).state)
        raise NotSent(Endpoint.SMS_GROUP, "refused")

    monkeypatch.setattr(world.client, "send_to_group", sending)
    world.run()

    assert seen == [SendState.ATTEMPTING]
    assert world.the(send.id).state is SendState.QUEUED


class Ended:
    """A ledger in which every attempt has come to an end."""

    def record(self, *_given: object, **_named: object) -> bool:
        return False


def test_what_ended_between_look_and_word_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, (job, _) = world.confirmed(), world.jobs.take()
    kill_while_sending(world, monkeypatch, job)
    monkeypatch.setattr(attempts, "LEFT_BEHIND", Ended())

    world.sending.run(job)

    assert world.the(send.id).state is SendState.ATTEMPTING


def test_a_job_queued_before_jobs_were_numbered_sends(world: World) -> None:
    send = world.confirmed()

    world.sending.run({"send_id": send.id})

    assert world.the(send.id).state is SendState.ACCEPTED
    assert len(world.texts) == 2


def test_a_job_without_its_send_does_nothing(world: World) -> None:
    world.sending.run({"send_id": "0" * 32})

    assert not world.account.requests


def test_one_cancelled_during_the_last_look_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = world.confirmed()
    look = world.preflight.look

    def cancelled_meanwhile(queued: Send) -> object:
        found = look(queued)
        with world.database.write() as conn:
            sends.move(conn, send.id, SendState.CANCELLED, now=world.clock())
        return found

    monkeypatch.setattr(world.preflight, "look", cancelled_meanwhile)
    world.run()

    assert not world.texts
    assert world.the(send.id).state is SendState.CANCELLED


def test_the_read_timeout_is_worked_out_from_pace_and_people(world: World) -> None:
    send = world.confirmed(throttle=6)
    world.run()

    limit = world.the(send.id).attempt_limit_seconds
    assert limit is not None
    assert limit > world.client.group_timeout(recipients=2, throttle=6)


def test_a_series_is_handed_to_sms_it_with_exactly_the_dates_shown(world: World) -> None:
    until = TOMORROW + timedelta(days=21, minutes=-3)  # SMS-iT alone would send once more, minutes after it
    ready = world.check(when=When.SMSIT, at=TOMORROW, repeat=Repeat.WEEKLY, every=1, until=until)
    world.broadcasting.confirm(ready.draft.id, MAYA, in_spite=False)

    world.run()

    assert world.the(ready.draft.id).state is SendState.SCHEDULED_AT_SMSIT
    assert [each.due for each in world.account.scheduled] == list(ready.dates.series)
    assert not followed(world, ready.draft.id)
    assert not world.texts


def test_a_single_broadcast_is_held_by_sms_it(world: World) -> None:
    send = world.confirmed(when=When.SMSIT, at=TOMORROW)

    world.run()

    assert world.the(send.id).state is SendState.SCHEDULED_AT_SMSIT
    assert [each.due for each in world.account.scheduled] == [TOMORROW]
