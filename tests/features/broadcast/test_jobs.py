"""Sending a broadcast: one attempt after a last look, with the account's ledger as judge."""

from datetime import timedelta

import pytest

from bot.engine.attempts import sweep
from bot.engine.port import JobArgs
from bot.features.broadcast.cost import NAME
from bot.features.sends.ledger import LEFT_BEHIND
from bot.sandbox.smsit.account import Account
from bot.smsit import SmsItClient
from bot.store import follow_ups, messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from bot.store.states import SendState
from bot.texting.schedules import Repeat, When
from tests.clock import START, FakeClock
from tests.fakes.database import Crash
from tests.features.broadcast.harness import MAYA, ZONE, Harness
from tests.sandbox.smsit.serving import Stage

TOMORROW = START + timedelta(days=1)
ADA, POLLY, NEW = "14155550100", "14155550121", "14155550200"


def followed(harness: Harness, send_id: str) -> bool:
    with harness.database.write() as conn:
        claimed = follow_ups.claim_due(conn, harness.clock() + timedelta(days=2), 1.0, 100)
    return send_id in {each.send_id for each in claimed}


def has_details(harness: Harness, send_id: str) -> bool:
    with harness.database.read() as conn:
        return messages.get(conn, send_id, Purpose.DETAILS) is not None


def test_everybody_in_the_group_gets_one_text_for_the_credits_shown(harness: Harness) -> None:
    harness.join("VIP", NEW, "Maximiliana M")
    send = harness.confirmed(message="x" * 152 + NAME)

    harness.run()

    assert sorted(number for number, _ in harness.texts) == [ADA, POLLY, NEW]
    assert harness.paid == send.credits == 4
    sent = harness.the(send.id)
    assert sent.state is SendState.ACCEPTED
    assert sent.remote_id == harness.account.ledger[0].group_sms_id
    assert followed(harness, send.id)
    assert has_details(harness, send.id)
    assert send.id in harness.shown


def test_in_a_group_of_the_size_of_a_shop_the_credits_shown_are_the_credits_taken(
    database: Database, clock: FakeClock, stage: Stage
) -> None:
    account = Account(clock=clock, contacts=300, timezone=ZONE.key)
    with SmsItClient(account.api_key, base_url=stage.show(account), timezone=ZONE, clock=clock) as client:
        harness = Harness(database, clock, account, client)
        send = harness.confirmed(group="Newsletter", message=f"{'x' * 150} {NAME}, é")
        harness.run()

    subscribed = {row.contact.number for row in account.book.members("Newsletter") if row.subscribed}
    assert len(subscribed) > 100
    assert sorted(number for number, _ in harness.texts) == sorted(subscribed)
    assert harness.paid == send.credits > len(subscribed)


def test_a_job_that_runs_again_sends_nothing_again(harness: Harness) -> None:
    harness.confirmed()
    harness.run()
    harness.run()

    assert len(harness.texts) == 2


def kill_while_sending(harness: Harness, monkeypatch: pytest.MonkeyPatch, job: JobArgs) -> None:
    def killed(*_given: object, **_named: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(harness.client, "send_to_group", killed)
        with pytest.raises(Crash):
            harness.sending.run(job)


@pytest.mark.parametrize("other", [{}, {"attempt": "0"}, {"attempt": "1"}])
def test_one_whose_process_is_gone_is_unknown_when_smsit_would_be_done_and_no_sooner(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, database: Database, clock: FakeClock, other: JobArgs
) -> None:
    send, job = harness.confirmed(), harness.engine.newest.args
    kill_while_sending(harness, monkeypatch, job)

    harness.sending.run({"send_id": send.id, **other})

    attempting = harness.the(send.id)
    assert attempting.state is SendState.ATTEMPTING
    assert attempting.attempt_limit_seconds is not None
    its_own_time = timedelta(seconds=attempting.attempt_limit_seconds)
    assert its_own_time > timedelta(seconds=harness.client.group_timeout(recipients=2, throttle=1))
    clock.advance(seconds=its_own_time.total_seconds())
    assert not sweep(database, LEFT_BEHIND, clock)
    clock.advance(seconds=31)
    assert [each.id for each in sweep(database, LEFT_BEHIND, clock)] == [send.id]
    found = harness.the(send.id)
    assert (found.state, found.outcome_code) == (SendState.UNKNOWN, OutcomeCode.INTERRUPTED)
    assert not harness.texts


def test_a_job_queued_before_jobs_were_numbered_sends(harness: Harness) -> None:
    send = harness.confirmed()

    harness.sending.run({"send_id": send.id})

    assert harness.the(send.id).state is SendState.ACCEPTED
    assert len(harness.texts) == 2


def test_a_job_without_its_send_does_nothing(harness: Harness) -> None:
    harness.sending.run({"send_id": "0" * 32})

    assert not harness.account.requests


def test_one_cancelled_during_the_last_look_is_not_sent(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = harness.confirmed()
    look = harness.checks.look

    def cancelled_meanwhile(queued: Send) -> object:
        found = look(queued)
        with harness.database.write() as conn:
            sends.move(conn, send.id, SendState.CANCELLED, now=harness.clock())
        return found

    monkeypatch.setattr(harness.checks, "look", cancelled_meanwhile)
    harness.run()

    assert not harness.texts
    assert harness.the(send.id).state is SendState.CANCELLED


def test_the_read_timeout_is_worked_out_from_pace_and_people(harness: Harness) -> None:
    send = harness.confirmed(throttle=6)
    harness.run()

    limit = harness.the(send.id).attempt_limit_seconds
    assert limit is not None
    assert limit > harness.client.group_timeout(recipients=2, throttle=6)


def test_a_series_is_handed_to_sms_it_with_exactly_the_dates_shown(harness: Harness) -> None:
    until = TOMORROW + timedelta(days=21, minutes=-3)  # SMS-iT alone would send once more, minutes after it
    ready = harness.check(when=When.SMSIT, at=TOMORROW, repeat=Repeat.WEEKLY, every=1, until=until)
    harness.broadcast_service.confirm(ready.draft.id, MAYA, in_spite=False)

    harness.run()

    assert harness.the(ready.draft.id).state is SendState.SCHEDULED_AT_SMSIT
    assert [each.due for each in harness.account.scheduled] == list(ready.dates.series)
    assert not followed(harness, ready.draft.id)
    assert not harness.texts


def test_a_single_broadcast_is_held_by_sms_it(harness: Harness) -> None:
    send = harness.confirmed(when=When.SMSIT, at=TOMORROW)

    harness.run()

    assert harness.the(send.id).state is SendState.SCHEDULED_AT_SMSIT
    assert [each.due for each in harness.account.scheduled] == [TOMORROW]
