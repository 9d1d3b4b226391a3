"""The error dictionary: complete, and every row says something to act on."""

import inspect
import json
import re

import pytest

from bot.smsit import DOCUMENTED, ApiError, Audience, Endpoint, SmsItClient, UndocumentedCode, errors
from tests.every import every
from tests.smsit.loopback import Loopback

# The lowest code of each endpoint's list on the API page; the lists have no holes but one.
LOWEST = {
    Endpoint.ADD_CONTACT: 7,
    Endpoint.GET_CONTACTS: 7,
    Endpoint.SMS_GROUP: 16,
    Endpoint.GROUP_REPORT: 3,
    Endpoint.SMS_CONTACT: 16,
    Endpoint.CONTACT_REPORT: 3,
    Endpoint.CREDIT_BALANCE: 2,
    Endpoint.ADD_APPOINTMENT: 9,
    Endpoint.GENERATE_OTP: 2,
    Endpoint.VALIDATE_OTP: 2,
}
HOLES = {(Endpoint.SMS_CONTACT, code) for code in (-13, -14, -15)}
PAIRS = sorted(DOCUMENTED)


def test_every_code_of_the_page_has_a_meaning_and_no_other() -> None:
    listed = {(endpoint, -code) for endpoint, lowest in LOWEST.items() for code in range(1, lowest + 1)}
    everywhere = {(endpoint, -20) for endpoint in Endpoint}
    assert set(DOCUMENTED) == (listed | everywhere) - HOLES
    assert len(DOCUMENTED) > 70


@pytest.mark.parametrize(("endpoint", "code"), PAIRS)
def test_each_code_raises_its_error_with_cause_audience_and_sentence(
    client: SmsItClient, server: Loopback, endpoint: Endpoint, code: int
) -> None:
    server.says(endpoint, json.dumps([{"status": str(code), "msg": "as documented"}]))
    meaning = DOCUMENTED[endpoint, code]
    with pytest.raises(ApiError) as caught:
        client.call(endpoint, {})
    error = caught.value
    assert type(error) is meaning.error
    assert (error.endpoint, error.code) == (endpoint, code)
    assert (error.cause, error.audience, error.sentence) == (
        meaning.cause,
        meaning.audience,
        meaning.sentence,
    )


@every(("endpoint", "code"), PAIRS)
def test_each_sentence_reads_well(endpoint: Endpoint, code: int) -> None:
    meaning = DOCUMENTED[endpoint, code]
    assert re.fullmatch(r"[A-Z].{25,240}\.", meaning.sentence)
    assert meaning.cause[0].islower()
    assert not meaning.cause.endswith(".")
    if meaning.audience is not Audience.REQUESTER:
        assert "admin" in meaning.sentence


@pytest.mark.parametrize("endpoint", Endpoint)
@pytest.mark.parametrize("code", [-17, -99, -(10**17)])
def test_a_code_on_no_list_reads_well_too(
    client: SmsItClient, server: Loopback, endpoint: Endpoint, code: int
) -> None:
    server.says(endpoint, json.dumps({"status": code}))
    with pytest.raises(UndocumentedCode) as caught:
        client.call(endpoint, {})
    assert caught.value.audience is Audience.SMSIT
    assert str(code) in caught.value.sentence


def test_the_same_number_means_something_else_elsewhere() -> None:
    meant = {endpoint: DOCUMENTED[endpoint, -7].error for endpoint, lowest in LOWEST.items() if lowest >= 7}
    assert meant == {
        Endpoint.ADD_CONTACT: errors.AlreadySubscribed,
        Endpoint.GET_CONTACTS: errors.NoContacts,
        Endpoint.SMS_GROUP: errors.SenderIdRefused,
        Endpoint.SMS_CONTACT: errors.SenderIdRefused,
        Endpoint.ADD_APPOINTMENT: errors.NotAContact,
    }


def test_the_tree_at_the_top_of_the_errors_draws_every_error() -> None:
    drawn = set(re.findall(r"^[│├└─ ]*([A-Z]\w+)", inspect.getdoc(errors) or "", re.MULTILINE))
    classes = {
        name
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, Exception) and not name.startswith("_")
    }
    assert classes <= drawn
