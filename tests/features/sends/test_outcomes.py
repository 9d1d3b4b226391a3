"""What SMS-iT's refusals mean, and what it is told of the time of a send."""

from datetime import timedelta

import pytest

from bot.engine.attempts import NotSent, Outcome, Refused, Unknown
from bot.features.sends import outcomes
from bot.smsit import (
    Endpoint,
    InvalidArgument,
    OutcomeUnknown,
    Recurrence,
    Repeat,
    Schedule,
    SmsItError,
    Unavailable,
)
from bot.smsit import NotSent as NeverReached
from bot.smsit.codes import refusal
from bot.store.sends import HeldBy
from tests.features.samples import LATER, a_send


def test_a_code_of_another_endpoint_carries_its_name() -> None:
    own = outcomes.outcome(refusal(Endpoint.SMS_CONTACT, -6), 0, Endpoint.SMS_CONTACT)
    other = outcomes.outcome(refusal(Endpoint.ADD_CONTACT, -6), 0, Endpoint.SMS_CONTACT)

    assert isinstance(own, Refused)
    assert isinstance(other, Refused)
    assert (own.code, other.code) == ("-6", "addcontact:-6")


@pytest.mark.parametrize(
    ("error", "attempts", "expected"),
    [
        (InvalidArgument("number", "Write digits."), 0, Refused("invalid", "Write digits.")),
        (
            refusal(Endpoint.SMS_CONTACT, -6),
            0,
            Refused("-6", refusal(Endpoint.SMS_CONTACT, -6).sentence),
        ),
        (
            NeverReached(Endpoint.SMS_CONTACT, "refused"),
            11,
            NotSent("SMS-iT can't be reached. Nothing was sent yet; the bot keeps trying."),
        ),
        (
            NeverReached(Endpoint.SMS_CONTACT, "refused"),
            12,
            Refused("unreachable", "SMS-iT couldn't be reached for too long. Nothing was sent."),
        ),
        (
            OutcomeUnknown(Endpoint.SMS_CONTACT, "timeout"),
            0,
            Unknown("timeout", "SMS-iT's answer was unclear."),
        ),
        (
            Unavailable(Endpoint.SMS_CONTACT, "timeout"),
            0,
            Unknown("Unavailable", "something unexpected happened while sending it."),
        ),
    ],
)
def test_only_what_provably_never_left_is_tried_again(
    error: SmsItError, attempts: int, expected: Outcome
) -> None:
    assert outcomes.outcome(error, attempts, Endpoint.SMS_CONTACT) == expected


def test_smsit_is_told_of_a_time_only_when_it_holds_the_send() -> None:
    until = LATER + timedelta(days=30)
    series = {"repeat": "Weekly", "every": "2", "until": until.isoformat()}

    assert outcomes.schedule(a_send(held_by=HeldBy.BOT, send_at=LATER)) is None
    assert outcomes.schedule(a_send(held_by=HeldBy.SMSIT, send_at=LATER)) == Schedule(LATER)
    held = a_send(held_by=HeldBy.SMSIT, send_at=LATER, recurrence=series)
    assert outcomes.schedule(held) == Schedule(LATER, Recurrence(Repeat.WEEKLY, 2, until))
