"""What SMS-iT is asked for with a text, and what each of its answers makes of it."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.features.sends.refusals import LISTED
from bot.smsit import (
    AlreadySubscribed,
    ApiError,
    Audience,
    Endpoint,
    NotAContact,
    NotSent,
    OutcomeUnknown,
    Schedule,
    UnknownGroup,
)
from bot.store.database import Database
from bot.store.sends import HeldBy
from bot.store.states import SendState
from bot.texting import phones
from tests.clock import START, FakeClock
from tests.features.sends.attempt_harness import AttemptHarness
from tests.store.samples import the


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> AttemptHarness:
    return AttemptHarness(database, clock)


def test_what_was_confirmed_is_what_smsit_is_given(harness: AttemptHarness) -> None:
    text = harness.queued(alpha_sender="Harbour")

    assert harness.run(text.id).state is SendState.ACCEPTED
    given = ("14155550000", "14155550100", "Your table is ready")
    assert harness.client.texts == [(given, {"alpha_sender": "Harbour", "schedule": None})]
    assert harness.client.contacts == []
    assert harness.followed() == [text.id]


def test_a_text_without_words_is_given_none(harness: AttemptHarness) -> None:
    text = harness.queued(body=None)

    harness.run(text.id)

    assert [given[2] for given, _named in harness.client.texts] == [""]


def test_what_smsit_is_to_keep_is_given_its_time_and_not_followed(harness: AttemptHarness) -> None:
    at = START + timedelta(hours=2)
    text = harness.queued(held_by=HeldBy.SMSIT.value, send_at=at)

    assert harness.run(text.id).state is SendState.SCHEDULED_AT_SMSIT
    assert [named["schedule"] for _given, named in harness.client.texts] == [Schedule(at, None)]
    assert harness.followed() == []


def test_a_text_that_is_accepted_at_once_is_not_held_by_smsit(harness: AttemptHarness) -> None:
    text = harness.queued()

    assert harness.attempts.attempt(text.id, 0) is None
    harness.run(text.id)

    assert the(harness.database, text.id).state is SendState.ACCEPTED


@pytest.mark.parametrize(
    ("endpoint", "code"), [(Endpoint.SMS_CONTACT, "-6"), (Endpoint.ADD_CONTACT, "addcontact:-6")]
)
def test_a_refusal_is_told_with_its_code(harness: AttemptHarness, endpoint: Endpoint, code: str) -> None:
    harness.client.refusal = NotAContact(endpoint, -6, "No contact", Audience.REQUESTER, "It is no contact.")
    text = harness.queued()

    found = harness.run(text.id)

    assert (found.state, found.outcome_code) == (SendState.REFUSED, code)
    assert found.outcome_sentence == "It is no contact."
    assert harness.engine.jobs == []


def test_a_number_listed_since_it_was_confirmed_is_not_texted(harness: AttemptHarness) -> None:
    text = harness.queued()
    harness.do_not_text.add(text.to_number, "asked", Who("U0MAYA", "T0HARBOUR"))

    found = harness.run(text.id)

    assert (found.state, found.outcome_code) == (SendState.REFUSED, "do_not_text")
    assert found.outcome_sentence == LISTED.format(who=phones.mask(text.to_number))
    assert harness.client.texts == []


@pytest.mark.parametrize(("name", "told"), [("Ada Lovelace", "Ada Lovelace"), ("", None)])
def test_a_number_becomes_a_contact_before_it_is_texted(
    harness: AttemptHarness, name: str, told: str | None
) -> None:
    text = harness.queued(add_to_group="VIP", to_name=name)

    assert harness.run(text.id).state is SendState.ACCEPTED
    assert harness.client.contacts == [(text.to_number, "VIP", told)]
    assert harness.client.sent == 1


def _addition(error: type[ApiError]) -> ApiError:
    return error(Endpoint.ADD_CONTACT, -5, "No", Audience.REQUESTER, "It cannot be added.")


@pytest.mark.parametrize(
    ("error", "state", "code", "sent"),
    [
        (_addition(AlreadySubscribed), SendState.ACCEPTED, None, 1),
        (_addition(UnknownGroup), SendState.REFUSED, "addcontact:-5", 0),
        (OutcomeUnknown(Endpoint.ADD_CONTACT, "timeout"), SendState.REFUSED, "contact_unknown", 0),
        (NotSent(Endpoint.ADD_CONTACT, "refused"), SendState.QUEUED, None, 0),
    ],
    ids=["already in it", "refused", "unknown", "not reached"],
)
def test_a_number_that_did_not_become_a_contact_is_not_texted(
    harness: AttemptHarness, error: Exception, state: SendState, code: str | None, sent: int
) -> None:
    harness.client.no_contact = error
    text = harness.queued(add_to_group="VIP")

    found = harness.run(text.id)

    assert (found.state, found.outcome_code) == (state, code)
    assert harness.client.sent == sent
    if code == "contact_unknown":
        assert found.outcome_sentence == (
            "we couldn't confirm that the number was added to your contacts. No text was sent; "
            "look the number up, then write it again."
        )
