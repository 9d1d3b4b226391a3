"""What the client makes of an answer that is spoilt, not from SMS-iT at all, or never comes."""

import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.faults import Fault
from bot.smsit import Endpoint, OutcomeUnknown, SmsItClient, Unavailable
from tests.sandbox.smsit.people import FROM, to_contact

READABLE = [Fault.NOTICE, Fault.FLIPPED, Fault.NUMBER_STATUS, Fault.WRONG_ENCODING, Fault.BYTE_ORDER_MARK]
UNREADABLE = [
    Fault.HTML,
    Fault.HTTP500,
    Fault.HTTP502,
    Fault.TOO_MANY,
    Fault.REPLY_LOST,
    Fault.DROPPED,
    Fault.TRUNCATED,
    Fault.EMPTY,
    Fault.EMPTY_LIST,
]
PASSING = [Fault.HTTP500, Fault.HTTP502, Fault.TOO_MANY, Fault.REPLY_LOST, Fault.DROPPED]


@pytest.mark.parametrize("fault", READABLE)
def test_a_spoilt_answer_that_can_be_read_is_read(
    client: SmsItClient, account: Account, fault: Fault
) -> None:
    account.faults.add("*", fault, times=None)
    client.send_to_contact(FROM, "14155550100", "Hello")
    assert client.credit_balance() == 4999
    assert len(account.ledger) == 1


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_write_without_a_clear_answer_is_tried_once_and_is_unknown(
    client: SmsItClient,
    account: Account,
    fault: Fault,
) -> None:
    account.faults.add("smscontact", fault, times=None)
    with pytest.raises(OutcomeUnknown) as unknown:
        client.call(Endpoint.SMS_CONTACT, to_contact())
    assert unknown.value.endpoint is Endpoint.SMS_CONTACT
    assert len(account.requests) == 1


@pytest.mark.parametrize("fault", PASSING)
def test_a_read_is_tried_again_until_it_is_answered(
    client: SmsItClient,
    account: Account,
    fault: Fault,
) -> None:
    account.faults.add("getcreditbalance", fault, times=2)
    assert client.credit_balance() == 5000
    assert len(account.requests) == 3


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_read_that_is_never_answered_is_unavailable(
    client: SmsItClient,
    account: Account,
    fault: Fault,
) -> None:
    account.faults.add("getcreditbalance", fault, times=None)
    with pytest.raises(Unavailable):
        client.credit_balance()
