"""What SMS-iT's refusals mean, and what it is told of the time of a send."""

from datetime import timedelta

from bot.engine.attempts import Refused
from bot.features.sends import outcomes
from bot.smsit import Endpoint, Recurrence, Repeat, Schedule
from bot.smsit.codes import refusal
from bot.store.sends import HeldBy
from tests.features.samples import LATER, a_send


def test_a_code_of_another_endpoint_carries_its_name() -> None:
    own = outcomes.outcome(refusal(Endpoint.SMS_CONTACT, -6), 0, Endpoint.SMS_CONTACT)
    other = outcomes.outcome(refusal(Endpoint.ADD_CONTACT, -6), 0, Endpoint.SMS_CONTACT)

    assert isinstance(own, Refused)
    assert isinstance(other, Refused)
    assert (own.code, other.code) == ("-6", "addcontact:-6")


def test_smsit_is_told_of_a_time_only_when_it_holds_the_send() -> None:
    until = LATER + timedelta(days=30)
    series = {"repeat": "Weekly", "every": "2", "until": until.isoformat()}

    assert outcomes.schedule(a_send(held_by=HeldBy.BOT, send_at=LATER)) is None
    assert outcomes.schedule(a_send(held_by=HeldBy.SMSIT, send_at=LATER)) == Schedule(LATER)
    held = a_send(held_by=HeldBy.SMSIT, send_at=LATER, recurrence=series)
    assert outcomes.schedule(held) == Schedule(LATER, Recurrence(Repeat.WEEKLY, 2, until))
