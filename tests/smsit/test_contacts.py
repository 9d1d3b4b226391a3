"""What the calls about contacts send, and what they make of a usual answer."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.smsit import (
    AppointmentStatus,
    Contact,
    ContactSource,
    Endpoint,
    SmsItClient,
    SortBy,
    SortDirection,
    Unavailable,
)
from tests.smsit.loopback import Loopback

DONE = '[{"status":"0","msg":"Successful API call"}]'
ROW = {
    "id": "23",
    "name": "John Doe",
    "birthday": "1981-06-12",
    "email": "john@example.com",
    "number": "14155550123",
    "group": "Group One",
    "subscriber": "Yes",
    "source": "SMS",
    "carrier": "Verizon",
    "date": "2021-03-12 11:02:04",
}
JOHN = Contact(
    id="23",
    name="John Doe",
    birthday=date(1981, 6, 12),
    email="john@example.com",
    number="14155550123",
    group="Group One",
    subscribed=True,
    source="SMS",
    carrier="Verizon",
    created=datetime(2021, 3, 12, 11, 2, 4),  # noqa: DTZ001 - SMS-iT does not tell its zone
)


def page(*ids: int) -> str:
    return json.dumps({"status": "0", "contacts": [{**ROW, "id": str(number)} for number in ids]})


def test_adds_a_contact_with_everything_known_about_it(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.ADD_CONTACT, DONE)
    client.add_contact(
        "14155550123", "VIP & friends", name="Zoë", email="zoe@example.com", birthday=date(1981, 6, 12)
    )
    client.add_contact("14155550123", "VIP")
    assert server.forms(Endpoint.ADD_CONTACT) == [
        {
            "apikey": "key-0",
            "number": "14155550123",
            "group": "VIP & friends",
            "name": "Zoë",
            "email": "zoe@example.com",
            "bday": "1981-06-12",
        },
        {"apikey": "key-0", "number": "14155550123", "group": "VIP"},
    ]


def test_reads_contacts_and_sends_every_filter(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GET_CONTACTS, json.dumps({"status": "0", "contacts": [ROW]}))
    found = client.get_contacts(
        name="John",
        email="john",
        number="415555",
        group="Group One",
        source=ContactSource.WEB_WIDGET,
        subscribed=True,
        sort_by=SortBy.NUMBER,
        sort_dir=SortDirection.DESCENDING,
        limit=10,
        page=2,
    )
    assert found == (JOHN,)
    assert server.forms(Endpoint.GET_CONTACTS) == [
        {
            "apikey": "key-0",
            "name": "John",
            "email": "john",
            "number": "415555",
            "group": "Group One",
            "source": "2",
            "subscribed": "0",
            "sortby": "phone_number",
            "sortdir": "desc",
            "limit": "10",
            "page": "2",
        }
    ]


def test_a_name_stands_on_one_line_whatever_was_typed_there(client: SmsItClient, server: Loopback) -> None:
    row = ROW | {"name": " John\n:white_check_mark:\r\n\tDoe\u2028"}
    server.says(Endpoint.GET_CONTACTS, json.dumps({"status": "0", "contacts": [row]}))
    assert client.get_contacts()[0].name == "John :white_check_mark: Doe"


def test_asks_for_those_who_opted_out(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GET_CONTACTS, '{"status":"-7","msg":"No contacts found"}')
    assert client.get_contacts(subscribed=False) == ()
    assert server.forms(Endpoint.GET_CONTACTS)[0]["subscribed"] == "1"


def test_pages_through_all_contacts_past_a_short_page(client: SmsItClient, server: Loopback) -> None:
    for body in (page(1, 2), page(3), page(4, 5), '[{"status":"-7"}]'):
        server.says(Endpoint.GET_CONTACTS, body)
    assert [contact.id for contact in client.iter_contacts(group="VIP", page_size=2)] == list("12345")
    forms = server.forms(Endpoint.GET_CONTACTS)
    assert [form["page"] for form in forms] == ["1", "2", "3", "4"]
    assert {(form["limit"], form["group"], form["sortby"], form["sortdir"]) for form in forms} == {
        ("2", "VIP", "created", "asc")
    }


def test_stops_paging_when_the_same_page_comes_for_ever(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.GET_CONTACTS, page(1, 2))
    with pytest.raises(Unavailable, match="repeats"):
        list(client.iter_contacts())


def test_adds_an_appointment_even_for_a_time_gone_by(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.ADD_APPOINTMENT, DONE)
    at = datetime(2026, 2, 1, 15, 30, tzinfo=UTC)
    client.add_appointment("14155550123", at, AppointmentStatus.CONFIRMED)
    assert server.forms(Endpoint.ADD_APPOINTMENT) == [
        {"apikey": "key-0", "number": "14155550123", "apptdate": "01-02-2026 10:30", "status": "1"}
    ]
