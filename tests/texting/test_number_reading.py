"""Which number a typed text means, where more than its digits have a say."""

from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from bot.texting import line_start, phones
from bot.texting.phones import PhoneError, Reason
from tests.every import every
from tests.linear import grows_too_fast
from tests.texting.examples import NUMBERS, REGIONS


def outcome(typed: str, region: str | None) -> str:
    try:
        return phones.parse(typed, region).digits
    except PhoneError as error:
        return error.reason


@every(
    ("typed", "region", "found"),
    [
        ("0011 65 9555 0100", "AU", "6595550100"),
        ("0011 44 7700 900123", "AU", "447700900123"),
        ("001 65 9555 0100", "HK", "6595550100"),
        ("00 44 7700 900123", "HK", "447700900123"),
        ("0016595550100", "HK", Reason.AMBIGUOUS),
        ("010 1 415 555 0100", "JP", "14155550100"),
        ("8 10 44 7700 900123", "RU", "447700900123"),
        ("011 44 7700 900123", "US", "447700900123"),
        ("0044 7700 900123", "AU", "447700900123"),
        ("0044 7700 900123", "US", "447700900123"),
        ("0044 7700 900123", None, "447700900123"),
        ("+0044 7700 900123", None, "447700900123"),
        ("005511961234567", "BR", "5511961234567"),
        ("00 1 659 555 0100", None, "16595550100"),
        ("0011 65 9555 0100", None, Reason.AMBIGUOUS),
        ("001 65 9555 0100", None, Reason.AMBIGUOUS),
        ("0081 90 1234 5678", "JP", "819012345678"),
        ("00 999 12345678", None, Reason.UNKNOWN_COUNTRY_CODE),
        ("011 44 7700 900123", None, Reason.NO_COUNTRY_CODE),
        ("+011 44 7700 900123", None, Reason.UNKNOWN_COUNTRY_CODE),
    ],
)
def test_what_is_dialled_before_a_country_code_is_the_regions_own(
    typed: str, region: str | None, found: str
) -> None:
    assert outcome(typed, region) == found


@settings(max_examples=300)
@given(
    number=st.sampled_from([number for _, number in NUMBERS]),
    region=st.sampled_from([None, *REGIONS]),
    form=st.sampled_from([PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164]),
)
def test_a_prefix_leads_to_the_number_behind_it_or_to_a_question(
    number: phonenumbers.PhoneNumber, region: str | None, form: int
) -> None:
    plan = PhoneMetadata.metadata_for_region(region, None) if region else None
    prefix = (plan.preferred_international_prefix or plan.international_prefix) if plan else "00"
    if prefix is None or not prefix.isdecimal():
        prefix = "00"
    behind = phonenumbers.format_number(number, form).removeprefix("+")
    wanted = phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")

    assert outcome(f"{prefix}{' ' if ' ' in behind else ''}{behind}", region) in {wanted, Reason.AMBIGUOUS}


@pytest.mark.parametrize(
    ("typed", "region", "found"),
    [
        ("+48 (0) 601 123 456", None, "48601123456"),
        ("+48 0601 123 456", None, "48601123456"),
        ("48 (0) 601 123 456", None, "48601123456"),
        ("0048 (0) 601 123 456", "PL", "48601123456"),
        ("+420 (0)601 123 456", None, "420601123456"),
        ("+30 [0] 691 234 5678", None, "306912345678"),
        ("+39 (0)347 123 4567", None, "393471234567"),
        ("+39 (0)6 1234 5678", None, "390612345678"),
        ("+39 06 1234 5678", None, "390612345678"),
        ("+44 (0)7700 900123", None, "447700900123"),
        ("+49 (0) 170 1234567", None, "491701234567"),
        ("+1 (0) 415 555 0100", None, "14155550100"),
        ("+1 (0) 200 555 0100", None, "12005550100"),
        ("+39 (0)323456789", None, Reason.ZERO),
        ("0 601 123 456", "PL", Reason.ZERO),
        ("06 01 12 34 56", "PL", Reason.ZERO),
        ("0415 555 0100", "US", Reason.TOO_LONG),
    ],
)
def test_the_zero_that_is_dialled_at_home_is_left_out_or_asked_about(
    typed: str, region: str | None, found: str
) -> None:
    assert outcome(typed, region) == found


@given(number=st.sampled_from([number for _, number in NUMBERS]))
def test_a_bracketed_zero_never_makes_another_number(number: phonenumbers.PhoneNumber) -> None:
    behind = str(phonenumbers.national_significant_number(number))
    wanted = f"{number.country_code}{behind}"
    assert outcome(f"+{number.country_code} (0) {behind}", None) in {wanted, Reason.ZERO, Reason.TOO_LONG}
    if number.italian_leading_zero:
        assert outcome(f"+{number.country_code} (0){behind[1:]}", None) in {wanted, Reason.ZERO}


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("6123456 6123457", "IS"),
        ("612-3456 612-3457", "IS"),
        ("6123456 6123457", None),
        ("51234 51235", "FK"),
        ("51234/51235", "FK"),
        ("51234 51235 51236", "FK"),
        ("4123 4124", "NU"),
        ("312345 312346", "AD"),
        ("+354 6123456 6123457", None),
        ("0664 1234567 0664 1234568", "AT"),
    ],
)
def test_two_numbers_in_one_field_are_not_somebody_elses(typed: str, region: str | None) -> None:
    with pytest.raises(PhoneError) as wrong:
        phones.parse(typed, region)
    assert wrong.value.sentence.startswith("There's more than one number here")


@pytest.mark.parametrize("digits", ["4912345678901234", "81123456789012345", "1234567890123456"])
def test_no_number_has_more_than_fifteen_digits(digits: str) -> None:
    for region in (None, "DE", "JP"):
        assert outcome(f"+{digits}", region) == Reason.TOO_LONG
        assert outcome(digits, region) == Reason.TOO_LONG
    with pytest.raises(PhoneError):
        phones.from_digits(digits)


@pytest.mark.parametrize(
    "typed",
    [
        "14155550100,",
        "14155550100.",
        "Tel: +1 415 555 0100",
        "Tel. +1 415 555 0100",
        "Téléphone : +1 415 555 0100",
        "WhatsApp (work): +1 415 555 0100",
        "+1 415 555 0100 (mobile)",
        "'+14155550100",
        "\u201e+14155550100\u201c",
        "`+1 415 555 0100`",
        "Tel: <tel:+14155550100|415-555-0100>",
        "\u3164+1\ufe0f415\u115f5550100\uffa0",
        "\u034f+14155550100\U000e0020",
        "+1\u2800415\u2800555\u28000100",
        "\uff0b\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff10\uff10",
    ],
)
def test_what_people_type_around_a_number_is_left_out(typed: str) -> None:
    assert outcome(typed, None) == "14155550100"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Fax: +1 415 555 0100", Reason.LETTERS),
        ("\u00b2" + "14155550100", Reason.NOT_A_NUMBER),
        ("\N{CIRCLED DIGIT ONE}4155550100", Reason.NOT_A_NUMBER),
        ("\u3164", Reason.EMPTY),
        ("*82 415 555 0100", Reason.NOT_A_NUMBER),
        ("*31 0170 1234567", Reason.NOT_A_NUMBER),
        ("+14155550100" + " " * 200 + "1", Reason.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_is_refused(typed: str, reason: Reason) -> None:
    assert outcome(typed, None) == reason


@pytest.mark.parametrize(
    ("typed", "region", "found"),
    [
        ("+52 1 55 1234 5678", None, "525512345678"),
        ("5215512345678", None, "525512345678"),
        ("+52 044 55 1234 5678", None, "525512345678"),
        ("044 55 1234 5678", "MX", "525512345678"),
        ("045 55 1234 5678", "MX", "525512345678"),
        ("01 55 1234 5678", "MX", "525512345678"),
        ("011 15-2345-6789", "AR", "5491123456789"),
        ("+54 11 15 2345 6789", None, "5491123456789"),
        ("15 2345 6789", "AR", Reason.AREA_CODE),
        ("14155550100", "MX", "14155550100"),
    ],
)
def test_prefixes_of_old_are_read_as_what_is_dialled_today(
    typed: str, region: str | None, found: str
) -> None:
    assert outcome(typed, region) == found


@pytest.mark.parametrize(
    ("typed", "region", "found"),
    [
        ("(201) 555-0123 12", "US", Reason.AMBIGUOUS),
        ("(787) 234-5678-12", "PR", Reason.AMBIGUOUS),
        ("415 555 0100 0101", "US", Reason.AMBIGUOUS),
        ("612 34 56 78 12", "ES", Reason.AMBIGUOUS),
        ("601 123 456 123", "CZ", Reason.AMBIGUOUS),
        ("45 20 12 34 56", "NO", "4520123456"),
        ("61 412 345 678", "HK", "61412345678"),
        ("49 170 1234567", "NO", "491701234567"),
        ("201555012312", "US", "201555012312"),
    ],
)
def test_figures_behind_a_number_of_home_do_not_make_one_of_another_country(
    typed: str, region: str, found: str
) -> None:
    assert outcome(typed, region) == found


def test_a_contact_that_smsit_keeps_with_a_prefix_of_old_is_used_as_it_stands() -> None:
    kept = phones.from_digits("5215512345678")
    assert (kept.digits, kept.region, kept.pretty) == ("5215512345678", "MX", "+52 1 55 1234 5678")


def test_digits_in_use_both_at_home_and_abroad_are_local_only_when_they_are_written_so() -> None:
    assert outcome("(473) 269-1234", "GD") == "14732691234"
    assert outcome("4732691234", "GD") == Reason.AMBIGUOUS
    assert outcome("+47 32 69 12 34", "GD") == "4732691234"


NASTY = [
    "<tel:",
    "<tel:+1|",
    "1 ",
    "+1 ",
    "(",
    "1x",
    "1\u200b",
    "\u3164",
    "Tel: ",
    "1,",
    "a:",
    "1" + " " * 50,
    "(0)",
    "ﷺ",
    "1-",
]
READERS: list[Callable[[str], object]] = [
    lambda text: outcome(text, "US"),
    lambda text: line_start.leading(text, "US"),
    phones.mask_in,
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("piece", NASTY)
def test_twice_the_text_takes_about_twice_the_work(piece: str, reader: Callable[[str], object]) -> None:
    assert not grows_too_fast(reader, piece)


@pytest.mark.parametrize(
    ("typed", "region", "found"),
    [
        ("+14155550100", None, ["14155550100"]),
        ("4155550100", "US", ["14155550100"]),
        ("2015550123", "GB", ["442015550123", "2015550123"]),
        ("4732691234", "GD", ["14732691234", "4732691234"]),
        ("0011 65 9555 0100", None, ["16595550100", "6595550100"]),
        ("415 555 0100 0101", "US", []),
        ("4155550100", None, []),
        ("1415", "US", []),
        ("call me", "US", []),
        ("", "US", []),
    ],
)
def test_every_number_that_a_text_may_be_as_a_whole_is_read(
    typed: str, region: str | None, found: list[str]
) -> None:
    assert [each.digits for each in phones.readings(typed, region)] == found


@given(st.text("0123456789+ -()", max_size=20), st.sampled_from([None, *REGIONS]))
def test_a_certain_number_is_the_only_reading_and_one_in_doubt_has_several_or_none(
    typed: str, region: str | None
) -> None:
    found = [each.digits for each in phones.readings(typed, region)]
    certain = outcome(typed, region)

    if certain is Reason.AMBIGUOUS:
        assert len(found) != 1
        assert len(set(found)) == len(found)
    else:
        assert found == ([] if isinstance(certain, Reason) else [certain])
