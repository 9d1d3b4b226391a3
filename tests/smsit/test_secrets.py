"""Numbers, texts, names, codes and keys stay out of errors, logs, reprs and addresses."""

import logging
import pickle
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.smsit import (
    ApiError,
    AppointmentStatus,
    Contact,
    Endpoint,
    InvalidArgument,
    Otp,
    OutcomeUnknown,
    SmsItClient,
    SmsItError,
)
from bot.smsit.transport import Reply
from tests.smsit.conftest import MakeClient
from tests.smsit.loopback import Loopback

SECRETS = {
    "key": "key-of-the-account",
    "from": "14155550100",
    "to": "14155550123",
    "message": "Your-result-is-in",
    "name": "Ada-Lovelace",
    "email": "ada@example.com",
    "group": "Oncology-ward",
    "code": "94b87b",
}
WRONG = "+1 415 ADA-LOVELACE"
ECHO = " ".join(SECRETS.values())  # a server that repeats everything it was told
CALLS: dict[str, Callable[[SmsItClient], object]] = {
    "text": lambda client: client.send_to_contact(SECRETS["from"], SECRETS["to"], SECRETS["message"]),
    "broadcast": lambda client: client.send_to_group(
        SECRETS["from"], SECRETS["group"], SECRETS["message"], recipients=0
    ),
    "add": lambda client: client.add_contact(
        SECRETS["to"], SECRETS["group"], name=SECRETS["name"], email=SECRETS["email"]
    ),
    "appointment": lambda client: client.add_appointment(
        SECRETS["to"], datetime(2026, 3, 6, tzinfo=UTC), AppointmentStatus.CONFIRMED
    ),
    "validate": lambda client: client.validate_otp(SECRETS["code"]),
    "search": lambda client: client.get_contacts(name=SECRETS["name"], number=SECRETS["to"]),
    "report": lambda client: client.contact_report(SECRETS["to"]),
}
HAPPENINGS: dict[str, Callable[[Loopback, Endpoint], None]] = {
    "refused": lambda server, endpoint: server.says(endpoint, f'[{{"status":"-1","msg":"{ECHO}"}}]'),
    "undocumented": lambda server, endpoint: server.says(endpoint, f'[{{"status":"-77","msg":"{ECHO}"}}]'),
    "page": lambda server, endpoint: server.says(endpoint, f"<html>{ECHO}</html>"),
    "redirect": lambda server, endpoint: server.says(
        endpoint, ECHO, 307, {"Location": f"http://127.0.0.1:9/?{SECRETS['to']}"}
    ),
    "error": lambda server, endpoint: server.says(endpoint, ECHO, 500),
    "reset": lambda server, endpoint: server.fails(endpoint, "reset"),
    "cut": lambda server, endpoint: server.fails(endpoint, "cut", ECHO.encode()),
    "late": lambda server, endpoint: server.fails(endpoint, "late"),
}


def everything_about(error: BaseException | None) -> str:
    """All that an error could put into a log: its texts, its attributes, and the errors behind it."""
    told = "".join(traceback.format_exception(error)) if error else ""
    while error is not None:
        told += f"{error!s} {error!r} {error.args!r} {vars(error)!r} "
        error = error.__cause__ or error.__context__
    return told


def leaks(text: str) -> list[str]:
    return [name for name, secret in SECRETS.items() if secret in text]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("happening", HAPPENINGS.values(), ids=HAPPENINGS)
def test_no_failure_tells_what_was_sent(
    make_client: MakeClient,
    server: Loopback,
    caplog: pytest.LogCaptureFixture,
    call: Callable[[SmsItClient], object],
    happening: Callable[[Loopback, Endpoint], None],
) -> None:
    caplog.set_level(logging.DEBUG)
    for endpoint in Endpoint:
        happening(server, endpoint)
    with pytest.raises(SmsItError) as caught:
        call(make_client(SECRETS["key"], read_timeout=0.05 if happening is HAPPENINGS["late"] else 30))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert leaks(everything_about(caught.value)) == []
    assert leaks(caught.value.sentence) == []
    assert leaks(caplog.text) == []
    assert server.times_heard()
    for heard in server.heard:
        assert heard.method == "POST"
        assert leaks(f"{heard.path} {heard.headers}") == []
        assert heard.form["apikey"] == SECRETS["key"]


def test_no_failure_to_connect_tells_what_was_to_be_sent(
    make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Loopback() as gone:
        client = make_client(SECRETS["key"], base_url=gone.url)
    for call in CALLS.values():
        with pytest.raises(SmsItError) as caught:
            call(client)
        assert leaks(everything_about(caught.value)) == []
    assert leaks(caplog.text) == []


@pytest.mark.parametrize(
    "call",
    [
        lambda client, secret: client.send_to_contact(secret, "14155550199", "Hi"),
        lambda client, secret: client.send_to_contact("14155550199", secret, "Hi"),
        lambda client, secret: client.send_to_contact(
            "14155550199", "14155550199", "Hi", alpha_sender=secret
        ),
        lambda client, secret: client.send_to_contact("14155550199", "14155550199", secret + "\udc80"),
        lambda client, secret: client.add_contact("14155550199", "VIP", email=secret),
        lambda client, secret: client.get_contacts(number=secret),
        lambda client, secret: client.group_report(secret),
        lambda client, secret: client.get_contacts(sort_by=secret),
        lambda client, secret: SmsItClient("key", base_url=f"http://{secret}@127.0.0.1/"),
        lambda client, secret: SmsItClient("key", base_url=f"http://[{secret}/"),
    ],
)
def test_no_refused_argument_is_repeated(
    client: SmsItClient, call: Callable[[SmsItClient, str], object]
) -> None:
    with pytest.raises(InvalidArgument) as caught:
        call(client, WRONG)
    assert WRONG not in everything_about(caught.value) + caught.value.sentence


def test_what_comes_back_hides_what_is_personal() -> None:
    contact = Contact(
        "1", SECRETS["name"], None, SECRETS["email"], SECRETS["to"], "VIP", True, "SMS", "Verizon", None
    )
    shown = f"{contact!r} {Otp(SECRETS['code'])!r} {Reply(200, ECHO.encode())!r}"
    assert leaks(shown) == []


def test_a_client_hides_its_key() -> None:
    client = SmsItClient(SECRETS["key"])
    assert leaks(repr(client) + str(client)) == []


@pytest.mark.parametrize(
    "error",
    [
        InvalidArgument("to", "Write digits."),
        OutcomeUnknown(Endpoint.SMS_CONTACT, "it didn't answer in time"),
    ],
)
def test_an_error_survives_the_way_to_another_process(error: SmsItError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), str(copy), copy.sentence) == (type(error), str(error), error.sentence)


def test_the_text_of_an_error_names_the_endpoint_and_the_cause(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.SMS_CONTACT, '[{"status":"-6"}]')
    with pytest.raises(ApiError) as caught:
        client.send_to_contact("14155550100", "14155550123", "Hi")
    assert (
        str(caught.value) == "smscontact answered -6: the number isn't valid, not a contact, or has opted out"
    )
    assert pickle.loads(pickle.dumps(caught.value)).sentence == caught.value.sentence  # noqa: S301 - our own bytes


def test_the_text_of_a_refused_argument_names_it(client: SmsItClient) -> None:
    with pytest.raises(InvalidArgument) as caught:
        client.send_to_contact("14155550100", "14155550123", " ")
    assert str(caught.value) == "message: The message is missing."
    assert (caught.value.field, caught.value.reason) == ("message", caught.value.sentence)
