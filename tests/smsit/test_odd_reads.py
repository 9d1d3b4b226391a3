"""Odd answers to the calls that ask: reports, balances and contacts."""

import json

import pytest

from bot.smsit import (
    ContactReport,
    Endpoint,
    GroupReport,
    SmsItClient,
    Unavailable,
)
from tests.smsit.loopback import Loopback


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"smsstatus":" Delivered ","errormsg":null}', ContactReport("delivered", "")),
        (b'[{"smsstatus":"","errormsg":[]}]', ContactReport("", "")),
        (b'{"smsstatus":null}', ContactReport("", "")),
        (b'{"status":"0","smsstatus":"EXPIRED","errormsg":30003}', ContactReport("expired", "30003")),
    ],
)
def test_any_word_of_a_carrier_is_passed_on_in_lower_case(
    client: SmsItClient, server: Loopback, body: bytes, expected: ContactReport
) -> None:
    server.says(Endpoint.CONTACT_REPORT, body)
    assert client.contact_report("14155550123") == expected


@pytest.mark.parametrize("body", [b'{"smsstatus":["sent"]}', b'{"errormsg":"x"}'])
def test_a_report_without_a_status_is_no_report(client: SmsItClient, server: Loopback, body: bytes) -> None:
    server.says(Endpoint.CONTACT_REPORT, body)
    with pytest.raises(Unavailable):
        client.contact_report("14155550123")


def test_figures_are_read_as_text_or_number(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GROUP_REPORT, b'[{"successful":145,"failed":"0"}]')
    server.says(Endpoint.CREDIT_BALANCE, b'{"creditbalancenumber":"1,450.50"}')
    assert client.group_report("1") == GroupReport(145, 0)
    assert client.credit_balance() == 1450


@pytest.mark.parametrize("body", [b'{"successful":"1"}', b'{"successful":"x","failed":true}'])
def test_half_a_report_of_a_group_is_no_report(client: SmsItClient, server: Loopback, body: bytes) -> None:
    server.says(Endpoint.GROUP_REPORT, body)
    with pytest.raises(Unavailable):
        client.group_report("1")


def test_contacts_are_read_with_holes_and_in_the_wrong_encoding(
    client: SmsItClient, server: Loopback
) -> None:
    rows = [
        {},
        "junk",
        {
            "id": 7,
            "name": "Zoë",
            "number": "+1 (415) 555-0123",
            "subscriber": "yes",
            "birthday": "0000-00-00",
        },
        {"subscriber": "No", "date": "yesterday", "email": None, "group": ["x"]},
    ]
    server.says(Endpoint.GET_CONTACTS, json.dumps({"contacts": rows}, ensure_ascii=False).encode("latin-1"))
    zoe, nobody = client.get_contacts()
    assert (zoe.id, zoe.name, zoe.number, zoe.subscribed) == ("7", "Zoë", "14155550123", True)
    assert (zoe.birthday, zoe.created) == (None, None)
    assert (nobody.subscribed, nobody.created, nobody.email, nobody.group) == (False, None, "", "")


def test_contacts_are_read_from_an_object_of_rows(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GET_CONTACTS, b'[{"status":"0","contacts":{"3":{"id":"23"},"5":{"id":"24"}}}]')
    assert [contact.id for contact in client.get_contacts()] == ["23", "24"]


@pytest.mark.parametrize("body", [b'{"status":"0"}', b'{"status":"0","contacts":"none"}'])
def test_an_answer_without_a_list_does_not_mean_that_nobody_matches(
    client: SmsItClient, server: Loopback, body: bytes
) -> None:
    server.says(Endpoint.GET_CONTACTS, body)
    with pytest.raises(Unavailable):
        client.get_contacts()
