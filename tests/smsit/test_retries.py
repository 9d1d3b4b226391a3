"""What is asked again and what never is, counted by the server."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.smsit import (
    AppointmentStatus,
    Endpoint,
    InvalidApiKey,
    NotSent,
    OutcomeUnknown,
    SmsItClient,
    SmsItError,
    Unavailable,
)
from bot.smsit.calls import READ_ATTEMPTS, utc_now
from bot.smsit.delays import LONGEST_PAUSE, pause
from tests.smsit.conftest import MakeClient, Time
from tests.smsit.loopback import Loopback

FROM, TO = "14155550100", "14155550123"
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
FAULTS = ["reset", "hang up", "cut", "late"]

Call = Callable[[SmsItClient], object]
WRITES: dict[Endpoint, Call] = {
    Endpoint.ADD_CONTACT: lambda client: client.add_contact(TO, "VIP"),
    Endpoint.SMS_GROUP: lambda client: client.send_to_group(FROM, "VIP", "Hi", recipients=0),
    Endpoint.SMS_CONTACT: lambda client: client.send_to_contact(FROM, TO, "Hi"),
    Endpoint.ADD_APPOINTMENT: lambda client: client.add_appointment(TO, NOW, AppointmentStatus.CONFIRMED),
    Endpoint.GENERATE_OTP: lambda client: client.generate_otp(),
    Endpoint.VALIDATE_OTP: lambda client: client.validate_otp("94b87b"),
}
READS: dict[Endpoint, Call] = {
    Endpoint.GET_CONTACTS: lambda client: client.get_contacts(),
    Endpoint.GROUP_REPORT: lambda client: client.group_report("4711"),
    Endpoint.CONTACT_REPORT: lambda client: client.contact_report(TO),
    Endpoint.CREDIT_BALANCE: lambda client: client.credit_balance(),
}


def fault(server: Loopback, endpoint: Endpoint, kind: str) -> None:
    server.fails(endpoint, kind, b'[{"status":"0"}]')


def test_every_endpoint_is_either_a_read_or_a_write() -> None:
    assert {*WRITES, *READS} == set(Endpoint)
    assert {endpoint for endpoint in Endpoint if endpoint.is_read} == set(READS)


@pytest.mark.parametrize("endpoint", WRITES)
@pytest.mark.parametrize("kind", FAULTS)
def test_a_write_that_breaks_is_unknown_and_never_repeated(
    make_client: MakeClient, server: Loopback, time: Time, endpoint: Endpoint, kind: str
) -> None:
    fault(server, endpoint, kind)
    with pytest.raises(OutcomeUnknown) as caught:
        WRITES[endpoint](make_client(read_timeout=0.05 if kind == "late" else 30))
    assert caught.value.endpoint is endpoint
    assert (server.times_heard(), time.pauses) == (1, [])


@pytest.mark.parametrize("endpoint", WRITES)
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_write_is_not_repeated_whatever_the_http_status_suggests(
    client: SmsItClient, server: Loopback, time: Time, endpoint: Endpoint, status: int
) -> None:
    server.says(endpoint, "<html>busy</html>", status, {"Retry-After": "1"})
    with pytest.raises(OutcomeUnknown, match=str(status)):
        WRITES[endpoint](client)
    assert (server.times_heard(), time.pauses) == (1, [])


@pytest.mark.parametrize("kind", ["reset", "hang up"])
def test_a_write_on_a_kept_connection_that_breaks_is_unknown_too(
    client: SmsItClient, server: Loopback, kind: str
) -> None:
    server.says(Endpoint.SMS_CONTACT, '[{"status":"0"}]')
    fault(server, Endpoint.SMS_CONTACT, kind)
    WRITES[Endpoint.SMS_CONTACT](client)
    with pytest.raises(OutcomeUnknown):
        WRITES[Endpoint.SMS_CONTACT](client)
    assert len(server.heard) == 2
    assert len({heard.line for heard in server.heard}) == 1


@pytest.mark.parametrize("endpoint", WRITES)
def test_a_write_that_finds_no_server_was_not_sent(make_client: MakeClient, endpoint: Endpoint) -> None:
    with pytest.raises(NotSent) as caught:
        WRITES[endpoint](make_client(base_url=closed_address()))
    assert "safe to try again" in caught.value.sentence


@pytest.mark.parametrize("endpoint", READS)
def test_a_read_that_finds_no_server_is_tried_four_times(
    make_client: MakeClient, time: Time, endpoint: Endpoint
) -> None:
    with pytest.raises(Unavailable):
        READS[endpoint](make_client(base_url=closed_address()))
    assert len(time.pauses) == READ_ATTEMPTS - 1
    for number, seconds in enumerate(time.pauses):
        assert 0.25 * 2**number <= seconds <= 0.5 * 2**number


@pytest.mark.parametrize("endpoint", READS)
@pytest.mark.parametrize("kind", FAULTS)
def test_a_read_that_breaks_is_asked_again(
    make_client: MakeClient, server: Loopback, endpoint: Endpoint, kind: str
) -> None:
    fault(server, endpoint, kind)
    server.says(endpoint, '{"status":"-1"}')
    with pytest.raises(InvalidApiKey):
        READS[endpoint](make_client(read_timeout=1 if kind == "late" else 30))
    # A busy machine may be late more than once.
    assert len(server.heard) == 2 or (kind == "late" and len(server.heard) <= READ_ATTEMPTS)


@pytest.mark.parametrize("endpoint", READS)
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_read_is_asked_again_until_patience_ends(
    client: SmsItClient, server: Loopback, endpoint: Endpoint, status: int
) -> None:
    server.says(endpoint, "<html>busy</html>", status)
    with pytest.raises(Unavailable, match=str(status)):
        READS[endpoint](client)
    assert len(server.heard) == READ_ATTEMPTS


def test_a_read_waits_as_long_as_it_is_told(client: SmsItClient, server: Loopback, time: Time) -> None:
    server.says(Endpoint.CREDIT_BALANCE, "", 429, {"Retry-After": "7"})
    server.says(Endpoint.CREDIT_BALANCE, "", 503, {"Retry-After": "86400"})
    server.says(Endpoint.CREDIT_BALANCE, "", 429, {"Retry-After": "Mon, 02 Mar 2026 15:00:12 GMT"})
    server.says(Endpoint.CREDIT_BALANCE, '[{"creditbalancenumber":"145"}]')
    assert client.credit_balance() == 145
    assert time.pauses == [7, LONGEST_PAUSE, 12]


def test_a_caller_in_a_hurry_asks_once_and_briefly(client: SmsItClient, server: Loopback, time: Time) -> None:
    fault(server, Endpoint.GET_CONTACTS, "late")
    with pytest.raises(Unavailable, match="in time"):
        client.get_contacts(timeout=0.05, retry=False)
    assert (server.times_heard(), time.pauses) == (1, [])


@pytest.mark.parametrize(
    ("endpoint", "ask"),
    [
        (Endpoint.CONTACT_REPORT, lambda client: client.contact_report(TO, retry=False)),
        (Endpoint.CREDIT_BALANCE, lambda client: client.credit_balance(retry=False)),
    ],
)
def test_a_report_or_balance_may_be_asked_for_just_once(
    client: SmsItClient, server: Loopback, time: Time, endpoint: Endpoint, ask: Call
) -> None:
    fault(server, endpoint, "reset")
    with pytest.raises(Unavailable):
        ask(client)
    assert (server.times_heard(), time.pauses) == (1, [])


@pytest.mark.parametrize("endpoint", Endpoint)
def test_a_refusal_is_final(client: SmsItClient, server: Loopback, time: Time, endpoint: Endpoint) -> None:
    server.says(endpoint, '[{"status":"-1"}]')
    with pytest.raises(SmsItError):
        {**WRITES, **READS}[endpoint](client)
    assert (server.times_heard(), time.pauses) == (1, [])


def closed_address() -> str:
    """An address on which nothing listens any more."""
    with Loopback() as gone:
        return gone.url


@settings(deadline=None)
@given(attempt=st.integers(1, 30), chance=st.floats(0, 1), said=st.none() | st.text(max_size=40))
def test_a_pause_is_never_negative_nor_endless(attempt: int, chance: float, said: str | None) -> None:
    assert 0 <= pause(attempt, said, NOW, chance) <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (" 3 ", 3.0),
        ("9" * 400, LONGEST_PAUSE),
        ("Mon, 02 Mar 2026 14:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2026 15:00:05 -0000", 5.0),
        ("soon", 0.25),
        ("-5", 0.25),
    ],
)
def test_a_retry_after_is_read_as_seconds_or_as_a_date(said: str, seconds: float) -> None:
    assert pause(1, said, NOW, 0.0) == seconds


def test_the_present_is_aware() -> None:
    assert utc_now().utcoffset() is not None
