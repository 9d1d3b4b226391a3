"""What each method sends, and what it makes of a usual answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.smsit import (
    ContactReport,
    ContactSend,
    CreditKind,
    Endpoint,
    GroupReport,
    GroupSend,
    InvalidArgument,
    Recurrence,
    Repeat,
    Schedule,
    SmsItClient,
)
from bot.smsit.transport import Reply
from tests.smsit.conftest import MakeClient
from tests.smsit.loopback import Loopback

DONE = '[{"status":"0","msg":"Successful API call"}]'


def test_texts_a_contact_now(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_CONTACT, DONE)
    assert client.send_to_contact("14155550100", "14155550123", "Hi 😀 & bye") == ContactSend(scheduled=False)
    assert server.forms(Endpoint.SMS_CONTACT) == [
        {"apikey": "key-0", "from": "14155550100", "to": "14155550123", "message": "Hi 😀 & bye"}
    ]


def test_texts_a_contact_in_a_series_told_in_the_account_s_own_time(
    client: SmsItClient, server: Loopback
) -> None:
    server.says(Endpoint.SMS_CONTACT, DONE)
    series = Recurrence(Repeat.WEEKLY, 2, datetime(2026, 5, 1, 14, 30, tzinfo=UTC))
    sent = client.send_to_contact(
        "14155550100",
        "14155550123",
        "Hi",
        alpha_sender="Harbour1",
        schedule=Schedule(datetime(2026, 3, 6, 15, 30, 59, tzinfo=UTC), series),
    )
    assert sent == ContactSend(scheduled=True)
    form = server.forms(Endpoint.SMS_CONTACT)[0]
    assert form["alphasender"] == "Harbour1"
    assert form["sendondate"] == "06-03-2026 10:30"
    assert (form["recurring"], form["repeat"], form["frequency"]) == ("1", "Weekly", "2")
    assert form["enddate"] == "01-05-2026 10:30"


def test_texts_a_group_and_gives_the_id_to_ask_with(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_GROUP, '[{"status":"4711","msg":"Successful API call"}]')
    sent = client.send_to_group(
        "14155550100", "VIP", "Hi", recipients=3, rotate=True, throttle=2, alpha_sender="Harbour"
    )
    assert sent == GroupSend(scheduled=False, group_sms_id="4711")
    assert server.forms(Endpoint.SMS_GROUP) == [
        {
            "apikey": "key-0",
            "from": "14155550100",
            "to": "VIP",
            "message": "Hi",
            "throttle": "2",
            "rotate": "1",
            "alphasender": "Harbour",
        }
    ]


def test_a_scheduled_group_send_has_no_id(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_GROUP, '[{"status":"0"}]')
    start = Schedule(datetime(2026, 3, 6, 15, 30, tzinfo=UTC))
    sent = client.send_to_group("14155550100", "VIP", "Hi", recipients=3, schedule=start)
    assert sent == GroupSend(scheduled=True, group_sms_id=None)


def test_waits_for_a_group_as_long_as_its_texts_may_take(make_client: MakeClient) -> None:
    client = make_client(read_timeout=30)
    assert client.group_timeout(recipients=300, throttle=6) == 30 + 300 * 7
    assert client.group_timeout(recipients=0) == 30
    assert client.group_timeout(recipients=300, throttle=6, scheduled=True) == 30


@dataclass
class Patience:
    """A transport that answers at once and remembers how long it was allowed to take."""

    waits: list[tuple[float, bool]] = field(default_factory=list)

    def post(
        self, endpoint: Endpoint, params: Mapping[str, str], wait: float, *, in_all: bool = False
    ) -> Reply:
        self.waits.append((wait, in_all))
        return Reply(200, b'[{"status":"0"}]')

    def close(self) -> None:
        """Nothing to close."""


def test_a_group_send_uses_that_wait_and_other_calls_the_client_s_own(make_client: MakeClient) -> None:
    client, patience = make_client(read_timeout=12), Patience()
    client._transport = patience  # type: ignore[assignment] # stands in for the wire
    client.send_to_group("14155550100", "VIP", "Hi", recipients=100, throttle=3)
    client.send_to_contact("14155550100", "14155550123", "Hi")
    client.call(Endpoint.SMS_GROUP, {}, timeout=7)
    assert patience.waits == [(12 + 100 * 4, True), (12, False), (7, True)]


def test_reads_the_report_of_a_contact(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.CONTACT_REPORT, '{"smsstatus":"Undelivered","errormsg":"Unreachable handset"}')
    report = client.contact_report("14155550123")
    assert report == ContactReport(status="undelivered", error="Unreachable handset")
    assert server.forms(Endpoint.CONTACT_REPORT) == [{"apikey": "key-0", "number": "14155550123"}]


def test_reads_the_report_of_a_group(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GROUP_REPORT, '{"successful":"145","failed":"7"}')
    assert client.group_report("4711") == GroupReport(successful=145, failed=7)
    assert server.forms(Endpoint.GROUP_REPORT) == [{"apikey": "key-0", "groupsmsid": "4711"}]


def test_reads_both_balances(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.CREDIT_BALANCE, '[{"creditbalancenumber":"145","msg":"Successful API call"}]')
    assert client.credit_balance() == client.credit_balance(CreditKind.VOICE) == 145
    assert [form["type"] for form in server.forms(Endpoint.CREDIT_BALANCE)] == ["1", "2"]


def test_has_a_one_time_code_made_and_validated(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GENERATE_OTP, '{"status":"Success","msg":"OTP generated","otp":"94b87b"}')
    server.says(Endpoint.VALIDATE_OTP, '{"status":"0"}')
    assert client.validate_otp(client.generate_otp().code) is True
    assert server.forms(Endpoint.GENERATE_OTP) == [{"apikey": "key-0"}]
    assert server.forms(Endpoint.VALIDATE_OTP) == [{"apikey": "key-0", "otp": "94b87b"}]


def test_sends_nothing_when_an_argument_is_wrong(client: SmsItClient, server: Loopback) -> None:
    with pytest.raises(InvalidArgument):
        client.send_to_group("14155550100", "VIP", "Hi", recipients=3, throttle=7)
    with pytest.raises(InvalidArgument):
        client.call(Endpoint.CREDIT_BALANCE, {"type": "1"}, timeout=0)
    assert server.heard == []


def test_call_sends_what_it_is_given_and_gives_what_it_reads(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_CONTACT, '{"status":5}')
    assert client.call(Endpoint.SMS_CONTACT, {"to": "x\ud800"}, timeout=5) == {"status": 5}
    assert server.forms(Endpoint.SMS_CONTACT) == [{"apikey": "key-0", "to": "x?"}]
