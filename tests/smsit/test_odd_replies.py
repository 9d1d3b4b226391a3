"""One recorded reply for every oddity known of SMS-iT, and what must become of it."""

import gzip
import tracemalloc

import pytest

from bot.smsit import (
    Endpoint,
    GroupSend,
    NotAContact,
    OutcomeUnknown,
    SmsItClient,
    Unavailable,
)
from bot.smsit.transport import MOST_BYTES
from tests.smsit.conftest import MakeClient
from tests.smsit.loopback import Loopback
from tests.smsit.odd_replies import NOTICE, PAGE, PLAIN_NOTICE

ACCEPTED = {
    "in a list": b'[{"status":"0","msg":"Successful API call"}]',
    "bare": b'{"status":"0","msg":"Successful API call"}',
    "in a list of lists": b'[[{"status":"0"}]]',
    "a number": b'[{"status":0}]',
    "with blanks": b' \r\n[{"status":" 0 "}]\n ',
    "nothing but the status": b"0",
    "with a byte order mark": b'\xef\xbb\xbf[{"status":"0"}]',
    "in UTF-16": '[{"status":"0"}]'.encode("utf-16"),
    "in Latin-1": '[{"status":"0","msg":"Ça marche"}]'.encode("latin-1"),
    "after a notice": NOTICE + b'[{"status":"0","msg":"Successful API call"}]',
    "after a notice in plain text": PLAIN_NOTICE + b'{"status":"0"}',
}
UNCLEAR = {
    "empty": b"",
    "blank": b" \n",
    "an empty list": b"[]",
    "a list in a list": b"[[]]",
    "an empty object in a list": b"[{}]",
    "an empty object": b"{}",
    "null": b"null",
    "true": b"true",
    "a figure with a fraction": b"0.0",
    "two answers": b'[{"status":"0"},{"status":"0"}]',
    "no status": b'[{"msg":"Successful API call"}]',
    "an empty status": b'[{"status":""}]',
    "a status that is null": b'[{"status":null}]',
    "a status that is a list": b'[{"status":["0"]}]',
    "a status that is false": b'[{"status":false}]',
    "a word nobody documented": b'"Success"',
    "a page": PAGE,
    "truncated": b'[{"status":"0","msg":"Succ',
    "truncated at the end": b'[{"status":"0"}',
    "truncated on a line of its own": b'[\n{"status":"0"}',
    "truncated after a notice": NOTICE + b'[{"status":"0"}',
    "a notice and nothing else": NOTICE,
    "nested beyond reason": b"[" * 100_000,
    "a number beyond reason": b'[{"status":' + b"9" * 10_000 + b"}]",
    "bytes of no encoding": b"\xff\xfe\x81\x8d{",
}


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED)
def test_a_clear_success_of_a_write_is_read_in_any_dress(
    client: SmsItClient, server: Loopback, body: bytes
) -> None:
    server.says(Endpoint.SMS_CONTACT, body)
    client.send_to_contact("14155550100", "14155550123", "Hi")


@pytest.mark.parametrize("body", UNCLEAR.values(), ids=UNCLEAR)
def test_an_unclear_answer_is_never_a_success(client: SmsItClient, server: Loopback, body: bytes) -> None:
    for endpoint in Endpoint:
        server.says(endpoint, body)
    with pytest.raises(OutcomeUnknown):
        client.send_to_contact("14155550100", "14155550123", "Hi")
    with pytest.raises(OutcomeUnknown):
        client.send_to_group("14155550100", "VIP", "Hi", recipients=1)
    with pytest.raises(OutcomeUnknown):
        client.add_contact("14155550123", "VIP")
    with pytest.raises(OutcomeUnknown):
        client.generate_otp()
    with pytest.raises(Unavailable):
        client.credit_balance()
    with pytest.raises(Unavailable):
        client.contact_report("14155550123")
    with pytest.raises(Unavailable):
        client.group_report("4711")
    with pytest.raises(Unavailable):
        client.get_contacts()
    assert len(server.heard) == 8  # each asked once: a bad answer is still an answer


@pytest.mark.parametrize(
    "body",
    [
        b'[{"status":"-6","msg":"x"}]',
        b'{"status":-6}',
        b"-6",
        b'"-6"',
        NOTICE + b'[{"status":"-6"}]',
    ],
)
@pytest.mark.parametrize("http_status", [200, 400, 404])
def test_a_refusal_is_read_in_any_dress(
    client: SmsItClient, server: Loopback, body: bytes, http_status: int
) -> None:
    server.says(Endpoint.SMS_CONTACT, body, http_status)
    with pytest.raises(NotAContact):
        client.send_to_contact("14155550100", "14155550123", "Hi")


@pytest.mark.parametrize("http_status", [302, 400, 401, 403, 404, 429, 500, 502])
@pytest.mark.parametrize("body", [PAGE, b'[{"status":"0"}]', b""])
def test_no_other_http_status_is_taken_for_a_success(
    client: SmsItClient, server: Loopback, http_status: int, body: bytes
) -> None:
    server.says(Endpoint.SMS_CONTACT, body, http_status, {"Location": "https://127.0.0.1:9/elsewhere"})
    with pytest.raises(OutcomeUnknown, match=f"HTTP {http_status}"):
        client.send_to_contact("14155550100", "14155550123", "Hi")
    assert len(server.heard) == 1


@pytest.mark.parametrize("http_status", [302, 500])
def test_a_refusal_is_not_believed_where_a_server_failed(
    client: SmsItClient, server: Loopback, http_status: int
) -> None:
    server.says(Endpoint.SMS_CONTACT, b'{"status":"-6"}', http_status)
    with pytest.raises(OutcomeUnknown):
        client.send_to_contact("14155550100", "14155550123", "Hi")


@pytest.mark.parametrize("http_status", [403, 404])
def test_a_read_gives_up_at_once_where_asking_again_is_no_use(
    client: SmsItClient, server: Loopback, http_status: int
) -> None:
    server.says(Endpoint.CREDIT_BALANCE, PAGE, http_status)
    with pytest.raises(Unavailable):
        client.credit_balance()
    assert len(server.heard) == 1


def test_a_positive_status_is_a_success_of_a_group_send_only(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_GROUP, b'{"status":4711}')
    server.says(Endpoint.SMS_CONTACT, b'{"status":4711}')
    sent = client.send_to_group("14155550100", "VIP", "Hi", recipients=1)
    assert sent == GroupSend(scheduled=False, group_sms_id="4711")
    with pytest.raises(OutcomeUnknown):
        client.send_to_contact("14155550100", "14155550123", "Hi")


@pytest.mark.parametrize("body", [b'{"status":"0"}', b"0"])
def test_a_group_send_accepted_without_an_id_has_none(
    client: SmsItClient, server: Loopback, body: bytes
) -> None:
    server.says(Endpoint.SMS_GROUP, body)
    sent = client.send_to_group("14155550100", "VIP", "Hi", recipients=1)
    assert sent == GroupSend(scheduled=False, group_sms_id=None)


def test_a_success_word_is_no_success_of_a_group_send(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_GROUP, b'{"status":"Success"}')
    with pytest.raises(OutcomeUnknown):
        client.send_to_group("14155550100", "VIP", "Hi", recipients=1)


def test_a_packed_answer_is_unpacked(client: SmsItClient, server: Loopback) -> None:
    server.says(
        Endpoint.SMS_CONTACT, gzip.compress(b'[{"status":"0"}]'), headers={"Content-Encoding": "gzip"}
    )
    client.send_to_contact("14155550100", "14155550123", "Hi")


def test_an_answer_packed_wrongly_is_no_answer(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_CONTACT, b'[{"status":"0"}]', headers={"Content-Encoding": "gzip"})
    with pytest.raises(OutcomeUnknown):
        client.send_to_contact("14155550100", "14155550123", "Hi")


def test_an_answer_that_grows_without_end_is_not_unpacked_to_its_end(
    client: SmsItClient, server: Loopback
) -> None:
    hundreds_of_thousands = gzip.compress(b"[" + b"0" * (100 * 1024 * 1024) + b"]", 1)
    for endpoint in (Endpoint.SMS_CONTACT, Endpoint.CREDIT_BALANCE):
        server.says(endpoint, hundreds_of_thousands, headers={"Content-Encoding": "gzip"})

    tracemalloc.start()
    try:
        with pytest.raises(OutcomeUnknown, match="too long"):
            client.send_to_contact("14155550100", "14155550199", "Hello")
        with pytest.raises(Unavailable, match="too long"):
            client.credit_balance()
        assert tracemalloc.get_traced_memory()[1] < 3 * MOST_BYTES
    finally:
        tracemalloc.stop()
    assert len(server.heard) == 2  # asking again is no use


@pytest.mark.parametrize("fault", ["drops", "drops of headers"])
def test_an_answer_in_drops_is_given_up_in_time(
    make_client: MakeClient, server: Loopback, fault: str
) -> None:
    server.fails(Endpoint.SMS_CONTACT, fault)
    server.fails(Endpoint.CREDIT_BALANCE, fault)
    client = make_client(read_timeout=0.3)

    with pytest.raises(OutcomeUnknown, match="didn't answer in time"):
        client.send_to_contact("14155550100", "14155550199", "Hello")
    with pytest.raises(Unavailable, match="didn't answer in time"):
        client.call(Endpoint.CREDIT_BALANCE, {}, timeout=0.3, retry=False)
    assert len(server.forms(Endpoint.SMS_CONTACT)) == 1


BROKEN_VALUES = ("NaN", "Infinity", "-Infinity", "1e999", str(10**400), '"\\ud800"', '"\\u0000"', "9" * 5000)


@pytest.mark.parametrize("value", BROKEN_VALUES)
def test_a_value_nothing_can_be_made_of_is_no_outcome(
    client: SmsItClient, server: Loopback, value: str
) -> None:
    server.says(Endpoint.SMS_CONTACT, f'[{{"status":{value}}}]')

    with pytest.raises(OutcomeUnknown):
        client.send_to_contact("14155550100", "14155550199", "Hello")


@pytest.mark.parametrize("broken", ["\\ud83d", "\\u0000", "\\udc00\\ud800"])
def test_every_text_of_smsit_can_be_kept(client: SmsItClient, server: Loopback, broken: str) -> None:
    fields = ",".join(
        f'"{key}":"A{broken}B"' for key in ("id", "name", "email", "group", "source", "carrier")
    )
    server.says(Endpoint.GET_CONTACTS, f'{{"contacts":[{{{fields},"number":"1{broken}2"}}]}}')

    [contact] = client.get_contacts()

    for text in (contact.id, contact.name, contact.email, contact.group, contact.source, contact.carrier):
        assert text.encode()
        assert "\0" not in text
        assert text.startswith("A\ufffd")
    assert contact.number == "12"


def test_an_answer_nested_too_deep_is_no_answer(client: SmsItClient, server: Loopback) -> None:
    for depth in (40, 400, 100_000):
        server.says(Endpoint.SMS_CONTACT, '{"a":' * depth + "1" + "}" * depth)
        with pytest.raises(OutcomeUnknown):
            client.send_to_contact("14155550100", "14155550199", "Hello")
