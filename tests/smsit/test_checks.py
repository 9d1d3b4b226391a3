"""What is refused before anything is sent, and what is let through."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.smsit import (
    AppointmentStatus,
    CreditKind,
    InvalidArgument,
    SmsItClient,
    SortBy,
    checks,
)

NOW = datetime(2026, 3, 2, 15, 0, 10, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
WHOLE_MINUTE = {"second": 0, "microsecond": 0}


def refused(field: str) -> "pytest.RaisesExc[InvalidArgument]":
    return pytest.RaisesExc(InvalidArgument, check=lambda error: error.field == field)


@pytest.mark.parametrize("value", ["14155550100", "2905551", "447700900123", "123456789012345"])
def test_a_number_is_digits_with_a_country_code(value: str) -> None:
    assert checks.number("to", value) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "+14155550100",
        "1 415 555 0100",
        "(415)5550100",
        "014155550100",
        "123456",
        "1234567890123456",
        "١٤١٥٥٥٥٠١٠٠",
    ],
)
def test_a_number_is_nothing_else(value: str) -> None:
    with refused("to"):
        checks.number("to", value)


@pytest.mark.parametrize("value", ["14155550100", "4155550100", "04155550100", "0014155550100"])
def test_the_number_of_a_contact_is_taken_as_smsit_keeps_it(value: str) -> None:
    assert checks.kept_number("to", value) == value


@pytest.mark.parametrize("value", ["", "+14155550100", "1 415 555 0100", "123456", "1" * 16, "\u0661" * 11])
def test_the_number_of_a_contact_is_digits_all_the_same(value: str) -> None:
    with refused("to"):
        checks.kept_number("to", value)


@settings(deadline=None)
@given(st.text())
def test_a_number_let_through_is_always_plain_digits(value: str) -> None:
    try:
        assert re.fullmatch("[0-9]{7,15}", checks.number("to", value))
    except InvalidArgument:
        assert not re.fullmatch("[1-9][0-9]{6,14}", value)


def test_a_sender_may_be_a_short_code_but_no_text() -> None:
    assert checks.sender("sender", "24365") == "24365"
    with refused("sender"):
        checks.sender("sender", "Harbour")


@pytest.mark.parametrize("value", ["A", "Harbour", "24Seven", "ABCDEFGHIJK", "1234567890a"])
def test_a_sender_id_is_letters_and_digits(value: str) -> None:
    assert checks.alpha_sender("alpha_sender", value) == {"alphasender": value}


@pytest.mark.parametrize("value", ["", "12345", "ABCDEFGHIJKL", "Two words", "Zoë", "A-B", "A\n"])
def test_a_sender_id_is_nothing_else(value: str) -> None:
    with refused("alpha_sender"):
        checks.alpha_sender("alpha_sender", value)


@settings(deadline=None)
@given(st.text(max_size=15))
def test_the_rule_of_sender_ids_holds_for_any_text(value: str) -> None:
    plain = value.isascii() and value.isalnum()
    allowed = plain and 1 <= len(value) <= 11 and any(character.isalpha() for character in value)
    try:
        checks.alpha_sender("alpha_sender", value)
    except InvalidArgument:
        assert not allowed
    else:
        assert allowed


def test_no_sender_id_is_no_parameter() -> None:
    assert checks.alpha_sender("alpha_sender", None) == {}


@pytest.mark.parametrize("value", ["", "  \n", "half \ud83d of a character"])
def test_a_text_is_neither_blank_nor_broken(value: str) -> None:
    with refused("message"):
        checks.text("message", value)


@pytest.mark.parametrize("value", ["", "ada", "ada@", "@example.com", "ada lovelace@example.com", "a@b@c"])
def test_an_email_address_has_one_at_sign_and_no_spaces(value: str) -> None:
    with refused("email"):
        checks.email("email", value)


def test_a_birthday_is_a_day() -> None:
    assert checks.birthday("birthday", date(1981, 6, 2)) == "1981-06-02"
    with refused("birthday"):
        checks.birthday("birthday", NOW)


@pytest.mark.parametrize("value", [0, 7, -1, True, 1.5, "3"])
def test_a_throttle_is_a_whole_number_from_1_to_6(value: int) -> None:
    assert [checks.throttle("throttle", pace) for pace in range(1, 7)] == list(range(1, 7))
    with refused("throttle"):
        checks.throttle("throttle", value)


def test_counts_have_a_lower_end() -> None:
    assert checks.at_least_one("page", 1) == 1
    assert checks.not_negative("recipients", 0) == 0
    with refused("page"):
        checks.at_least_one("page", 0)
    with refused("recipients"):
        checks.not_negative("recipients", -1)


@pytest.mark.parametrize("value", ["", "0", "00", "-5", "12a"])
def test_the_id_of_a_group_send_is_a_positive_number(value: str) -> None:
    with refused("group_sms_id"):
        checks.report_id("group_sms_id", value)


def test_part_of_a_number_is_digits() -> None:
    assert checks.part_of_number("number", "0415") == "0415"
    with refused("number"):
        checks.part_of_number("number", "415-555")


def test_a_choice_is_a_member_or_its_value() -> None:
    assert checks.choice("kind", CreditKind.VOICE, CreditKind) is CreditKind.VOICE
    assert checks.choice("status", 0, AppointmentStatus) is AppointmentStatus.UNCONFIRMED
    assert checks.choice("sort_by", "phone_number", SortBy) is SortBy.NUMBER
    for wrong in (3, True, "sms", None):
        with refused("kind"):
            checks.choice("kind", wrong, CreditKind)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("decentralized", "https://decontrolpanel.smsit.ai/apis/"),
        ("cloud", "https://controlpanel.smsit.ai/apis/"),
        ("http://127.0.0.1:8080/smsit/apis", "http://127.0.0.1:8080/smsit/apis/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_a_base_url_is_a_name_or_an_address(value: str, address: str) -> None:
    assert checks.base_url(value) == address


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Cloud",
        "ftp://example.com/",
        "https:///apis/",
        "https://example.com/?a=b",
        "https://example.com/#a",
        "https://user:word@example.com/",
        "https://example.com:port/",
        "https://example.com:0/",
        "https://[::1/",
        "https://exämple.com/",
        "https://example.com/a b",
    ],
)
def test_a_base_url_is_nothing_else(value: str) -> None:
    with refused("base_url"):
        SmsItClient("key", base_url=value)


@pytest.mark.parametrize("value", ["", " ", "\ud800"])
def test_a_key_is_not_blank(value: str) -> None:
    with refused("api_key"):
        SmsItClient(value)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_a_timeout_is_above_zero(value: float) -> None:
    with refused("read_timeout"):
        SmsItClient("key", read_timeout=value)
    with refused("connect_timeout"):
        SmsItClient("key", connect_timeout=value)
