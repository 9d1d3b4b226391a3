"""What SMS-iT, or the way to it, made of the attempt."""

from datetime import timedelta

import pytest

from bot.engine.attempts import NotSent, Refused, Unknown
from bot.features.sends import outcomes
from bot.sandbox.smsit.faults import Fault
from bot.smsit import Endpoint, InvalidArgument, OutcomeUnknown, SmsItClient, SmsItError, Unavailable
from bot.smsit import NotSent as NeverReached
from bot.store import follow_ups
from bot.store.states import SendState
from tests.features.broadcast.harness import Harness


def followed(harness: Harness, send_id: str) -> bool:
    with harness.database.write() as conn:
        claimed = follow_ups.claim_due(conn, harness.clock() + timedelta(days=2), 1.0, 100)
    return send_id in {each.send_id for each in claimed}


def test_a_lost_reply_is_unknown_and_never_repeated(harness: Harness) -> None:
    send = harness.confirmed()
    harness.account.faults.add("smsgroup", Fault.REPLY_LOST)

    harness.run()
    harness.run()

    assert harness.the(send.id).state is SendState.UNKNOWN
    assert len(harness.texts) == 2


def test_a_refusal_is_told_in_words(harness: Harness) -> None:
    send = harness.confirmed(sender="14155550999")

    harness.run()

    refused = harness.the(send.id)
    assert (refused.state, refused.outcome_code) == (SendState.REFUSED, "-3")
    assert refused.outcome_sentence


def test_without_an_id_it_is_not_followed(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    send = harness.confirmed()
    monkeypatch.setattr("bot.smsit.texts.expect_group_id", lambda fields: None)

    harness.run()

    sent = harness.the(send.id)
    assert (sent.state, sent.remote_id) == (SendState.NO_NEWS, None)
    assert not followed(harness, send.id)


def test_what_provably_did_not_leave_is_tried_again(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = harness.confirmed()
    with SmsItClient(harness.account.api_key, base_url="http://127.0.0.1:9/", sleep=lambda _: None) as away:
        monkeypatch.setattr(harness.attempts, "_client", away)
        harness.run()

    assert harness.the(send.id).state is SendState.QUEUED
    assert harness.engine.newest.delay == 5.0
    assert harness.the(send.id).attempts == 1


@pytest.mark.parametrize(
    ("error", "attempts", "outcome"),
    [
        (InvalidArgument("schedule", "That time is past."), 0, Refused("invalid", "That time is past.")),
        (
            NeverReached(Endpoint.SMS_GROUP, "refused"),
            outcomes.MOST_ATTEMPTS,
            Refused("unreachable", "SMS-iT couldn't be reached for too long. Nothing was sent."),
        ),
        (
            NeverReached(Endpoint.SMS_GROUP, "refused"),
            0,
            NotSent("SMS-iT can't be reached. Nothing was sent yet; the bot keeps trying."),
        ),
        (
            OutcomeUnknown(Endpoint.SMS_GROUP, "timeout"),
            0,
            Unknown("timeout", "SMS-iT's answer was unclear."),
        ),
        (
            Unavailable(Endpoint.SMS_GROUP, "odd"),
            0,
            Unknown("Unavailable", "something unexpected happened while sending it."),
        ),
    ],
    ids=range(5),
)
def test_every_error_has_its_outcome(error: SmsItError, attempts: int, outcome: object) -> None:
    assert outcomes.outcome(error, attempts, Endpoint.SMS_GROUP) == outcome
