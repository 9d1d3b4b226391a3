"""One phone has one form, however it is spelt; two people never become one."""

import re
from itertools import product

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from bot.texting import phones
from bot.texting.spellings import (
    canonical,
    common,
    forms,
    identity,
    is_same,
    national_of,
    of_any_country,
    read,
    readings,
)
from bot.texting.spellings.changes import REWRITES, SHARED
from bot.texting.spellings.ranking import MOST_DIGITS, ranked
from bot.texting.spellings.shortcuts import quick
from tests.every import every

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
DEFAULTS = (None, "US", "GB", "AR", "MX", "BR", "DE", "IT", "CN")
TEXTED = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.FIXED_LINE)


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")


def example(region: str, kind: int = PhoneNumberType.MOBILE) -> str | None:
    found = phonenumbers.example_number_for_type(region, kind)
    return None if found is None else e164(found)


MOBILES = {region: number for region in REGIONS if (number := example(region)) is not None}
ALL = {number for region in REGIONS for kind in TEXTED if (number := example(region, kind)) is not None}

AR, MX, BR, GB = "5491123456789", "525512345678", "5511987654321", "447700900123"
SPELT = {
    AR: ("541123456789", "54111523456789", "549111523456789", "5401123456789", "00541123456789"),
    MX: ("5215512345678", "52015512345678", "520445512345678", "52525512345678"[2:]),
    BR: ("551187654321", "55011987654321", "5501511987654321", "0055011987654321"),
    GB: ("4407700900123", "00447700900123", "0447700900123", "011447700900123", "004407700900123"),
    "14155550112": ("4155550112", "04155550112", "0014155550112", "01114155550112", "114155550112"),
    "4915112345678": ("49015112345678", "004915112345678"),
    "2290197123456": ("22997123456",),
    "2250707123456": ("22507123456",),
    "24177123456": ("24107123456", "2417123456", "241077123456"),
    "84707123456": ("841207123456", "840707123456"),
    "84327123456": ("841627123456",),
    "237699123456": ("23799123456",),
    "593991234567": ("59391234567", "5930991234567"),
    "23057123456": ("2307123456",),
    "3780549886377": ("378886377",),
    "390612345678": (),
    "393471234567": (),
    "2250123456789": (),
    "242061234567": (),
}
"""The one form of a phone, and how else it is found at SMS-iT, with the default region US."""
EACH = [(phone, spelt) for phone, others in SPELT.items() for spelt in (phone, *others)]


@every(("phone", "spelt"), EACH)
def test_every_spelling_of_a_phone_has_its_one_form(phone: str, spelt: str) -> None:
    assert canonical(spelt, "US") == phone
    assert identity(spelt, "US") == phone
    assert phone in readings(spelt, "US")
    assert is_same(spelt, phone, "US")


@every(("phone", "spelt"), EACH)
def test_what_a_search_asks_for_is_a_part_of_every_spelling(phone: str, spelt: str) -> None:
    asked = common(spelt, "US")
    assert asked == common(phone, "US")
    assert len(asked) >= 6
    assert all(asked in each for each in (phone, *SPELT[phone]))


@pytest.mark.parametrize(
    ("region", "phone", "spelt"),
    [
        ("GB", GB, "07700900123"),
        ("GB", GB, "7700900123"),
        ("AR", AR, "1123456789"),
        ("AR", AR, "01123456789"),
        ("AR", AR, "111523456789"),
        ("AR", AR, "0111523456789"),
        ("MX", MX, "5512345678"),
        ("MX", MX, "0445512345678"),
        ("BR", BR, "11987654321"),
        ("BR", BR, "01511987654321"),
        ("BR", BR, "1187654321"),
        ("AU", "61412345678", "0412345678"),
        ("AU", "14155550112", "001114155550112"),
        ("RU", "79161234567", "89161234567"),
        ("IT", "393471234567", "3471234567"),
        ("IT", "390612345678", "0612345678"),
        ("JP", "819012345678", "09012345678"),
    ],
)
def test_a_number_without_country_code_is_one_of_the_default_region(
    region: str, phone: str, spelt: str
) -> None:
    assert canonical(spelt, region) == phone
    assert is_same(spelt, phone, region)
    assert common(spelt, region) in spelt


@pytest.mark.parametrize(
    "spelt", ["", "0", "123", "5550112", "4155550112", "1" * 21, "\u0661" * 11, "12a45678901"]
)
def test_what_is_no_number_stays_as_it_is_and_is_said_to_be_none(spelt: str) -> None:
    assert read(spelt) is None
    assert canonical(spelt) == spelt
    assert identity(spelt) == spelt
    assert spelt in readings(spelt)


def test_digits_that_may_be_two_phones_are_taken_for_neither_and_are_looked_up_as_both() -> None:
    spelt = "13012345678"  # in Maryland, or without its country code in China
    assert set(readings(spelt, "CN")) == {spelt, f"86{spelt}"}
    assert not is_same(spelt, f"86{spelt}", "CN")
    assert is_same(spelt, spelt, "CN")


def test_a_zero_in_front_makes_nobody_certain_who_might_be_somebody_else() -> None:
    spelt = "015512345678"  # a former way to dial in Mexico, or New Jersey behind a stray zero
    assert set(readings(spelt, "MX")) == {"525512345678", "15512345678", spelt}
    assert not is_same(spelt, "525512345678", "MX")
    assert not is_same(spelt, "15512345678", "MX")


def test_brazils_fixed_line_is_another_person_but_what_stops_one_stops_the_other() -> None:
    fixed, mobile = "551123456789", "5511923456789"
    assert not is_same(fixed, mobile)
    assert set(readings(fixed)) == set(readings(mobile)) == {fixed, mobile}
    assert readings("5511987654321") == ("5511987654321",)


def test_a_number_in_use_is_its_own_form_but_where_spellings_are_shared() -> None:
    for region, kind in product(REGIONS, TEXTED):
        number = example(region, kind)
        code = str(phonenumbers.country_code_for_region(region))
        if number is None or code in SHARED:
            continue
        for default in (None, region, *DEFAULTS):
            assert canonical(number, default) == number, (region, default)


def ways_to_dial(number: str, region: str) -> set[str]:
    code = str(phonenumbers.country_code_for_region(region))
    plan = PhoneMetadata.metadata_for_region(region, None)
    assert plan is not None
    national = number.removeprefix(code)
    ways = {f"00{number}", f"0{number}"}
    if plan.national_prefix and plan.national_prefix.isdecimal():
        ways.add(f"{code}{plan.national_prefix}{national}")
        ways.add(f"{plan.national_prefix}{national}")
    if plan.international_prefix and plan.international_prefix.isdecimal():
        ways.add(f"{plan.international_prefix}{number}")
    return ways


def test_a_mobile_is_found_by_every_way_to_dial_it() -> None:
    for region, number in MOBILES.items():
        phone = canonical(number)
        for way in ways_to_dial(number, region):
            assert phone in readings(way, region), (region, way)
            assert identity(way, region) in {phone, way}, (region, way)


def test_no_two_numbers_become_one() -> None:
    # Argentina has the same numbers for mobiles and fixed lines: its two examples are one phone.
    apart = {number for number in ALL if not (number.startswith("54") and not number.startswith("549"))}
    assert len({canonical(number) for number in apart}) == len(apart)


@given(st.text("0123456789", max_size=MOST_DIGITS + 3), st.sampled_from(DEFAULTS))
def test_the_one_form_is_its_own_form(digits: str, region: str | None) -> None:
    form = canonical(digits, region)
    assert canonical(form, region) == form


@given(
    st.sampled_from(sorted(ALL)),
    st.integers(min_value=0, max_value=9999),
    st.sampled_from(DEFAULTS),
    st.sampled_from(("", "00", "0")),
)
def test_whatever_digits_may_mean_is_found_from_either_side(
    number: str, ending: int, region: str | None, before: str
) -> None:
    one = f"{number[:-4]}{ending:04}"
    assert canonical(one) in readings(f"{before}{one}", region)
    for other in readings(one, region):
        assert set(readings(canonical(other))) & set(readings(one, region))


@given(
    st.from_regex(r"\+?[0-9]{6,15}", fullmatch=True),
    st.sampled_from((None, *REGIONS)),
    st.sampled_from((None, *REGIONS)),
)
def test_a_number_that_was_typed_is_among_its_readings_wherever_the_account_is(
    typed: str, region: str | None, account: str | None
) -> None:
    for phone in phones.readings(typed, region):
        assert canonical(phone.digits) in readings(phone.digits, account)


@pytest.mark.parametrize("national", ["599123456", "569123456"])
def test_a_phone_behind_two_country_codes_is_stopped_by_both_and_is_two_for_all_else(national: str) -> None:
    both = {f"970{national}", f"972{national}"}
    for phone in both:
        assert set(readings(phone)) == set(readings(f"00{phone}", "US")) - {f"00{phone}"} == both
        assert canonical(phone) == phone
    assert both < set(readings(f"0{national}", "IL"))
    assert readings("972501234567") == ("972501234567",)  # Israel's own
    assert readings("97022345678") == ("97022345678",)  # a fixed line


@given(st.sampled_from(sorted(ALL)), st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(DEFAULTS))
def test_numbers_that_differ_at_the_end_are_different_people(
    number: str, one: int, other: int, region: str | None
) -> None:
    first, second = (f"{number[:-4]}{ending:04}" for ending in (one, other))
    assert is_same(first, second, region) == (one == other)


@given(
    st.sampled_from(sorted({spelt for _, spelt in EACH} | ALL)),
    st.integers(0, 999_999),
    st.sampled_from(DEFAULTS),
)
def test_the_short_way_leads_where_the_long_way_does(number: str, ending: int, region: str | None) -> None:
    spelt = f"{number[:-6]}{ending:06}"
    short, long = quick(spelt, region), ranked(spelt, region)
    if short is not None and any(each.is_in_use for each in long):
        assert short == long[0].digits


@given(st.text(max_size=40), st.sampled_from(DEFAULTS))
def test_any_text_is_borne(text: str, region: str | None) -> None:
    assert canonical(text, region)[:0] == ""
    assert readings(text, region)
    assert is_same(text, text, region)


def test_each_rewrite_leads_to_a_number_in_use() -> None:
    for code, rewrites in REWRITES.items():
        region = phonenumbers.region_code_for_country_code(int(code))
        assert example(region), region
        for rewrite in rewrites:
            assert rewrite.pattern.groups
            assert not re.search(r"[*+]", rewrite.pattern.pattern)  # of one length, so it takes no time


@pytest.mark.parametrize(
    ("region", "spelt"),
    [
        ("US", "1415{:07}"),
        ("US", "415{:07}"),
        ("DE", "491511{:07}"),
        ("BR", "55119{:08}"),
        ("AR", "5411{:08}"),
        ("MX", "52155{:08}"),
    ],
)
def test_a_number_as_nearly_all_are_is_read_without_the_long_way(
    region: str, spelt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def long_way(*_args: object) -> None:
        raise AssertionError("the long way takes a hundred times as long")

    monkeypatch.setattr(forms, "ranked", long_way)
    for each in range(2_000_000, 2_000_100):
        digits = spelt.format(each)
        assert set(readings(digits, region)) == {canonical(digits, region), digits}


@given(st.from_regex(r"[0-9]{1,15}", fullmatch=True), st.from_regex(r"[0-9]{1,15}", fullmatch=True))
def test_a_national_number_is_one_of_each_country_and_of_no_other(phone: str, national: str) -> None:
    assert phone in of_any_country(national_of(phone))
    assert {national_of(each) for each in of_any_country(national)} == {national}
