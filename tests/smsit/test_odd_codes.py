"""One-time codes in odd replies: read where they are clear, and no verdict otherwise."""

import json

import pytest

from bot.smsit import (
    ApiError,
    Endpoint,
    OutcomeUnknown,
    SmsItClient,
)
from tests.smsit.loopback import Loopback
from tests.smsit.odd_replies import PAGE


@pytest.mark.parametrize(
    "body",
    [
        b'{"status":"Success","otp":"94b87b"}',
        b'[{"status":"success","otp":" 94b87b "}]',
        b'{"status":0,"otp":"94b87b"}',
        b'{"otp":"94b87b"}',
    ],
)
def test_a_one_time_code_is_read_with_and_without_a_status(
    client: SmsItClient, server: Loopback, body: bytes
) -> None:
    server.says(Endpoint.GENERATE_OTP, body)
    assert client.generate_otp().code == "94b87b"


@pytest.mark.parametrize(
    "body", [b'{"status":"Failed","otp":"94b87b"}', b'{"status":"0"}', b'{"status":"0","otp":["1"]}']
)
def test_no_code_is_made_up(client: SmsItClient, server: Loopback, body: bytes) -> None:
    server.says(Endpoint.GENERATE_OTP, body)
    with pytest.raises(OutcomeUnknown):
        client.generate_otp()


@pytest.mark.parametrize("body", [b'{"status":"0"}', b'[{"status":0}]', b'{"status":"Success"}'])
def test_a_code_is_right_only_when_that_is_said_clearly(
    client: SmsItClient, server: Loopback, body: bytes
) -> None:
    server.says(Endpoint.VALIDATE_OTP, body)
    assert client.validate_otp("94b87b") is True


def test_a_code_is_wrong_when_that_is_said_clearly(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.VALIDATE_OTP, b'{"status":"-2","msg":"Invalid OTP"}')
    assert client.validate_otp("94b87b") is False


@pytest.mark.parametrize(
    "body",
    [
        b'{"msg":"Valid"}',
        b'{"status":"1"}',
        b'{"status":"OK"}',
        b'{"status":true}',
        PAGE,
        b"",
        b"0",
        b'["0"]',
    ],
)
def test_a_code_is_neither_right_nor_wrong_otherwise(
    client: SmsItClient, server: Loopback, body: bytes
) -> None:
    server.says(Endpoint.VALIDATE_OTP, body)
    with pytest.raises(OutcomeUnknown):
        client.validate_otp("94b87b")


@pytest.mark.parametrize("code", [-1, -20, -99])
def test_a_refusal_to_validate_is_no_verdict(client: SmsItClient, server: Loopback, code: int) -> None:
    server.says(Endpoint.VALIDATE_OTP, json.dumps({"status": code}))
    with pytest.raises(ApiError):
        client.validate_otp("94b87b")
