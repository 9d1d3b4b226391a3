"""What the client makes of an answer to validateOtp, in every shape the pretend SMS-iT can give it."""

import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.faults import Fault
from bot.sandbox.smsit.quirks import Shape
from bot.smsit import ApiError, OutcomeUnknown, SmsItClient

UNCLEAR = (
    "{}",
    "[]",
    "[{}]",
    "[[]]",
    "null",
    "true",
    "1",
    '"Success"',
    "Success",
    '{"status":"1"}',
    '{"status":1}',
    '{"status":true}',
    '{"status":null}',
    '{"status":""}',
    '{"status":"OK"}',
    '{"status":"Failed"}',
    '{"status":["0"]}',
    '{"status":"0.0"}',
    '{"status":0.0}',
    '{"status":"00x"}',
    '{"status":"Successful"}',
    '{"status":"success!"}',
    '{"status":false}',
    '{"status":{"0":"Success"}}',
    '{"verified":"0"}',
    "valid",
    '{"msg":"The code is valid."}',
    '{"valid":true}',
    '[{"status":"0"},{"status":"0"}]',
)
SPOILT = (
    Fault.HTML,
    Fault.HTTP500,
    Fault.HTTP502,
    Fault.TOO_MANY,
    Fault.REPLY_LOST,
    Fault.DROPPED,
    Fault.TRUNCATED,
    Fault.EMPTY,
    Fault.EMPTY_LIST,
)
READABLE = (Fault.NOTICE, Fault.FLIPPED, Fault.NUMBER_STATUS, Fault.BYTE_ORDER_MARK, Fault.WRONG_ENCODING)


@pytest.mark.parametrize("answer", UNCLEAR)
def test_an_unclear_answer_is_no_yes(client: SmsItClient, account: Account, answer: str) -> None:
    code = client.generate_otp().code
    account.faults.add("validateOtp", Fault.OTHER_ANSWER, answer=answer)

    with pytest.raises(OutcomeUnknown):
        client.validate_otp(code)


@pytest.mark.parametrize("fault", SPOILT)
def test_no_answer_is_no_yes_and_is_not_asked_for_again(
    client: SmsItClient, account: Account, fault: Fault
) -> None:
    code = client.generate_otp().code
    account.faults.add("validateOtp", fault)

    with pytest.raises(OutcomeUnknown):
        client.validate_otp(code)
    assert [each.endpoint for each in account.requests] == ["generateOTP", "validateOtp"]


@pytest.mark.parametrize("answer", ['{"status":"-1"}', '{"status":-20}', '{"status":"-3","msg":"Expired"}'])
def test_another_refusal_is_no_verdict(client: SmsItClient, account: Account, answer: str) -> None:
    code = client.generate_otp().code
    account.faults.add("validateOtp", Fault.OTHER_ANSWER, answer=answer)

    with pytest.raises(ApiError):
        client.validate_otp(code)


@pytest.mark.parametrize("word", ["Success", "0"])
@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("fault", READABLE)
def test_a_clear_yes_is_a_yes_in_any_dress(
    client: SmsItClient, account: Account, word: str, shape: Shape, fault: Fault
) -> None:
    account.quirks.otp_success, account.quirks.shape = word, shape
    account.faults.add("*", fault, times=2)

    assert client.validate_otp(client.generate_otp().code) is True


def test_a_clear_no_is_a_no_in_any_dress(client: SmsItClient, account: Account) -> None:
    for fault in READABLE:
        account.faults.add("validateOtp", fault)
        assert client.validate_otp("000000") is False
